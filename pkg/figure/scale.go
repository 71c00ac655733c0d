package figure

import (
	"image"
	"math"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"latentlab/pkg/figure/paint"
	"latentlab/pkg/plane"
)

// A scale tells which colour stands for which value.
type scale struct {
	name      string
	low, high float64
}

const barWidth = 16 // points, of the colour bar

// newScale returns the scale from the least to the greatest value. Values that are nowhere negative, as densities,
// start at 0, so that paper means none.
func newScale(name string, values []float64) *scale {
	s := &scale{name: name, low: math.Inf(1), high: math.Inf(-1)}
	for _, v := range values {
		s.low, s.high = min(s.low, v), max(s.high, v)
	}
	if s.low > 0 && s.low < 0.3*s.high {
		s.low = 0
	}
	s.low, s.high = plane.Grow(s.low, s.high, 0)
	return s
}

// share returns where v lies between the scale's ends.
func (s *scale) share(v float64) float64 { return (v - s.low) / (s.high - s.low) }

// image returns the grid in colour, one pixel to a point of size.
func (s *scale) image(g grid, size vg.Point) image.Image {
	img := image.NewRGBA(image.Rect(0, 0, int(math.Ceil(size.X.Points())), int(math.Ceil(size.Y.Points()))))
	w, h := img.Rect.Dx(), img.Rect.Dy()
	for r := range h {
		for c := range w {
			v := g.at((float64(c)+0.5)/float64(w), 1-(float64(r)+0.5)/float64(h))
			color := paint.Heat(s.share(v))
			copy(img.Pix[img.PixOffset(c, r):], []uint8{color.R, color.G, color.B, 0xff})
		}
	}
	return img
}

// width returns the room that the colour bar needs.
func (s *scale) width() vg.Length {
	w := vg.Length(0)
	for _, t := range linearTicks(s.low, s.high) {
		w = max(w, paint.Width(paint.Style(paint.TickSize, paint.Faint), t.Label))
	}
	return barWidth + 8 + w + 1.7*paint.LabelSize
}

// draw draws the colour bar along the left of c.
func (s *scale) draw(c draw.Canvas) {
	const steps = 256
	bar := image.NewRGBA(image.Rect(0, 0, 1, steps))
	for i := range steps {
		bar.Set(0, steps-1-i, paint.Heat(float64(i)/(steps-1)))
	}
	to := c.Rectangle
	to.Max.X = to.Min.X + barWidth
	c.DrawImage(to, bar)
	paint.Outline(c, to, draw.LineStyle{Color: paint.Faint, Width: 0.75})
	text := paint.Style(paint.TickSize, paint.Faint)
	for _, t := range linearTicks(s.low, s.high) {
		if y := c.Y(s.share(t.Value)); t.Label != "" {
			c.StrokeLine2(draw.LineStyle{Color: paint.Faint, Width: 0.75}, to.Max.X, y, to.Max.X+4, y)
			paint.Write(c, text, to.Max.X+8, y-0.35*paint.TickSize, paint.Left, t.Label)
		}
	}
	up := paint.Style(paint.LabelSize, paint.Ink)
	c.Push()
	c.Rotate(math.Pi / 2)
	// Turned by a quarter, the canvas's x runs up and its y to the left.
	paint.Write(c, up, c.Center().Y, -(c.Min.X + s.width()), paint.Center, s.name)
	c.Pop()
}
