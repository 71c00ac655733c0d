package latent

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/stat"
	"latentlab/pkg/plane"
)

// Middle returns the span that holds the middle share of codes z (n × 2) on each axis: 0.98 leaves out the 1 % at either
// end, so that a few far codes do not decide what a picture shows. It panics where the codes are not of two finite
// numbers, and where the share is not above 0 and at most 1.
func Middle(z [][]float32, share float64) plane.Span {
	const function = "Middle"
	wantRowsOf(function, "code", z, 2, "the plane")
	if !(share > 0 && share <= 1) {
		refuse(function, "the share is %g: want more than 0 and at most 1", share)
	}
	var edges [2][2]float64
	for axis := range edges {
		values := make([]float64, len(z))
		for i, code := range z {
			values[i] = float64(code[axis])
		}
		slices.Sort(values)
		for side, p := range []float64{(1 - share) / 2, (1 + share) / 2} {
			edges[axis][side] = stat.Quantile(p, stat.LinInterp, values, nil)
		}
	}
	return plane.Span{XMin: edges[0][0], XMax: edges[0][1], YMin: edges[1][0], YMax: edges[1][1]}
}

// Grid returns the codes (n² × 2) of an n × n grid over a span, its outermost codes on the edges. They come in reading
// order: the first row has the greatest z₂, as at the top of a picture, and along a row z₁ rises. It panics where n is not
// between 2 and 1,448, and where an edge is not finite in float32.
func Grid(over plane.Span, n int) [][]float32 {
	const function = "Grid"
	wantEdges(function, over)
	wantCount(function, "n", n, 2, int(math.Sqrt(float64(mostRows(2)))), "codes to a side")
	codes := rows(n*n, 2)
	for i, code := range codes {
		right, down := float64(i%n)/float64(n-1), float64(i/n)/float64(n-1)
		code[0] = float32((1-right)*over.XMin + right*over.XMax)
		code[1] = float32((1-down)*over.YMax + down*over.YMin)
	}
	return codes
}

// OnGrid returns the function of the plane that has the given values (n²) at the codes of [Grid] for the same span, in
// their order, and between them what lies on straight lines (bilinear interpolation); outside the span, the value at the
// nearest edge, and NaN where x or y is NaN. It makes a heat map of what is computed for all codes at once. It panics
// where the number of values is not a square of at least 4, where values are not finite, where an edge of the span is not
// finite in float32, and where the span has no inside.
func OnGrid(values []float64, over plane.Span) func(x, y float64) float64 {
	const function = "OnGrid"
	n := 2
	for n*n < len(values) {
		n++
	}
	if n*n != len(values) {
		refuse(function, "%d values: want n² of them, at least 4", len(values))
	}
	for i, v := range values {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			refuse(function, "value %d is %g: want finite ones", i, v)
		}
	}
	wantEdges(function, over)
	if !(over.XMin < over.XMax && over.YMin < over.YMax) {
		refuse(function, "the span %+v has no inside: want XMin < XMax and YMin < YMax", over)
	}
	return func(x, y float64) float64 {
		if math.IsNaN(x) || math.IsNaN(y) {
			return math.NaN()
		}
		c, s := cell((x-over.XMin)/(over.XMax-over.XMin), n)
		r, t := cell((over.YMax-y)/(over.YMax-over.YMin), n)
		top := (1-s)*values[r*n+c] + s*values[r*n+c+1]
		bottom := (1-s)*values[(r+1)*n+c] + s*values[(r+1)*n+c+1]
		return (1-t)*top + t*bottom
	}
}

// wantEdges refuses a span at whose edges there are no codes.
func wantEdges(function string, over plane.Span) {
	for _, edge := range []float64{over.XMin, over.XMax, over.YMin, over.YMax} {
		if !(math.Abs(edge) <= math.MaxFloat32) {
			refuse(function, "the span is %+v: want edges that are finite in float32, as codes are", over)
		}
	}
}

// cell returns which of the n−1 cells between n evenly spaced points holds the place at a share of the whole way, and the
// share of that cell before it.
func cell(share float64, n int) (index int, into float64) {
	at := min(max(share, 0), 1) * float64(n-1)
	index = min(int(at), n-2)
	return index, at - float64(index)
}
