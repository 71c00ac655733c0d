package figure

import (
	"fmt"
	"image"
	"io"
	"math"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"latentlab/pkg/figure/paint"
)

const margin = 12 // points of paper around a figure

// PNG writes the figure with two pixels to a point, in at most 256 colours; an animation as its last step. It fails where
// w does.
func (p Picture) PNG(w io.Writer) error {
	p.mustExist("PNG")
	if err := paint.EncodePNG(w, p.paint(72*paint.DotsPerPoint, p.body.draw)); err != nil {
		return fmt.Errorf("figure: %w", err)
	}
	return nil
}

// SVG writes the figure as a drawing that can be enlarged. Text stays text, in Liberation Sans or a font of the same
// widths. It fails where w does.
func (p Picture) SVG(w io.Writer) error {
	p.mustExist("SVG")
	size := p.size()
	canvas := paint.NewVector(size)
	p.drawInner(withoutMargin(draw.NewCanvas(canvas, size.X, size.Y)), p.body.draw)
	if err := canvas.WriteSVG(w); err != nil {
		return fmt.Errorf("figure: %w", err)
	}
	return nil
}

// size returns the size of the whole figure in points, a whole number of them.
func (p Picture) size() vg.Point {
	inner := p.inner()
	return vg.Point{
		X: vg.Length(math.Ceil(inner.X.Points()) + 2*margin),
		Y: vg.Length(math.Ceil(inner.Y.Points()) + 2*margin),
	}
}

// inner returns the size of title, body and caption, without the margin.
func (p Picture) inner() vg.Point {
	size := p.body.size()
	size.X = max(size.X, paint.Width(paint.Bold(paint.Style(paint.TitleSize, paint.Ink)), p.title), 160)
	size.Y += p.headHeight() + p.footHeight(size.X)
	return size
}

func (p Picture) headHeight() vg.Length {
	if p.title == "" {
		return 0
	}
	return 1.7 * paint.TitleSize
}

func (p Picture) footHeight(wide vg.Length) vg.Length {
	text := paint.Style(paint.CaptionSize, paint.Faint)
	lines := paint.Wrap(text, p.caption, wide)
	if len(lines) == 0 {
		return 0
	}
	return vg.Length(len(lines))*paint.LineHeight(text) + captionGap
}

const captionGap = 8

// room returns the part of a canvas of the inner size that is the body's.
func (p Picture) room(c draw.Canvas) draw.Canvas {
	size := p.body.size()
	c.Max.Y -= p.headHeight()
	c.Min.Y = c.Max.Y - size.Y
	c.Max.X = c.Min.X + size.X
	return c
}

// drawInner draws title, body and caption on a canvas of the inner size, the body by the given function.
func (p Picture) drawInner(c draw.Canvas, body func(draw.Canvas)) {
	paint.Write(c, paint.Bold(paint.Style(paint.TitleSize, paint.Ink)), c.Min.X, c.Max.Y-0.9*paint.TitleSize, paint.Left, p.title)
	room := p.room(c)
	body(room)
	text := paint.Style(paint.CaptionSize, paint.Faint)
	y := room.Min.Y - captionGap - paint.CaptionSize
	for _, line := range paint.Wrap(text, p.caption, c.Size().X) {
		paint.Write(c, text, c.Min.X, y, paint.Left, line)
		y -= paint.LineHeight(text)
	}
}

// withoutMargin returns the part of a canvas of the figure's size that lies within the margin.
func withoutMargin(c draw.Canvas) draw.Canvas { return draw.Crop(c, margin, -margin, margin, -margin) }

// paint draws the figure with a resolution in dots per inch, 72 for one pixel to a point, the body by the given
// function.
func (p Picture) paint(dpi int, body func(draw.Canvas)) *image.RGBA {
	size := p.size()
	canvas := paint.NewRaster(size, dpi)
	p.drawInner(withoutMargin(draw.NewCanvas(canvas, size.X, size.Y)), body)
	return canvas.Pixels()
}
