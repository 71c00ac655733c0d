package figure

import (
	"fmt"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Path draws a line through codes (n × 2) on the latent plane, a dot at each, an open one at the start. Several paths
// differ in colour and dashes. It fails where the codes are empty or not finite.
func Path(name string, codes [][]float32) Layer {
	l := Layer{kind: "path", extent: emptySpan}
	if l.err = drawable(name); l.err != nil {
		return l
	}
	if l.err = checkPath(codes); l.err != nil {
		return l
	}
	l.extent = extent(codes)
	l.add = func(c *chart, _ Span) error {
		line := pathLines[len(c.keys)%len(pathLines)]
		c.keys = append(c.keys, key{name, lineWide, lineSample(line)})
		c.shows = append(c.shows, fmt.Sprintf("path %q from %s to %s", name, numbers(codes[0]), numbers(codes[len(codes)-1])))
		c.plotters = append(c.plotters, plotFunc(func(canvas draw.Canvas, x, y func(float64) vg.Length) {
			drawPath(canvas, line, onCanvas(codes, x, y))
		}))
		return nil
	}
	return l
}

// pathLines are the looks of the first, second, … path of a figure.
var pathLines = []draw.LineStyle{
	{Color: ink, Width: 2.4},
	{Color: classColors[0], Width: 2.4, Dashes: []vg.Length{7, 4}},
	{Color: classColors[3], Width: 2.4, Dashes: []vg.Length{2, 3}},
}

// onCanvas returns where the codes lie on the canvas.
func onCanvas(codes [][]float32, x, y func(float64) vg.Length) []vg.Point {
	at := make([]vg.Point, len(codes))
	for i := range codes {
		px, py := onPlane(codes, i)
		at[i] = vg.Point{X: x(px), Y: y(py)}
	}
	return at
}

// drawPath draws a line with a halo of paper, which keeps it apart from what lies below, and its dots.
func drawPath(c draw.Canvas, line draw.LineStyle, at []vg.Point) {
	c.StrokeLines(draw.LineStyle{Color: alpha(paper, 0.85), Width: line.Width + 2.6}, at)
	c.StrokeLines(line, at)
	dot := classMarkers[1]
	for i, p := range at {
		dot.fill(c, p, 4, 1.5, line.Color)
		if i == 0 {
			dot.fill(c, p, 2.2, 0, paper)
		}
	}
}
