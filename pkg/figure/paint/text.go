package paint

import (
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
	// TitleSize is that of a figure's title, in bold.
	TitleSize = 18
	// LabelSize is that of axes' labels and of names.
	LabelSize = 15
	// TickSize is that of numbers along axes, of legends and notes.
	TickSize = 13
	// CaptionSize is that of what stands below a figure.
	CaptionSize = 12
)

// Style returns the one typeface of all figures, at a size in points.
func Style(size vg.Length, c color.Color) text.Style {
	return text.Style{
		Color:   c,
		Font:    font.Font{Typeface: "Liberation", Variant: "Sans", Size: size},
		Handler: notation{text.Plain{Fonts: font.DefaultCache}},
	}
}

// Bold returns s in bold.
func Bold(s text.Style) text.Style {
	s.Font.Weight = xfont.WeightBold
	return s
}

// Width returns how wide a line of text is, in points.
func Width(s text.Style, line string) vg.Length { return s.Width(line) }

// LineHeight returns the distance between the baselines of two lines, in points.
func LineHeight(s text.Style) vg.Length { return 1.25 * s.Font.Size }

// An Align says which part of a line of text lies at the point it is written at.
type Align float64

const (
	// Left puts the line's start there.
	Left Align = 0
	// Center puts its middle there.
	Center Align = -0.5
	// Right puts its end there.
	Right Align = -1
)

// Write puts one line of text with its baseline at y; align says which part of it lies at x.
func Write(c draw.Canvas, s text.Style, x, y vg.Length, align Align, line string) {
	c.SetColor(s.Color)
	drawRuns(c, s.Font, vg.Point{X: x + vg.Length(align)*Width(s, line), Y: y}, line)
}

// Wrap breaks text into lines that fit into room, at spaces and where the text itself breaks; a word that is longer has a
// line of its own. Empty text has no lines.
func Wrap(s text.Style, text string, room vg.Length) []string {
	if text == "" {
		return nil
	}
	var lines []string
	for _, paragraph := range strings.Split(text, "\n") {
		line := ""
		for _, word := range strings.Fields(paragraph) {
			if line != "" && Width(s, line+" "+word) > room {
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

// Lacks returns the first character of text that the font has no drawing of, and whether there is one.
func Lacks(text string) (rune, bool) {
	var buf sfnt.Buffer
	f := face(Style(LabelSize, Ink).Font)
	for _, r := range text {
		if r == '\n' {
			continue
		}
		if glyph, err := f.Face.GlyphIndex(&buf, r); err != nil || glyph == 0 {
			return r, true
		}
	}
	return 0, false
}
