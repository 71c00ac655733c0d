package figure

import "latentlab/pkg/plane"

// A grid holds a field's values at the points of a rectangular grid; it implements plotter.GridXYZ.
type grid struct {
	span       plane.Span
	cols, rows int
	values     []float64 // row by row from YMin upwards
}

// checkField panics where there is no function to draw.
func checkField(what string, f func(x, y float64) float64) {
	if f == nil {
		wrong(what, "the function is nil: want one of the plane")
	}
}

// sample takes the values of f at cols × rows points, from edge to edge of the span. It panics where no colour shows one.
func sample(what string, f func(x, y float64) float64, span plane.Span, cols, rows int) grid {
	g := grid{span, cols, rows, make([]float64, 0, cols*rows)}
	for r := range rows {
		for c := range cols {
			v := f(g.X(c), g.Y(r))
			if problem := unshown(v); problem != "" {
				wrong(what, "the value at (%.3g, %.3g) is %v, %s", g.X(c), g.Y(r), v, problem)
			}
			g.values = append(g.values, v)
		}
	}
	return g
}

// Dims returns the numbers of columns and rows.
func (g grid) Dims() (cols, rows int) { return g.cols, g.rows }

// X returns where column c lies.
func (g grid) X(c int) float64 {
	return g.span.XMin + (g.span.XMax-g.span.XMin)*float64(c)/float64(g.cols-1)
}

// Y returns where row r lies.
func (g grid) Y(r int) float64 {
	return g.span.YMin + (g.span.YMax-g.span.YMin)*float64(r)/float64(g.rows-1)
}

// Z returns the value in column c of row r.
func (g grid) Z(c, r int) float64 { return g.values[r*g.cols+c] }

// at returns the value at the share u of the width and v of the height, interpolated between the four points around.
func (g grid) at(u, v float64) float64 {
	c, r := u*float64(g.cols-1), v*float64(g.rows-1)
	c0, r0 := min(int(c), g.cols-2), min(int(r), g.rows-2)
	s, t := c-float64(c0), r-float64(r0)
	return (1-t)*((1-s)*g.Z(c0, r0)+s*g.Z(c0+1, r0)) + t*((1-s)*g.Z(c0, r0+1)+s*g.Z(c0+1, r0+1))
}
