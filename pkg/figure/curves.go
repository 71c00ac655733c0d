package figure

import (
	"fmt"
	"image/color"
	"math"
	"slices"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"latentlab/pkg/figure/paint"
	"latentlab/pkg/plane"
)

// A Curve is a named series of points.
type Curve struct {
	Name   string
	X      []float64 // where the points lie; nil for 0, 1, 2, …
	Y      []float64
	Spread []float64 // half the height of a band around the curve, such as a standard deviation; nil for none
	Level  bool      // a single Y, drawn as a line right across
}

// Level returns the curve that is y everywhere, to compare others with.
func Level(name string, y float64) Curve { return Curve{Name: name, Y: []float64{y}, Level: true} }

// Curves draws curves over each other, apart by colour, dashes and markers, with their bands. An axis whose values come
// close to 0 starts there. It panics without curves or with more than 20, and on curves without points, of more than 5000,
// of unequal lengths, with values that are not finite or with spreads that are negative.
func Curves(curves ...Curve) Picture {
	const what = "Curves"
	checkCount(what, len(curves), "curves", mostCurves)
	curves = slices.Clone(curves)
	span, least := plane.Empty(), plane.Empty()
	for i := range curves {
		curves[i].check(fmt.Sprintf("%s: curve %.60q", what, curves[i].Name))
		if curves[i].X == nil {
			curves[i].X = steps(len(curves[i].Y))
		}
		span, least = span.Union(curves[i].extent()), least.Union(curves[i].points())
	}
	if span.XMin > span.XMax {
		wrong(what, "only levels: nothing says where the horizontal axis begins and ends")
	}
	span.XMin, span.XMax = plane.Grow(span.XMin, span.XMax, 0)
	_, span.YMax = plane.Grow(span.YMin, span.YMax, 0.05)
	if near := span.YMin >= 0 && span.YMin < 0.4*span.YMax; near {
		span.YMin = 0
	} else {
		span.YMin, _ = plane.Grow(span.YMin, span.YMax, 0.05)
	}
	c := chart{wide: figureWidth, high: chartHeight,
		x: axis{min: span.XMin, max: span.XMax, least: least.XMin},
		y: axis{min: span.YMin, max: span.YMax, least: least.YMin}}
	for i, curve := range curves {
		c.keys = append(c.keys, key{curve.Name, lineWide, curveLook(i).sample})
		c.shows = append(c.shows, curve.alt())
	}
	c.plotters = append(c.plotters, plotFunc(func(canvas draw.Canvas, x, y func(float64) vg.Length) {
		for i, curve := range curves {
			if curve.Spread != nil {
				curve.drawBand(canvas, curveLook(i), x, y)
			}
		}
		for i, curve := range curves {
			curve.draw(canvas, curveLook(i), x, y)
		}
	}))
	if len(curves) == 1 && curves[0].Name == "" {
		c.keys = nil
	}
	return made(what, c)
}

// check panics where the curve cannot be drawn.
func (c Curve) check(what string) {
	checkLine(what, c.Name)
	checkCount(what, len(c.Y), "points", mostCorners)
	switch {
	case c.Level && len(c.Y) != 1:
		wrong(what, "a level has one value, not %d", len(c.Y))
	case c.X != nil && len(c.X) != len(c.Y):
		wrong(what, "%d x and %d y", len(c.X), len(c.Y))
	case c.Spread != nil && len(c.Spread) != len(c.Y):
		wrong(what, "%d spreads and %d y", len(c.Spread), len(c.Y))
	}
	checkNumbers(what, "X", c.X)
	checkNumbers(what, "Y", c.Y)
	checkNumbers(what, "Spread", c.Spread)
	if c.Spread != nil && slices.Min(c.Spread) < 0 {
		wrong(what, "a spread is %v: want at least 0", slices.Min(c.Spread))
	}
}

// steps returns 0, 1, … n−1.
func steps(n int) []float64 {
	x := make([]float64, n)
	for i := range x {
		x[i] = float64(i)
	}
	return x
}

// points returns what the axes must show of the curve's own points, without its band.
func (c Curve) points() plane.Span {
	s := plane.Empty()
	s.YMin, s.YMax = slices.Min(c.Y), slices.Max(c.Y)
	if !c.Level {
		s.XMin, s.XMax = slices.Min(c.X), slices.Max(c.X)
	}
	return s
}

// extent returns what the axes must show of the curve and its band.
func (c Curve) extent() plane.Span {
	s := c.points()
	for i, spread := range c.Spread {
		s.YMin, s.YMax = min(s.YMin, c.Y[i]-spread), max(s.YMax, c.Y[i]+spread)
	}
	return s
}

// A look tells one curve from the others.
type look struct {
	color  color.NRGBA
	dashes []vg.Length
	marker paint.Marker
}

func (l look) line() draw.LineStyle {
	return draw.LineStyle{Color: l.color, Width: 2.4, Dashes: l.dashes}
}

// curveLook returns the look of the i-th curve.
func curveLook(i int) look {
	dashes := [][]vg.Length{nil, {9, 4}, {2, 3}, {9, 3, 2, 3}}
	return look{paint.SeriesColor(i), dashes[i%len(dashes)], paint.SeriesMarker(i)}
}

func (l look) sample(c draw.Canvas, from, to vg.Point) {
	c.StrokeLine2(l.line(), from.X, from.Y, to.X, to.Y)
	l.marker.Fill(c, vg.Point{X: (from.X + to.X) / 2, Y: from.Y}, 4, 1.5, l.color)
}

func (c Curve) draw(canvas draw.Canvas, l look, x, y func(float64) vg.Length) {
	if c.Level {
		at := y(c.Y[0])
		canvas.StrokeLine2(l.line(), canvas.Min.X, at, canvas.Max.X, at)
		l.marker.Fill(canvas, vg.Point{X: canvas.Max.X, Y: at}, 4, 1.5, l.color)
		return
	}
	line := make([]vg.Point, len(c.Y))
	for i := range c.Y {
		line[i] = vg.Point{X: x(c.X[i]), Y: y(c.Y[i])}
	}
	paint.StrokeLine(canvas, l.line(), line)
	// A curve of many points gets a dozen markers, enough to tell it by.
	step := max(1, int(math.Ceil(float64(len(line))/12)))
	for i := 0; i < len(line); i += step {
		l.marker.Fill(canvas, line[i], 4, 1.5, l.color)
	}
}

// drawBand fills the band around the curve.
func (c Curve) drawBand(canvas draw.Canvas, l look, x, y func(float64) vg.Length) {
	upper, lower := make([]vg.Point, len(c.Y)), make([]vg.Point, len(c.Y))
	for i := range c.Y {
		upper[i] = vg.Point{X: x(c.X[i]), Y: y(c.Y[i] + c.Spread[i])}
		lower[i] = vg.Point{X: x(c.X[i]), Y: y(c.Y[i] - c.Spread[i])}
	}
	paint.FillBand(canvas, paint.Alpha(l.color, 0.22), upper, lower)
}
