package paint

import (
	"image/color"
	"math"
	"slices"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// The rasterizer's time grows with the square of what one path puts on a row of pixels: 5,000 points up and down would
// take it a minute. Longer lines than longLine points are drawn in pieces of about pieceOfLine; a figure's own curves are
// shorter and stay whole.
const longLine, pieceOfLine = 20_000, 2_000

// StrokeLine draws a line through points.
func StrokeLine(c draw.Canvas, s draw.LineStyle, line []vg.Point) {
	for _, piece := range pieces(line) {
		c.StrokeLines(s, line[piece[0]:piece[1]])
	}
}

// FillBand fills what lies between two lines of as many points.
func FillBand(c draw.Canvas, fill color.Color, upper, lower []vg.Point) {
	for _, piece := range pieces(upper) {
		band := slices.Clone(upper[piece[0]:piece[1]])
		for _, p := range slices.Backward(lower[piece[0]:piece[1]]) {
			band = append(band, p)
		}
		c.FillPolygon(fill, band)
	}
}

// pieces returns where parts of a line begin and end that are short enough to be drawn each by itself. Neighbours have a
// point in common.
func pieces(line []vg.Point) (parts [][2]int) {
	length := func(i int) float64 {
		d := line[i].Sub(line[i-1])
		return math.Abs(d.X.Points()) + math.Abs(d.Y.Points())
	}
	total := 0.0
	for i := 1; i < len(line); i++ {
		total += length(i)
	}
	if total <= longLine {
		return [][2]int{{0, len(line)}}
	}
	start, long := 0, 0.0
	for i := 1; i < len(line); i++ {
		if long += length(i); long >= pieceOfLine || i == len(line)-1 {
			parts = append(parts, [2]int{start, i + 1})
			start, long = i, 0
		}
	}
	return parts
}
