package figure

import (
	"slices"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"latentlab/pkg/plane"
)

// A Layer is drawn on the plane of [Scatter] or [HeatMap]: [Points], [Contours] or [Path].
type Layer struct {
	// extent is where the layer's own data lies; empty for a function, which is drawn as far as the plane reaches.
	extent plane.Span
	line   bool // its codes are numbers, which lie along x; y means nothing
	// add draws the layer on the chart, whose axes span the plane.
	add func(*chart, plane.Span)
}

// layered returns the chart of layers over each other, the first at the bottom. The axes reach as far as the layers with a
// margin, or, where over is not nil, exactly as far as it and the layers.
func layered(what string, over *plane.Span, layers []Layer) Picture {
	checkMost(what, len(layers), "layers", mostLayers)
	span := plane.Empty()
	for i, l := range layers {
		if l.add == nil {
			wrong(what, "layer %d is empty: make it with Points, Contours or Path", i)
		}
		span = span.Union(l.extent)
	}
	if over != nil {
		span = span.Union(*over)
	} else {
		span = span.Grown(0.05)
	}
	line := slices.ContainsFunc(layers, func(l Layer) bool { return l.line })
	aspect := 0.0
	if even := unevenness(span) <= mostUneven; even && !line {
		if over == nil {
			span = span.Shaped(planeAspect)
		}
		aspect = span.Aspect()
	}
	c := chart{wide: planeWidth, high: planeHeight, aspect: aspect,
		x: axis{label: "z₁", min: span.XMin, max: span.XMax, least: span.XMin},
		y: axis{label: "z₂", min: span.YMin, max: span.YMax, least: span.YMin}}
	if line {
		c.y = axis{min: span.YMin, max: span.YMax, hidden: true}
	}
	for _, l := range layers {
		l.add(&c, span)
	}
	return made(what, c)
}

// unevenness returns how much longer a span is than a plane of its shorter side.
func unevenness(s plane.Span) float64 { return max(s.Aspect()/planeAspect, planeAspect/s.Aspect()) }

// onCanvas returns the rectangle that a span covers on a canvas.
func onCanvas(s plane.Span, x, y func(float64) vg.Length) vg.Rectangle {
	return vg.Rectangle{Min: vg.Point{X: x(s.XMin), Y: y(s.YMin)}, Max: vg.Point{X: x(s.XMax), Y: y(s.YMax)}}
}

// A plotFunc is a plot.Plotter that gets the maps from data to the canvas.
type plotFunc func(c draw.Canvas, x, y func(float64) vg.Length)

// Plot implements plot.Plotter.
func (f plotFunc) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := toCanvas(&c, p)
	f(c, x, y)
}

// toCanvas returns the maps from data to the canvas. What lies beyond an axis is put on its end: such as the lower side
// of a band that reaches below 0 on a logarithmic axis.
func toCanvas(c *draw.Canvas, p *plot.Plot) (x, y func(float64) vg.Length) {
	x = func(v float64) vg.Length { return c.X(p.X.Norm(min(max(v, p.X.Min), p.X.Max))) }
	y = func(v float64) vg.Length { return c.Y(p.Y.Norm(min(max(v, p.Y.Min), p.Y.Max))) }
	return x, y
}
