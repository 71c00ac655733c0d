package figure

import (
	"fmt"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"latentlab/pkg/figure/paint"
	"latentlab/pkg/plane"
)

// Path draws a line through codes (n × 2) on the latent plane, a dot at each, an open one at the start: of one code that
// is all. Several paths differ in colour and dashes. It panics where the codes are empty, more than 2000, or not finite.
func Path(name string, codes [][]float32) Layer {
	const what = "Path"
	checkLine(what, name)
	checkPath(what, codes, mostPath)
	return Layer{extent: plane.Extent(codes), add: func(c *chart, _ plane.Span) {
		looks := pathLines()
		line := looks[len(c.keys)%len(looks)]
		c.keys = append(c.keys, pathKey(name, line, len(codes)))
		c.shows = append(c.shows, pathWords(name, codes))
		c.plotters = append(c.plotters, plotFunc(func(canvas draw.Canvas, x, y func(float64) vg.Length) {
			drawPath(canvas, line, placed(codes, x, y))
		}))
	}}
}

// pathLines returns the looks of the first, second, … path of a figure.
func pathLines() []draw.LineStyle {
	return []draw.LineStyle{
		{Color: paint.Ink, Width: 2.4},
		{Color: paint.SeriesColor(3), Width: 2.4, Dashes: []vg.Length{7, 4}},
		{Color: paint.SeriesColor(4), Width: 2.4, Dashes: []vg.Length{2, 3}},
	}
}

// pathWords says where a path leads.
func pathWords(name string, codes [][]float32) string {
	if len(codes) == 1 {
		return fmt.Sprintf("code %q at %s", name, numbers(codes[0]))
	}
	return fmt.Sprintf("path %q from %s to %s", name, numbers(codes[0]), numbers(codes[len(codes)-1]))
}

// pathKey is a path's legend entry: its line, or for a path of one code the open dot, which is all that is drawn of it.
func pathKey(name string, line draw.LineStyle, codes int) key {
	if codes > 1 {
		return key{name, lineWide, lineSample(line)}
	}
	return key{name, markWide, func(c draw.Canvas, from, to vg.Point) {
		drawPath(c, line, []vg.Point{{X: (from.X + to.X) / 2, Y: from.Y}})
	}}
}

// placed returns where the codes lie on the canvas.
func placed(codes [][]float32, x, y func(float64) vg.Length) []vg.Point {
	at := make([]vg.Point, len(codes))
	for i := range codes {
		px, py := plane.Place(codes, i)
		at[i] = vg.Point{X: x(px), Y: y(py)}
	}
	return at
}

// drawPath draws a line with a halo of paper, which keeps it apart from what lies below, and its dots.
func drawPath(c draw.Canvas, line draw.LineStyle, at []vg.Point) {
	paint.StrokeLine(c, draw.LineStyle{Color: paint.Alpha(paint.Paper, 0.85), Width: line.Width + 2.6}, at)
	paint.StrokeLine(c, line, at)
	dot := paint.ClassMarker(1)
	for i, p := range at {
		dot.Fill(c, p, 4, 1.5, line.Color)
		if i == 0 {
			dot.Fill(c, p, 2.2, 0, paint.Paper)
		}
	}
}
