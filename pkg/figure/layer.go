package figure

import (
	"errors"
	"fmt"
	"slices"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// A Layer is drawn on the plane of [Scatter] or [HeatMap]: [Points], [Contours], [Path] or [Regions].
type Layer struct {
	kind string
	// extent is where the layer's own data lies; emptySpan for a function, which is drawn as far as the plane reaches.
	extent Span
	line   bool // its codes are numbers, which lie along x; y means nothing
	below  bool // colours the plane, so that all that is drawn on it comes later
	// add draws the layer on the chart, whose axes span the plane.
	add func(*chart, Span) error
	err error
}

// A Field is a function of the plane: a density, a distance, an error.
type Field func(x, y float64) float64

// plane returns the chart of layers over each other, the first at the bottom, below them those that colour the plane.
// The axes reach as far as the layers with a margin, or, where over is not nil, exactly as far as it and the layers.
func plane(kind string, over *Span, layers []Layer) Picture {
	span := emptySpan
	for _, l := range layers {
		if l.err != nil {
			return failed(kind, l.err)
		}
		span = span.union(l.extent)
	}
	switch {
	case over != nil && !over.valid():
		return failed(kind, fmt.Errorf("span %+v has no inside", *over))
	case over != nil:
		span = span.union(*over)
	case span == emptySpan:
		return failed(kind, errors.New("no layer has data: nothing says where the plane ends"))
	default:
		span = span.grown(0.05)
	}
	line := slices.ContainsFunc(layers, func(l Layer) bool { return l.line })
	aspect := 0.0
	if even := span.unevenness() <= mostUneven; even && !line {
		if over == nil {
			span = span.shaped(planeAspect)
		}
		aspect = span.aspect()
	}
	c := chart{wide: planeWidth, high: planeHeight, aspect: aspect,
		x: axis{label: "z₁", min: span.XMin, max: span.XMax, least: span.XMin},
		y: axis{label: "z₂", min: span.YMin, max: span.YMax, least: span.YMin}}
	if line {
		c.y = axis{min: span.YMin, max: span.YMax, hidden: true}
	}
	for _, below := range []bool{true, false} {
		for _, l := range layers {
			if l.below != below {
				continue
			}
			if err := l.add(&c, span); err != nil {
				return failed(kind, fmt.Errorf("%s: %w", l.kind, err))
			}
		}
	}
	return Picture{body: c}
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
