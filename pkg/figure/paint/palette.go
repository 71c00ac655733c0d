package paint

import (
	"fmt"
	"image/color"
)

// Classes is how many labels have a colour and a marker: those of the digits 0 to 9.
const Classes = 10

// classColors are the colours of the labels 0 to 9, the same in every figure. They are the ten-colour sequence of
// M. A. Petroff, "Accessible color sequences for data visualization" (arXiv:2107.02270), chosen there to stay apart
// under all three kinds of colour blindness and in grey; its first three are given to the lecture's 1, 5 and 6.
var classColors = [Classes]color.NRGBA{
	0: {0x83, 0x2d, 0xb6, 0xff}, // purple
	1: {0x3f, 0x90, 0xda, 0xff}, // blue
	2: {0x94, 0xa4, 0xa2, 0xff}, // grey
	3: {0xa9, 0x6b, 0x59, 0xff}, // brown
	4: {0xe7, 0x63, 0x00, 0xff}, // orange
	5: {0xff, 0xa9, 0x0e, 0xff}, // amber
	6: {0xbd, 0x1f, 0x01, 0xff}, // red
	7: {0xb9, 0xac, 0x70, 0xff}, // sand
	8: {0x71, 0x75, 0x81, 0xff}, // slate
	9: {0x92, 0xda, 0xdd, 0xff}, // cyan
}

// seriesOrder lists labels whose colours serve curves and bars, the ones that are strong as thin lines first.
var seriesOrder = [...]int{1, 6, 5, 0, 3, 8, 4, 2, 7, 9}

// ClassColor returns the colour of the points of a digit. It panics where the label is not one of 0 to 9.
func ClassColor(label int) color.NRGBA {
	checkLabel("ClassColor", label)
	return classColors[label]
}

// SeriesColor returns the colour of the i-th curve or bar, from 0; after ten they come again. It panics where i is
// negative.
func SeriesColor(i int) color.NRGBA { return ClassColor(seriesLabel("SeriesColor", i)) }

// SeriesMarker returns the marker of the i-th curve, from 0; after ten they come again. It panics where i is negative.
func SeriesMarker(i int) Marker { return ClassMarker(seriesLabel("SeriesMarker", i)) }

func seriesLabel(what string, i int) int {
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
