package figure

import (
	"errors"
	"fmt"
	"image/color"
	"math"
	"slices"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
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
// close to 0 starts there. It fails on curves without points, of unequal lengths or with values that are not finite.
func Curves(curves ...Curve) Picture {
	const kind = "curves"
	if len(curves) == 0 {
		return failed(kind, errors.New("no curves: want at least one"))
	}
	curves = slices.Clone(curves)
	span, least := emptySpan, emptySpan
	for i := range curves {
		if err := curves[i].check(); err != nil {
			return failed(kind, fmt.Errorf("curve %q: %w", curves[i].Name, err))
		}
		span, least = span.union(curves[i].extent()), least.union(curves[i].points())
	}
	if span.XMin > span.XMax {
		return failed(kind, errors.New("only levels: nothing says where the horizontal axis begins and ends"))
	}
	if span.XMin == span.XMax {
		span.XMin, span.XMax = grow(span.XMin, span.XMax, 0)
	}
	_, span.YMax = grow(span.YMin, span.YMax, 0.05)
	if near := span.YMin >= 0 && span.YMin < 0.4*span.YMax; near {
		span.YMin = 0
	} else {
		span.YMin, _ = grow(span.YMin, span.YMax, 0.05)
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
	return Picture{body: c}
}

// check fills in X and returns what is wrong with the curve.
func (c *Curve) check() error {
	if err := drawable(c.Name); err != nil {
		return err
	}
	switch {
	case len(c.Y) == 0:
		return errors.New("no points")
	case c.Level && len(c.Y) != 1:
		return fmt.Errorf("a level has one value, not %d", len(c.Y))
	case c.X != nil && len(c.X) != len(c.Y):
		return fmt.Errorf("%d x and %d y", len(c.X), len(c.Y))
	case c.Spread != nil && len(c.Spread) != len(c.Y):
		return fmt.Errorf("%d spreads and %d y", len(c.Spread), len(c.Y))
	}
	if c.X == nil {
		for i := range c.Y {
			c.X = append(c.X, float64(i))
		}
	}
	return errors.Join(checkFinite("X", c.X), checkFinite("Y", c.Y), checkFinite("Spread", c.Spread))
}

// points returns what the axes must show of the curve's own points, without its band.
func (c Curve) points() Span {
	s := emptySpan
	s.YMin, s.YMax = slices.Min(c.Y), slices.Max(c.Y)
	if !c.Level {
		s.XMin, s.XMax = slices.Min(c.X), slices.Max(c.X)
	}
	return s
}

// extent returns what the axes must show of the curve and its band.
func (c Curve) extent() Span {
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
	marker marker
}

func (l look) line() draw.LineStyle {
	return draw.LineStyle{Color: l.color, Width: 2.4, Dashes: l.dashes}
}

// curveLook returns the look of the i-th curve.
func curveLook(i int) look {
	dashes := [][]vg.Length{nil, {9, 4}, {2, 3}, {9, 3, 2, 3}}
	return look{seriesColor(i), dashes[i%len(dashes)], classMarkers[seriesOrder[i%len(seriesOrder)]]}
}

func (l look) sample(c draw.Canvas, from, to vg.Point) {
	c.StrokeLine2(l.line(), from.X, from.Y, to.X, to.Y)
	l.marker.fill(c, vg.Point{X: (from.X + to.X) / 2, Y: from.Y}, 4, 1.5, l.color)
}

func (c Curve) draw(canvas draw.Canvas, l look, x, y func(float64) vg.Length) {
	if c.Level {
		at := y(c.Y[0])
		canvas.StrokeLine2(l.line(), canvas.Min.X, at, canvas.Max.X, at)
		l.marker.fill(canvas, vg.Point{X: canvas.Max.X, Y: at}, 4, 1.5, l.color)
		return
	}
	line := make([]vg.Point, len(c.Y))
	for i := range c.Y {
		line[i] = vg.Point{X: x(c.X[i]), Y: y(c.Y[i])}
	}
	canvas.StrokeLines(l.line(), line)
	// A curve of many points gets a dozen markers, enough to tell it by.
	step := max(1, int(math.Ceil(float64(len(line))/12)))
	for i := 0; i < len(line); i += step {
		l.marker.fill(canvas, line[i], 4, 1.5, l.color)
	}
}

// drawBand fills the band around the curve.
func (c Curve) drawBand(canvas draw.Canvas, l look, x, y func(float64) vg.Length) {
	band := make([]vg.Point, 2*len(c.Y))
	for i := range c.Y {
		band[i] = vg.Point{X: x(c.X[i]), Y: y(c.Y[i] + c.Spread[i])}
		band[len(band)-1-i] = vg.Point{X: x(c.X[i]), Y: y(c.Y[i] - c.Spread[i])}
	}
	canvas.FillPolygon(alpha(l.color, 0.22), band)
}
