package settings

import (
	"image/color"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"latentlab/pkg/internal/files"
)

// wrote makes the file of a clone hold text, and returns its name.
func wrote(t *testing.T, text string) string {
	t.Helper()
	root := t.TempDir()
	t.Setenv("LATENTLAB_ROOT", root)
	name := filepath.Join(root, "notebooks", "lecture.yaml")
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// The file as it comes holds every setting, and what the lecture has without it.
func TestTheFileHoldsTheDefaults(t *testing.T) {
	root, err := files.Root()
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(root, "notebooks", "lecture.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	wrote(t, string(text))
	got, err := Read()
	if diff := cmp.Diff(Default(), got); err != nil || diff != "" {
		t.Errorf("the file gives %v and (-want +got):\n%s", err, diff)
	}
	for _, key := range Keys() {
		if !strings.Contains("\n"+string(text), "\n"+key+": ") {
			t.Errorf("the file has no line %s", key)
		}
	}
}

func TestWithoutSettings(t *testing.T) {
	for what, text := range map[string]string{"comments": "# steps: 3\n", "nothing": "", "an empty list": "---\n", "empty values": "steps:\ndigits: ~\nname:\n"} {
		wrote(t, text)
		if got, err := Read(); err != nil || !cmp.Equal(got, Default()) {
			t.Errorf("with %s: %v, %v", what, got, err)
		}
	}
	t.Setenv("LATENTLAB_ROOT", t.TempDir())
	if got, err := Read(); err != nil || !cmp.Equal(got, Default()) {
		t.Errorf("without the file: %v, %v", got, err)
	}
	t.Setenv("LATENTLAB_ROOT", "")
	t.Chdir(t.TempDir())
	if got, err := Read(); err != nil || !cmp.Equal(got, Default()) {
		t.Errorf("outside of a clone: %v, %v", got, err)
	}
}

func TestEachSetting(t *testing.T) {
	ten := `["#000001", 000002, "000003", "#000004", "#000005", "#000006", "#000007", "#000008", 1e1000, "#FFFFFF"]`
	for text, change := range map[string]func(*Settings){
		"digits: [3, 8, 2]": func(s *Settings) { s.Digits = []int{2, 3, 8} },
		"digits: all":       func(s *Settings) { s.Digits = []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9} },
		"images: {name: Fashion-MNIST, directory: data/fashion}": func(s *Settings) {
			s.Images = Images{Name: "Fashion-MNIST", Directory: "data/fashion"}
		},
		"images: MNIST":      func(*Settings) {},
		"steps: 100":         func(s *Settings) { s.Steps = 100 },
		"latent: 10":         func(s *Settings) { s.Latent = 10 },
		"palette: tableau":   func(s *Settings) { s.Palette.Name = "tableau" },
		"walk: ring":         func(*Settings) {},
		"walk: [6, 1]":       func(s *Settings) { s.Walk = []Stop{{Digit: 6}, {Digit: 1}} },
		"walk: [6, [1, .5]]": func(s *Settings) { s.Walk = []Stop{{Digit: 6}, {Code: []float32{1, 0.5}}} },
		"walk: [[1, 2, 3], 6]\nlatent: 3": func(s *Settings) {
			s.Walk, s.Latent = []Stop{{Code: []float32{1, 2, 3}}, {Digit: 6}}, 3
		},
		"title: Ziffern": func(s *Settings) { s.Title = "Ziffern" },
		"name: Ada":      func(s *Settings) { s.Name = "Ada" },
		"logo: data/a":   func(s *Settings) { s.Logo = "data/a" },
		"palette: " + ten: func(s *Settings) {
			s.Palette = Palette{}
			for i := range 8 {
				s.Palette.Colors = append(s.Palette.Colors, color.NRGBA{B: uint8(i + 1), A: 0xff})
			}
			s.Palette.Colors = append(s.Palette.Colors, color.NRGBA{R: 0x1e, G: 0x10, A: 0xff}, color.NRGBA{R: 0xff, G: 0xff, B: 0xff, A: 0xff})
		},
	} {
		wrote(t, text+"\n")
		want := Default()
		change(&want)
		got, err := Read()
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%s gives %v and (-want +got):\n%s", text, err, diff)
		}
	}
}

