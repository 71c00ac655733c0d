package figure

import (
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// HeatMap draws the values of f over a span of the latent plane in colour, with a colour bar named for the value and
// its unit, and more layers over it. It fails where the span has no inside and where a value is not finite.
func HeatMap(name string, f Field, over Span, layers ...Layer) Picture {
	heat := Layer{kind: "heat map", extent: over, below: true, err: drawable(name), add: func(c *chart, _ Span) error {
		g, err := sample(f, over, 120, 90)
		if err != nil {
			return err
		}
		s := newScale(name, g.values)
		c.bare, c.scale = true, s
		c.shows = append(c.shows, rangeAlt(name, g.values))
		c.plotters = append(c.plotters, plotFunc(func(canvas draw.Canvas, x, y func(float64) vg.Length) {
			to := over.onCanvas(x, y)
			canvas.DrawImage(to, s.image(g, to.Size()))
		}))
		return nil
	}}
	return plane("heat map", &over, append([]Layer{heat}, layers...))
}
