package figure

import (
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"latentlab/pkg/figure/paint"
	"latentlab/pkg/plane"
)

// walk is a body in which a point moves over the latent plane while its decoded image changes beside it.
type walk struct {
	axes   chart
	path   [][]float32
	images [][]float32
	side   int
}

const (
	walkTile = 196 // points, seven for each of 28 pixels
	walkGap  = 28
)

// Walk animates a walk in the latent space: on the left the plane, such as [Scatter] draws it, with a point that
// moves along the path (n × 2) and leaves a trail, on the right the image (n × 784) decoded from where it is. Title and
// caption are the plane's. It panics where the plane has no axes or logarithmic ones, where the path has more than 500
// steps, and where path and images differ in number.
func Walk(on Picture, path, images [][]float32) Picture {
	const what = "Walk"
	on.mustExist(what)
	c, ok := on.body.(chart)
	if !ok || c.x.log || c.y.log {
		wrong(what, "the plane has no axes, or a logarithmic one: want Scatter or HeatMap")
	}
	checkPath(what, path, mostSteps)
	side := checkImages(what, images)
	if len(path) != len(images) {
		wrong(what, "%d codes on the path and %d images", len(path), len(images))
	}
	// The axes reach as far as the path goes.
	span := plane.Span{XMin: c.x.min, XMax: c.x.max, YMin: c.y.min, YMax: c.y.max}.Union(plane.Extent(path))
	if c.aspect > 0 {
		span = span.Shaped(c.aspect)
	}
	c.x.min, c.x.max, c.y.min, c.y.max = span.XMin, span.XMax, span.YMin, span.YMax
	c.wide = min(c.wide, besideWidth)
	on.body = walk{c, path, images, side}
	return on.sized(what)
}

func (w walk) size() vg.Point { return w.axes.size().Add(vg.Point{X: walkGap + walkTile}) }

// halves returns the canvas of the plane on the left, and the rectangle of the image.
func (w walk) halves(c draw.Canvas) (left draw.Canvas, tile vg.Point) {
	left = c
	left.Max.X -= walkGap + walkTile
	_, _, panel := w.axes.layout(left)
	return left, vg.Point{X: c.Max.X - walkTile, Y: panel.Center().Y - walkTile/2}
}

func (w walk) steps() int { return len(w.path) }

func (w walk) draw(c draw.Canvas) {
	w.still(c)
	w.step(c, w.steps()-1)
}

func (w walk) still(c draw.Canvas) {
	left, tile := w.halves(c)
	w.axes.draw(left)
	paint.Write(c, paint.Style(paint.LabelSize, paint.Ink), tile.X+walkTile/2, tile.Y+walkTile+0.6*paint.LabelSize, paint.Center, "x̂ = g(z)")
}

func (w walk) step(c draw.Canvas, i int) {
	left, tile := w.halves(c)
	p, _, panel := w.axes.layout(left)
	x, y := toCanvas(&panel, p)
	trail := placed(w.path[:i+1], x, y)
	paint.StrokeLine(c, draw.LineStyle{Color: paint.Paper, Width: 5}, trail)
	paint.StrokeLine(c, draw.LineStyle{Color: paint.Ink, Width: 2.4}, trail)
	here := trail[i]
	paint.ClassMarker(1).Fill(c, here, 8, 3, paint.Ink)
	paint.ClassMarker(1).Fill(c, here, 3.5, 0, paint.Paper)
	drawTile(c, w.images[i], w.side, tile, walkTile)
	paint.Write(c, paint.Style(paint.TickSize, paint.Ink), tile.X+walkTile/2, tile.Y-1.5*paint.TickSize, paint.Center, "z = "+numbers(w.path[i]))
}