func TestMistakesAreNamed(t *testing.T) {
	for text, want := range map[string]string{
		"step: 100":                           "there is no setting step: want one of digits, images, steps, latent, palette, walk, title, name, logo (line 1)",
		"# what\nsteps: many":                 `steps is "many": want a whole number from 1 to 1000000 (line 2)`,
		"steps: 0":                            "steps is 0: want a whole number from 1 to 1000000 (line 1)",
		"steps: 2.5":                          "steps is 2.5: want a whole number",
		"steps: [1]":                          "steps is [1]: want a whole number",
		"steps: 0x10":                         "steps is 0x10: want a whole number",
		"steps: 99999999999999999999":         "steps is 99999999999999999999: want a whole number",
		"steps: \"5\"":                        `steps is "5": want a whole number`,
		"steps: 1\nsteps: 2":                  "steps stands there twice (line 2): leave one",
		"latent: -1":                          "latent is -1: want a whole number from 2 to 100",
		"latent: 1":                           "latent is 1: want a whole number from 2 to 100",
		"latent: 101":                         "latent is 101: want a whole number from 2 to 100",
		"digits: [1, 10]":                     "digits is [1, 10]: want two or more different digits from 0 to 9, such as [2, 3, 8], or all",
		"digits: [1, 1]":                      "digits is [1, 1]: want two or more",
		"digits: [3]":                         "digits is [3]: want two or more",
		"digits: 3":                           "digits is 3: want two or more",
		"digits: [one, two]":                  `digits is ["one", "two"]: want two or more`,
		"images: Fashion":                     `images is "Fashion": want MNIST, or {name: …, directory: …} of files of your own`,
		"images: {name: Fashion}":             `images is {name: "Fashion"}: want MNIST, or`,
		"images: {name: mnist, directory: a}": "whose name is not MNIST",
		"images: {name: \" MNIST!\", directory: a}":         "whose name is not MNIST",
		"images: {name: Built in, directory: a, b: c}":      `b: "c"}: want MNIST, or`,
		"images: {name: 服装, directory: a}":                  "want MNIST, or",
		"palette: viridis":                                  `palette is "viridis": want one of petroff, tol, tableau, or ten different colours such as "#3f90da"`,
		"palette: [red]":                                    `palette is ["red"]: want one of`,
		"palette: [000001, 000001, 2, 3, 4, 5, 6, 7, 8, 9]": "want one of petroff",
		"walk: [1]":                          "walk is [1]: want ring, or two or more stops",
		"walk: [1, home]":                    `walk is [1, "home"]: want ring, or two or more stops`,
		"walk: [1, [.nan, 1]]":               "want ring, or two or more stops",
		"walk: [1, [a, 1]]":                  "want ring, or two or more stops",
		"walk: [1, 2]":                       "walk goes to the digit 2: want some of [1 5 6], which are kept, or another line digits",
		"walk: [1, [1, 2, 3]]":               "walk goes to the code [1 2 3]: want codes of 2 numbers, as the line latent says",
		"title: 2026":                        "title is 2026: want a text of one line and at most 200 characters, in quotes where it looks like a number",
		"name: |\n  a\n  b\n":                `name is "a\nb\n": want a text of one line`,
		"logo: [a]":                          `logo is ["a"]: want a text of one line`,
		"palette: [#3f90da, #ffa90e]":        "it is no YAML (",
		"steps 100":                          `it holds "steps 100": want lines such as steps: 2500`,
		"steps: 1\n---\nsteps: 2":            "it goes on after ---: want one list of settings",
		"a: &a [*a]":                         "there is no setting a",
		"digits: &a [1, 5]\nwalk: *a":        "walk is *a: want ring",
		"title: " + strings.Repeat("a", 201): "want a text of one line and at most 200 characters",
	} {
		name := wrote(t, text+"\n")
		got, err := Read()
		if err == nil || !strings.HasPrefix(err.Error(), name+": ") || !strings.Contains(err.Error(), want) {
			t.Errorf("%s\nsays %v\nwant %s", text, err, want)
		}
		if !cmp.Equal(got, Default()) {
			t.Errorf("%s gives %v beside its error", text, got)
		}
	}
	wrote(t, strings.Repeat("#", mostBytes+1))
	if _, err := Read(); err == nil || !strings.Contains(err.Error(), "lecture.yaml has 65537 bytes, want at most 65536") {
		t.Errorf("of a file that is too large it says %v", err)
	}
}

func FuzzRead(f *testing.F) {
	f.Add("digits: [1, 5]\nwalk: [1, [2, 3]]\n")
	f.Add("images: {name: a, directory: b}\npalette: tol\n")
	f.Fuzz(func(t *testing.T, text string) {
		s := Default()
		_ = s.parse([]byte(text)) // must not panic
	})
}
