package paint

import (
	"fmt"
	"image/color"
	"slices"
)

// Classes is how many labels have a colour and a marker: those of the digits 0 to 9.
const Classes = 10

// palettes are the colours that a lecture can have, by name. Each is a sequence whose colours stay apart under all three kinds of
// colour blindness, the first three the most: its first colours are those of the lecture's digits.
var palettes = map[string][Classes]color.NRGBA{
	// M. A. Petroff, "Accessible color sequences for data visualization" (arXiv:2107.02270), chosen there to stay apart in grey, too.
	"petroff": {
		{0x3f, 0x90, 0xda, 0xff}, // blue
		{0xff, 0xa9, 0x0e, 0xff}, // amber
		{0xbd, 0x1f, 0x01, 0xff}, // red
		{0x94, 0xa4, 0xa2, 0xff}, // grey
		{0x83, 0x2d, 0xb6, 0xff}, // purple
		{0xa9, 0x6b, 0x59, 0xff}, // brown
		{0xe7, 0x63, 0x00, 0xff}, // orange
		{0xb9, 0xac, 0x70, 0xff}, // sand
		{0x71, 0x75, 0x81, 0xff}, // slate
		{0x92, 0xda, 0xdd, 0xff}, // cyan
	},
	// P. Tol, "Colour schemes" (SRON/EPS/TN/09-002), the muted one with its pale grey, in another order.
	"tol": {
		{0x33, 0x22, 0x88, 0xff}, // indigo
		{0xdd, 0xcc, 0x77, 0xff}, // sand
		{0xcc, 0x66, 0x77, 0xff}, // rose
		{0x44, 0xaa, 0x99, 0xff}, // teal
		{0x88, 0x22, 0x55, 0xff}, // wine
		{0x11, 0x77, 0x33, 0xff}, // green
		{0x88, 0xcc, 0xee, 0xff}, // cyan
		{0xaa, 0x44, 0x99, 0xff}, // purple
		{0x99, 0x99, 0x33, 0xff}, // olive
		{0xdd, 0xdd, 0xdd, 0xff}, // pale grey
	},
	// Tableau's colour-blind ten, as Matplotlib has them ("tableau-colorblind10").
	"tableau": {
		{0x00, 0x6b, 0xa4, 0xff}, // blue
		{0xff, 0x80, 0x0e, 0xff}, // orange
		{0xab, 0xab, 0xab, 0xff}, // grey
		{0x59, 0x59, 0x59, 0xff}, // dark grey
		{0x5f, 0x9e, 0xd1, 0xff}, // light blue
		{0xc8, 0x52, 0x00, 0xff}, // brown
		{0x89, 0x89, 0x89, 0xff}, // middle grey
		{0xa2, 0xc8, 0xec, 0xff}, // pale blue
		{0xff, 0xbc, 0x79, 0xff}, // pale orange
		{0xcf, 0xcf, 0xcf, 0xff}, // pale grey
	},
}

// Palette returns the ten colours of the palette of that name: petroff, tol or tableau. It panics on another name.
func Palette(name string) []color.NRGBA {
	p, ok := palettes[name]
	if !ok {
		panic(fmt.Sprintf("paint: Palette: there is no palette %q: want petroff, tol or tableau", name))
	}
	return p[:]
}

// labelOrder lists labels in the order in which they take the colours of a palette.
var labelOrder = [Classes]int{1, 5, 6, 2, 0, 3, 4, 7, 8, 9}

// seriesOrder lists places in a palette whose colours serve curves and bars; of the first palette, the ones that are strong as thin
// lines first.
var seriesOrder = [Classes]int{0, 2, 1, 4, 5, 8, 6, 3, 7, 9}

// colors is the palette in use, classColors are the colours of the labels 0 to 9, the same in every figure.
var (
	colors      = palettes["petroff"]
	classColors = byLabel(colors, nil)
)

// Use makes all figures that are drawn from now on have ten other colours. The first ones go to the labels first, in their order,
// the rest to the others; all ten labels have the order that they have where none come first. It is for the start of a program,
// before anything is drawn, and panics where there are not ten colours and where first holds what is no label, or one twice.
func Use(palette []color.NRGBA, first []int) {
	if len(palette) != Classes {
		panic(fmt.Sprintf("paint: Use: %d colours: want %d", len(palette), Classes))
	}
	for i, label := range first {
		checkLabel("Use", label)
		if slices.Contains(first[:i], label) {
			panic(fmt.Sprintf("paint: Use: the label %d comes twice", label))
		}
	}
	colors = [Classes]color.NRGBA(palette)
	classColors = byLabel(colors, first)
}

