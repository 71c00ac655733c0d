package figure

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Alt says in words what the figure shows, with its numbers, for those who do not see it: "Latent distribution. Plane of
// z₁ and z₂: 500 points; digit 1: 180 around (1.2, 0.4) …". Show hands it to the notebook with the picture.
func (p Picture) Alt() string {
	p.mustExist("Alt")
	var sentences []string
	for _, text := range []string{p.title, p.body.alt(), p.caption} {
		if text != "" {
			sentences = append(sentences, strings.TrimSuffix(text, "."))
		}
	}
	return strings.Join(sentences, ". ") + "."
}

func (c chart) alt() string {
	axes := "Map"
	switch {
	case c.x.label != "" && c.y.label != "":
		axes = fmt.Sprintf("Plane of %s and %s", c.x.alt(), c.y.alt())
	case c.x.label != "":
		axes = "Axis of " + c.x.alt()
	}
	return axes + ": " + strings.Join(c.shows, "; ")
}

func (a axis) alt() string {
	if a.log {
		return a.label + " (logarithmic)"
	}
	return a.label
}

func (m mosaic) alt() string {
	if m.names == 0 { // a gallery
		count := 0
		var notes []string
		for _, b := range m.bands {
			count, notes = count+len(b.images), append(notes, b.notes...)
		}
		text := counted(count, "image")
		if len(m.bands) > 1 {
			text += fmt.Sprintf(" in %d rows", len(m.bands))
		}
		return text + noted(notes)
	}
	var rows []string
	for _, b := range m.bands {
		rows = append(rows, fmt.Sprintf("%s: %s%s", b.name, counted(len(b.images), "image"), noted(b.notes)))
	}
	return "Rows of images. " + strings.Join(rows, "; ")
}

func (b beside) alt() string {
	var parts []string
	for _, p := range b {
		parts = append(parts, strings.TrimSuffix(p.Alt(), "."))
	}
	return "Side by side: " + strings.Join(parts, " | ")
}

func (n network) alt() string {
	var widths []string
	for _, w := range n.layers {
		widths = append(widths, strconv.Itoa(w))
	}
	return fmt.Sprintf("Network whose layers have %s units; %s weights in the encoder, %s in the decoder",
		strings.Join(widths, ", "), readable(strconv.Itoa(n.encoder)), readable(strconv.Itoa(n.decoder)))
}

func (w walk) alt() string {
	return fmt.Sprintf("Animation. A point walks over the plane in %d steps, from %s to %s, and beside it is the image decoded there. %s",
		len(w.path), numbers(w.path[0]), numbers(w.path[len(w.path)-1]), w.axes.alt())
}

func (f forming) alt() string {
	first, last := f.moments[0], f.moments[len(f.moments)-1]
	return fmt.Sprintf("Animation of the plane of %s and %s during training, step %d to %d. At the end: %s",
		f.axes.x.label, f.axes.y.label, first.Step, last.Step, pointsAlt(last.Codes, f.labels))
}

// pointsAlt says how many codes there are and around which mean those of each label lie.
func pointsAlt(z [][]float32, labels []int) string {
	text := counted(len(z), "point")
	for _, label := range classesOf(labels) {
		n, sums := 0, make([]float64, len(z[0]))
		for i, code := range z {
			if labels[i] == label {
				n++
				for k, v := range code {
					sums[k] += float64(v)
				}
			}
		}
		mean := make([]float32, len(sums))
		for k, sum := range sums {
			mean[k] = float32(sum / float64(n))
		}
		text += fmt.Sprintf(", of digit %d %d around %s", label, n, numbers(mean))
	}
	return text
}

func (c Curve) alt() string {
	if c.Level {
		return fmt.Sprintf("line %q at %s", c.Name, short(c.Y[0]))
	}
	last := len(c.Y) - 1
	text := fmt.Sprintf("from %s at %s to %s at %s", short(c.Y[0]), short(c.X[0]), short(c.Y[last]), short(c.X[last]))
	if c.Name == "" {
		return "curve " + text
	}
	return fmt.Sprintf("curve %q %s", c.Name, text)
}

// rangeAlt says between which numbers the values lie that colours stand for.
func rangeAlt(name string, values []float64) string {
	low, high := slices.Min(values), slices.Max(values)
	if math.Abs(low) < 1e-6*math.Abs(high) {
		low = 0
	}
	return fmt.Sprintf("colours for %s from %s to %s", name, short(low), short(high))
}

// noted returns what stands below images.
func noted(notes []string) string {
	if len(notes) == 0 {
		return ""
	}
	return " (below them " + strings.Join(notes, ", ") + ")"
}
