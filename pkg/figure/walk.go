package figure

import (
	"errors"
	"fmt"
	"strings"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// walk is a body in which a point moves over the latent plane while its decoded image changes beside it.
type walk struct {
	plane  chart
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
// caption are the plane's. It fails where plane has no axes, and where path and images differ in number.
func Walk(plane Picture, path, images [][]float32) Picture {
	const kind = "walk"
	if plane.err != nil {
		return plane
	}
	c, ok := plane.body.(chart)
	if !ok {
		return failed(kind, errors.New("the plane has no axes: want Scatter or HeatMap"))
	}
	if err := checkPath(path); err != nil {
		return failed(kind, fmt.Errorf("path: %w", err))
	}
	side, err := checkImages(images)
	if err != nil {
		return failed(kind, err)
	}
	if len(path) != len(images) {
		return failed(kind, fmt.Errorf("%d codes on the path and %d images", len(path), len(images)))
	}
	// The axes reach as far as the path goes.
	span := Span{c.x.min, c.x.max, c.y.min, c.y.max}.union(extent(path))
	if c.aspect > 0 {
		span = span.shaped(c.aspect)
	}
	c.x.min, c.x.max, c.y.min, c.y.max = span.XMin, span.XMax, span.YMin, span.YMax
	c.wide = min(c.wide, besideWidth)
	plane.body = walk{c, path, images, side}
	return plane
}

func (w walk) size() vg.Point { return w.plane.size().Add(vg.Point{X: walkGap + walkTile}) }

// halves returns the canvas of the plane, and the rectangle of the image.
func (w walk) halves(c draw.Canvas) (plane draw.Canvas, tile vg.Point) {
	plane = c
	plane.Max.X -= walkGap + walkTile
	_, _, panel := w.plane.layout(plane)
	return plane, vg.Point{X: c.Max.X - walkTile, Y: panel.Center().Y - walkTile/2}
}

func (w walk) steps() int { return len(w.path) }

func (w walk) draw(c draw.Canvas) {
	w.still(c)
	w.step(c, w.steps()-1)
}

func (w walk) still(c draw.Canvas) {
	plane, tile := w.halves(c)
	w.plane.draw(plane)
	write(c, style(labelSize, ink), tile.X+walkTile/2, tile.Y+walkTile+0.6*labelSize, center, "x̂ = g(z)")
}

func (w walk) step(c draw.Canvas, i int) {
	plane, tile := w.halves(c)
	p, _, panel := w.plane.layout(plane)
	x, y := toCanvas(&panel, p)
	trail := onCanvas(w.path[:i+1], x, y)
	c.StrokeLines(draw.LineStyle{Color: paper, Width: 5}, trail)
	c.StrokeLines(draw.LineStyle{Color: ink, Width: 2.4}, trail)
	here := trail[i]
	classMarkers[1].fill(c, here, 8, 3, ink)
	classMarkers[1].fill(c, here, 3.5, 0, paper)
	drawTile(c, w.images[i], w.side, tile, walkTile)
	write(c, style(tickSize, ink), tile.X+walkTile/2, tile.Y-1.5*tickSize, center, "z = "+numbers(w.path[i]))
}

// numbers writes a code as "(−1.3, 0.5)".
func numbers(code []float32) string {
	var parts []string
	for _, v := range code {
		parts = append(parts, readable(fmt.Sprintf("%.1f", v)))
	}
	return "(" + strings.Join(parts, ", ") + ")"
}
