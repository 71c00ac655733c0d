package figure

import (
	"fmt"
	"image/color"
	"strings"

	xfont "golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	_ "gonum.org/v1/plot" // puts the Liberation fonts into font.DefaultCache
)

// Sizes of text in points. A figure is 640 points wide: on a projector's 1920 pixels the smallest is 36 pixels high.
const (
	titleSize   = 18
	labelSize   = 15
	tickSize    = 13
	captionSize = 12
)

// style returns the one typeface of all figures, at a size in points.
func style(size vg.Length, c color.Color) text.Style {
	return text.Style{
		Color:   c,
		Font:    font.Font{Typeface: "Liberation", Variant: "Sans", Size: size},
		Handler: notation{text.Plain{Fonts: font.DefaultCache}},
	}
}

// bold returns s in bold.
func bold(s text.Style) text.Style {
	s.Font.Weight = xfont.WeightBold
	return s
}

// width returns how wide a line of text is.
func width(s text.Style, line string) vg.Length { return s.Width(line) }

// lineHeight is the distance between the baselines of two lines.
func lineHeight(s text.Style) vg.Length { return 1.25 * s.Font.Size }

// Where a line of text lies relative to the point it is written at.
const (
	left   = 0
	center = -0.5
	right  = -1
)

// write puts one line of text with its baseline at y; align says which part of it lies at x.
func write(c draw.Canvas, s text.Style, x, y vg.Length, align float64, line string) {
	c.SetColor(s.Color)
	drawRuns(c, s.Font, vg.Point{X: x + vg.Length(align)*width(s, line), Y: y}, line)
}

// wrap breaks text into lines that fit into room, at spaces and where the text itself breaks.
func wrap(s text.Style, text string, room vg.Length) []string {
	if text == "" {
		return nil
	}
	var lines []string
	for _, paragraph := range strings.Split(text, "\n") {
		line := ""
		for _, word := range strings.Fields(paragraph) {
			if line != "" && width(s, line+" "+word) > room {
				lines = append(lines, line)
				line = word
				continue
			}
			line = strings.TrimSpace(line + " " + word)
		}
		lines = append(lines, line)
	}
	return lines
}

// drawable tells which character of text the font lacks, rather than drawing an empty box for it.
func drawable(text string) error {
	var buf sfnt.Buffer
	f := face(style(labelSize, ink).Font)
	for _, r := range text {
		if r == '\n' {
			continue
		}
		if glyph, err := f.Face.GlyphIndex(&buf, r); err != nil || glyph == 0 {
			return fmt.Errorf("%q: the font has no %q (%U): write it another way", text, r, r)
		}
	}
	return nil
}
