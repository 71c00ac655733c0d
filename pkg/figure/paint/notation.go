package paint

import (
	"math"

	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
)

// notation draws text with the lecture's z₁ and x̂: the font's own subscripts stand apart from their letter, and its
// circumflex beside it.
type notation struct{ text.Plain }

// A run is a piece of text in one size at one height.
type run struct {
	text  string
	font  font.Font
	x, y  vg.Length // of its start, from the start of the line and its baseline
	width vg.Length
}

const circumflex = '\u0302' // combines with the letter before it

// runs splits a line.
func runs(line string, f font.Font) []run {
	var rs []run
	x := vg.Length(0)
	add := func(s string, f font.Font, dx, y vg.Length, advances bool) {
		r := run{s, f, x + dx, y, widthOf(f, s)}
		rs = append(rs, r)
		if advances {
			x += r.width
		}
	}
	small := font.From(f, 0.68*f.Size)
	plain := ""
	flush := func() {
		if plain != "" {
			add(plain, f, 0, 0, true)
			plain = ""
		}
	}
	for _, r := range line {
		switch {
		case '₀' <= r && r <= '₉':
			flush()
			add(string('0'+r-'₀'), small, 0.02*f.Size, -0.18*f.Size, true)
		case r == circumflex && plain != "":
			letters := []rune(plain)
			letter := widthOf(f, string(letters[len(letters)-1]))
			flush()
			add("ˆ", f, -(letter+widthOf(f, "ˆ"))/2, 0, false)
		default:
			plain += string(r)
		}
	}
	flush()
	return rs
}

func face(f font.Font) font.Face { return font.DefaultCache.Lookup(f, f.Size) }

func widthOf(f font.Font, s string) vg.Length {
	of := face(f)
	return of.Width(s)
}

// drawRuns draws a line of text from a point on its baseline in the canvas's colour.
func drawRuns(c vg.Canvas, f font.Font, at vg.Point, line string) {
	for _, r := range runs(line, f) {
		c.FillString(face(r.font), at.Add(vg.Point{X: r.x, Y: r.y}), r.text)
	}
}

// Box implements text.Handler.
func (n notation) Box(line string, f font.Font) (width, height, depth vg.Length) {
	_, height, depth = n.Plain.Box(line, f)
	for _, r := range runs(line, f) {
		width = max(width, r.x+r.width)
	}
	return width, height, depth
}

// Draw implements text.Handler for a single line; it places it as text.Plain does.
func (n notation) Draw(c vg.Canvas, line string, s text.Style, at vg.Point) {
	c.SetColor(s.Color)
	c.Push()
	c.Rotate(s.Rotation)
	sin, cos := math.Sincos(s.Rotation)
	turned := vg.Point{X: at.Y*vg.Length(sin) + at.X*vg.Length(cos), Y: at.Y*vg.Length(cos) - at.X*vg.Length(sin)}
	turned.X += vg.Length(s.XAlign) * s.Width(line)
	turned.Y += vg.Length(s.YAlign)*s.Height(line) - n.Extents(s.Font).Ascent + s.Font.Size
	if s.YAlign == text.YCenter {
		// What was centred is the line with the room for accents above its figures.
		turned.Y -= 0.1 * s.Font.Size
	}
	drawRuns(c, s.Font, turned, line)
	c.Pop()
}