// byLabel gives the colours of a palette to the labels, to some of them first.
func byLabel(palette [Classes]color.NRGBA, first []int) (colors [Classes]color.NRGBA) {
	order := labelOrder[:]
	if len(first) < Classes {
		rest := slices.DeleteFunc(slices.Clone(order), func(label int) bool { return slices.Contains(first, label) })
		order = slices.Concat(first, rest)
	}
	for place, label := range order {
		colors[label] = palette[place]
	}
	return colors
}

// ClassColor returns the colour of the points of a digit. It panics where the label is not one of 0 to 9.
func ClassColor(label int) color.NRGBA {
	checkLabel("ClassColor", label)
	return classColors[label]
}

// SeriesColor returns the colour of the i-th curve or bar, from 0; after ten they come again. It panics where i is
// negative.
func SeriesColor(i int) color.NRGBA { return colors[seriesPlace("SeriesColor", i)] }

// SeriesMarker returns the marker of the i-th curve, from 0; after ten they come again. It panics where i is negative.
func SeriesMarker(i int) Marker { return ClassMarker(labelOrder[seriesPlace("SeriesMarker", i)]) }

func seriesPlace(what string, i int) int {
	if i < 0 {
		panic(fmt.Sprintf("paint: %s: series %d: want 0 or more", what, i))
	}
	return seriesOrder[i%len(seriesOrder)]
}

// Greys for what is not data.
var (
	// Paper is white.
	Paper = color.NRGBA{0xff, 0xff, 0xff, 0xff}
	// Ink is that of text and of points without labels.
	Ink = color.NRGBA{0x22, 0x22, 0x22, 0xff}
	// Faint is that of captions and ticks.
	Faint = color.NRGBA{0x5c, 0x5c, 0x5c, 0xff}
	// Rule is that of grid lines and of frames around images.
	Rule = color.NRGBA{0xe2, 0xe2, 0xe2, 0xff}
)

// mix returns the colour a share t of the way from a to b.
func mix(a, b color.NRGBA, t float64) color.NRGBA {
	between := func(a, b uint8) uint8 { return uint8(float64(a) + t*(float64(b)-float64(a)) + 0.5) }
	return color.NRGBA{between(a.R, b.R), between(a.G, b.G), between(a.B, b.B), between(a.A, b.A)}
}

// Alpha returns c with an opacity. It panics where that is not within [0, 1].
func Alpha(c color.NRGBA, opacity float64) color.NRGBA {
	checkShare("Alpha", opacity)
	c.A = uint8(255*opacity + 0.5)
	return c
}

// ramp is the scale of heat maps from the least value (paper) to the greatest (dark blue). Its lightness falls evenly,
// so that it reads in grey and to colour-blind eyes too: gonum's moreland.NewLuminance gave these nine steps between
// 0xfdfdf6, 0x8fcdb4, 0x1d6f8a and 0x0b1f4b.
var ramp = [...]color.NRGBA{
	{0xfd, 0xfd, 0xf6, 0xff},
	{0xc7, 0xe5, 0xd5, 0xff},
	{0x8f, 0xcd, 0xb4, 0xff},
	{0x6f, 0xae, 0xa7, 0xff},
	{0x4f, 0x90, 0x9a, 0xff},
	{0x26, 0x74, 0x8c, 0xff},
	{0x1a, 0x56, 0x77, 0xff},
	{0x14, 0x3a, 0x61, 0xff},
	{0x0b, 0x1f, 0x4b, 0xff},
}

// Heat returns the colour of the share t of a heat map's scale; a share below 0 has the colour of 0, and one above 1 that
// of 1. It panics where t is NaN.
func Heat(t float64) color.NRGBA {
	t = min(max(t, 0), 1)
	checkShare("Heat", t)
	t *= float64(len(ramp) - 1)
	i := min(int(t), len(ramp)-2)
	return mix(ramp[i], ramp[i+1], t-float64(i))
}
