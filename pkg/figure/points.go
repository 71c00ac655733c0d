package figure

import (
	"math"
	"slices"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"latentlab/pkg/figure/paint"
	"latentlab/pkg/plane"
)

// Scatter draws codes z (n × 2) as points on the latent plane, coloured and shaped by their labels, with more layers
// over them. Labels may be nil. Codes of one number (n × 1) are drawn along one axis, spread over the other. It panics
// where z is empty, of more than 20,000 codes or not finite, where the labels do not match it, and where a layer cannot be drawn on its plane.
func Scatter(z [][]float32, labels []int, over ...Layer) Picture {
	const what = "Scatter"
	return layered(what, nil, append([]Layer{points(what, z, labels)}, over...))
}

// Points is the layer that [Scatter] draws: codes z (n × 2) with labels, or nil for points without. It panics where
// Scatter does.
func Points(z [][]float32, labels []int) Layer { return points("Points", z, labels) }

func points(what string, z [][]float32, labels []int) Layer {
	checkCodes(what, z, mostPoints)
	checkLabels(what, labels, len(z))
	return Layer{extent: plane.Extent(z), line: len(z[0]) == 1, add: func(c *chart, _ plane.Span) {
		c.classes = classesOf(slices.Concat(labels, c.classes))
		c.shows = append(c.shows, pointsAlt(z, labels))
		c.plotters = append(c.plotters, plotFunc(func(canvas draw.Canvas, x, y func(float64) vg.Length) {
			drawPoints(canvas, z, labels, x, y)
		}))
	}}
}

// drawPoints draws the points in the order given, so that no class lies on top of another.
func drawPoints(c draw.Canvas, z [][]float32, labels []int, x, y func(float64) vg.Length) {
	radius, opacity := pointLook(len(z))
	for i := range z {
		color, shape := paint.Ink, paint.ClassMarker(1)
		if labels != nil {
			color, shape = paint.ClassColor(labels[i]), paint.ClassMarker(labels[i])
		}
		px, py := plane.Place(z, i)
		shape.Fill(c, vg.Point{X: x(px), Y: y(py)}, radius, 1, paint.Alpha(color, opacity))
	}
}

// pointLook returns the radius in points and the opacity of one among n points: the more, the smaller and the more
// transparent, so that thousands still show where they are dense.
func pointLook(n int) (radius vg.Length, opacity float64) {
	crowd := math.Pow(300/float64(n), 0.25)
	return vg.Length(min(max(4.4*crowd, 2.4), 5)), min(max(0.9*crowd, 0.5), 0.95)
}
