package settings

import (
	"bytes"
	"errors"
	"fmt"
	"image/color"
	"io"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// The greatest numbers that the file may hold: longer trainings and larger codes are a slip of the finger.
const (
	mostSteps  = 1_000_000
	mostLatent = 100
	mostStops  = 100
	mostText   = 200 // characters
)

// parse reads the file into s. Its errors follow the file's name.
func (s *Settings) parse(text []byte) error {
	in := yaml.NewDecoder(bytes.NewReader(text))
	var file yaml.Node
	if err := in.Decode(&file); errors.Is(err, io.EOF) {
		return nil // nothing but comments
	} else if err != nil {
		return fmt.Errorf("it is no YAML (%s): put texts with : or # into quotes, and close every bracket", strings.TrimPrefix(err.Error(), "yaml: "))
	}
	if err := in.Decode(new(yaml.Node)); !errors.Is(err, io.EOF) {
		return errors.New("it goes on after ---: want one list of settings")
	}
	top := file.Content[0]
	if empty(top) {
		return nil
	}
	if top.Kind != yaml.MappingNode {
		return fmt.Errorf("it holds %s: want lines such as steps: 2500", written(top))
	}
	readers := s.readers()
	err := pairs(top, func(key string, value *yaml.Node) error {
		read, ok := readers[key]
		if !ok {
			return fmt.Errorf("there is no setting %s: want one of %s", key, strings.Join(Keys(), ", "))
		}
		if empty(value) {
			return nil
		}
		if want := read(value); want != "" {
			return fmt.Errorf("%s is %s: want %s", key, written(value), want)
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.walkFits()
}

// Keys names the settings, in the order of the file.
func Keys() []string {
	return []string{"digits", "images", "steps", "latent", "palette", "walk", "title", "name", "logo"}
}

// readers returns by key what reads a setting's value; they return what is wanted where it is not that, else "".
func (s *Settings) readers() map[string]func(*yaml.Node) (want string) {
	return map[string]func(*yaml.Node) string{
		"digits":  s.readDigits,
		"images":  s.readImages,
		"steps":   func(n *yaml.Node) string { return number(n, &s.Steps, 1, mostSteps) },
		"latent":  func(n *yaml.Node) string { return number(n, &s.Latent, 2, mostLatent) },
		"palette": s.readPalette,
		"walk":    s.readWalk,
		"title":   func(n *yaml.Node) string { return line(n, &s.Title) },
		"name":    func(n *yaml.Node) string { return line(n, &s.Name) },
		"logo":    func(n *yaml.Node) string { return line(n, &s.Logo) },
	}
}

// pairs calls each for the keys and values of a mapping, none of which may stand there twice.
func pairs(n *yaml.Node, each func(key string, value *yaml.Node) error) error {
	seen := map[string]bool{}
	for i := 0; i < len(n.Content); i += 2 {
		key := n.Content[i].Value
		if seen[key] {
			return fmt.Errorf("%s stands there twice (line %d): leave one", key, n.Content[i].Line)
		}
		seen[key] = true
		if err := each(key, n.Content[i+1]); err != nil {
			return fmt.Errorf("%w (line %d)", err, n.Content[i].Line)
		}
	}
	return nil
}

func (s *Settings) readDigits(n *yaml.Node) string {
	const want = "two or more different digits from 0 to 9, such as [2, 3, 8], or all"
	if n.Kind == yaml.ScalarNode && n.Value == "all" {
		s.Digits = []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}
		return ""
	}
	if n.Kind != yaml.SequenceNode {
		return want
	}
	digits := []int{}
	for _, item := range n.Content {
		d, ok := whole(item)
		if !ok || d > 9 || slices.Contains(digits, d) {
			return want
		}
		digits = append(digits, d)
	}
	if len(digits) < 2 {
		return want
	}
	slices.Sort(digits)
	s.Digits = digits
	return ""
}

func (s *Settings) readImages(n *yaml.Node) string {
	const want = "MNIST, or {name: …, directory: …} of files of your own, whose name is not MNIST, mnist or builtin"
	if n.Kind == yaml.ScalarNode && n.Value == "MNIST" {
		return ""
	}
	if n.Kind != yaml.MappingNode {
		return want
	}
	var own Images
	fields := map[string]*string{"name": &own.Name, "directory": &own.Directory}
	err := pairs(n, func(key string, value *yaml.Node) error {
		if field := fields[key]; field == nil || line(value, field) != "" {
			return errors.New(want)
		}
		return nil
	})
	if err != nil || own.Directory == "" || slices.Contains([]string{"", "mnist", "builtin"}, own.Key()) {
		return want
	}
	s.Images = own
	return ""
}

// Key returns the images' name as names of files have it: "fashion-mnist".
func (i Images) Key() string {
	words := strings.FieldsFunc(strings.ToLower(i.Name), func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') })
	return strings.Join(words, "-")
}

func (s *Settings) readPalette(n *yaml.Node) string {
	want := "one of " + strings.Join(Palettes(), ", ") + `, or ten different colours such as "#3f90da"`
	if n.Kind == yaml.ScalarNode && slices.Contains(Palettes(), n.Value) {
		s.Palette = Palette{Name: n.Value}
		return ""
	}
	if n.Kind != yaml.SequenceNode || len(n.Content) != 10 {
		return want
	}
	var colors []color.NRGBA
	for _, item := range n.Content {
		digits := strings.TrimPrefix(item.Value, "#")
		rgb, err := strconv.ParseUint(digits, 16, 24)
		c := color.NRGBA{R: uint8(rgb >> 16), G: uint8(rgb >> 8), B: uint8(rgb), A: 0xff}
		if err != nil || len(digits) != 6 || slices.Contains(colors, c) {
			return want
		}
		colors = append(colors, c)
	}
	s.Palette = Palette{Colors: colors}
	return ""
}

func (s *Settings) readWalk(n *yaml.Node) string {
	const want = "ring, or two or more stops, each a digit or a code, such as [6, [2.5, -1], 1]"
	if n.Kind == yaml.ScalarNode && n.Value == "ring" {
		return ""
	}
	if n.Kind != yaml.SequenceNode || len(n.Content) < 2 || len(n.Content) > mostStops {
		return want
	}
	var stops []Stop
	for _, item := range n.Content {
		var stop Stop
		if d, ok := whole(item); ok {
			stop.Digit = d
		} else if item.Kind != yaml.SequenceNode || len(item.Content) == 0 || item.Decode(&stop.Code) != nil {
			return want
		}
		for _, v := range stop.Code {
			if v-v != 0 {
				return want
			}
		}
		stops = append(stops, stop)
	}
	s.Walk = stops
	return ""
}

// walkFits fails where the walk goes to a digit that is not kept or to a code of another latent space.
func (s *Settings) walkFits() error {
	for _, stop := range s.Walk {
		if stop.Code == nil && !slices.Contains(s.Digits, stop.Digit) {
			return fmt.Errorf("walk goes to the digit %d: want some of %v, which are kept, or another line digits", stop.Digit, s.Digits)
		}
		if stop.Code != nil && len(stop.Code) != s.Latent {
			return fmt.Errorf("walk goes to the code %v: want codes of %d numbers, as the line latent says", stop.Code, s.Latent)
		}
	}
	return nil
}

// number reads a whole number from least to most.
func number(n *yaml.Node, to *int, least, most int) (want string) {
	value, ok := whole(n)
	if !ok || value < least || value > most {
		return fmt.Sprintf("a whole number from %d to %d", least, most)
	}
	*to = value
	return ""
}

// whole returns a number written in digits, 0 or greater; YAML's other spellings, such as 0x10 and 1_000, are none.
func whole(n *yaml.Node) (value int, ok bool) {
	if n.Kind != yaml.ScalarNode || n.Tag != "!!int" || strings.Trim(n.Value, "0123456789") != "" {
		return 0, false
	}
	value, err := strconv.Atoi(n.Value)
	return value, err == nil
}

// line reads a text of one line.
func line(n *yaml.Node, to *string) (want string) {
	if n.Kind != yaml.ScalarNode || n.Tag != "!!str" || len([]rune(n.Value)) > mostText || strings.ContainsAny(n.Value, "\n\r\x00") {
		return fmt.Sprintf("a text of one line and at most %d characters, in quotes where it looks like a number", mostText)
	}
	*to = strings.TrimSpace(n.Value)
	return ""
}

// empty reports whether nothing stands there.
func empty(n *yaml.Node) bool { return n.Kind == yaml.ScalarNode && n.Tag == "!!null" }

// written returns a value about as it stands in the file.
func written(n *yaml.Node) string {
	switch n.Kind {
	case yaml.ScalarNode:
		if n.Tag == "!!str" {
			return strconv.Quote(cut(n.Value))
		}
		return cut(n.Value)
	case yaml.SequenceNode:
		items := make([]string, len(n.Content))
		for i, item := range n.Content {
			items[i] = written(item)
		}
		return cut("[" + strings.Join(items, ", ") + "]")
	case yaml.MappingNode:
		var items []string
		for i := 0; i+1 < len(n.Content); i += 2 {
			items = append(items, n.Content[i].Value+": "+written(n.Content[i+1]))
		}
		return cut("{" + strings.Join(items, ", ") + "}")
	}
	return cut("*" + n.Value) // an alias
}

// cut returns a text that fits into a sentence.
func cut(text string) string {
	if runes := []rune(text); len(runes) > 80 {
		return string(runes[:80]) + "…"
	}
	return text
}
