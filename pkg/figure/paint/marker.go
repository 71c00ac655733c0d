package paint

import (
	"fmt"
	"image/color"
	"math"
	"strings"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// A Marker is the outline of a point, corners [x, y] about (0, 0) with y upwards. Markers have about the area of a
// circle of radius 1.
type Marker [][2]float64

// classMarkers are the shapes of the labels 0 to 9, so that classes differ without colour too.
var classMarkers = [Classes]Marker{
	0: diamond,
	1: ngon(24, 1, 1, 0),
	2: turned(triangle, math.Pi),
	3: fatPlus,
	4: turned(fatPlus, math.Pi/4),
	5: {{-.87, -.87}, {.87, -.87}, {.87, .87}, {-.87, .87}},
	6: triangle,
	7: ngon(10, 1.35, .62, math.Pi/2), // a star
	8: {{-.5, -1.3}, {.5, -1.3}, {.5, 1.3}, {-.5, 1.3}},
	9: {{-1.3, -.5}, {1.3, -.5}, {1.3, .5}, {-1.3, .5}},
}

var (
	diamond  = Marker{{0, -1.25}, {1.1, 0}, {0, 1.25}, {-1.1, 0}}
	triangle = Marker{{-1.2, -.8}, {1.2, -.8}, {0, 1.3}}
	fatPlus  = Marker{
		{-.42, -1.2}, {.42, -1.2}, {.42, -.42}, {1.2, -.42}, {1.2, .42}, {.42, .42},
		{.42, 1.2}, {-.42, 1.2}, {-.42, .42}, {-1.2, .42}, {-1.2, -.42}, {-.42, -.42},
	}
)

// ngon returns n corners whose distances from the centre alternate between outer and inner.
func ngon(n int, outer, inner, start float64) Marker {
	m := make(Marker, n)
	for i := range m {
		sin, cos := math.Sincos(start + 2*math.Pi*float64(i)/float64(n))
		r := outer
		if i%2 == 1 {
			r = inner
		}
		m[i] = [2]float64{r * cos, r * sin}
	}
	return m
}

// turned returns m turned anticlockwise by an angle in radians.
func turned(m Marker, angle float64) Marker {
	sin, cos := math.Sincos(angle)
	t := make(Marker, len(m))
	for i, p := range m {
		t[i] = [2]float64{cos*p[0] - sin*p[1], sin*p[0] + cos*p[1]}
	}
	return t
}

// ClassMarker returns the shape of the points of a digit. It panics where the label is not one of 0 to 9.
func ClassMarker(label int) Marker {
	checkLabel("ClassMarker", label)
	return classMarkers[label]
}

// path returns the outline about a point at a radius in points.
func (m Marker) path(at vg.Point, radius vg.Length) vg.Path {
	var path vg.Path
	for i, p := range m {
		corner := vg.Point{X: at.X + radius*vg.Length(p[0]), Y: at.Y + radius*vg.Length(p[1])}
		if i == 0 {
			path.Move(corner)
		} else {
			path.Line(corner)
		}
	}
	path.Close()
	return path
}

// SVG returns the outline as SVG path data, y downwards, for Vega-Lite's shape channel and for pages.
func (m Marker) SVG() string {
	var b strings.Builder
	for i, p := range m {
		fmt.Fprintf(&b, "%c%.2f,%.2f", "ML"[min(i, 1)], p[0], -p[1])
	}
	return b.String() + "Z"
}

// Fill draws m about a point in a colour, with an edge of paper around it that keeps neighbours apart; radius and edge
// are in points, an edge of 0 is none.
func (m Marker) Fill(c draw.Canvas, at vg.Point, radius, edge vg.Length, color color.Color) {
	path := m.path(at, radius)
	if edge > 0 {
		c.SetLineStyle(draw.LineStyle{Color: Paper, Width: edge})
		c.Stroke(path)
	}
	c.SetColor(color)
	c.Fill(path)
}
