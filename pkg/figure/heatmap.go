package figure

import (
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"latentlab/pkg/plane"
)

// HeatMap draws the values of f over a span of the latent plane in colour, with a colour bar named for the value and
// its unit, and more layers over it. It panics where the span has no inside, where a value is not finite, and as [Scatter]
// does on a wrong layer.
func HeatMap(name string, f func(x, y float64) float64, over plane.Span, layers ...Layer) Picture {
	const what = "HeatMap"
	checkLine(what, name)
	checkField(what, f)
	checkSpan(what, over)
	heat := Layer{extent: over, add: func(c *chart, _ plane.Span) {
		g := sample(what, f, over, 120, 90)
		s := newScale(name, g.values)
		c.bare, c.scale, c.x.image, c.y.image = true, s, true, true
		c.shows = append(c.shows, rangeAlt(name, g.values))
		c.plotters = append(c.plotters, plotFunc(func(canvas draw.Canvas, x, y func(float64) vg.Length) {
			to := onCanvas(over, x, y)
			canvas.DrawImage(to, s.image(g, to.Size()))
		}))
	}}
	return layered(what, &over, append([]Layer{heat}, layers...))
}
