package digits

import (
	"math"
	"math/rand/v2"
)

const (
	steps  = 4   // straight pieces between two knots
	tremor = 0.3 // how far, in units of the grid, a hand misses a knot: standard deviation, across and down
)

// skeleton returns the lines of a glyph in pixels, as the hand draws it, slanted, and scaled so that the longer side of
// the ink has the size wanted.
func skeleton(g glyph, f []float32, hand *rand.Rand) [][]point {
	lines := make([][]point, len(g))
	lean := math.Tan(float64(f[slant]) * math.Pi / 180)
	low, high := point{math.Inf(1), math.Inf(1)}, point{math.Inf(-1), math.Inf(-1)}
	for i, s := range g {
		lines[i] = s.line(float64(f[curvature]), hand)
		for j, p := range lines[i] {
			p.x -= lean * p.y
			low = point{min(low.x, p.x), min(low.y, p.y)}
			high = point{max(high.x, p.x), max(high.y, p.y)}
			lines[i][j] = p
		}
	}
	// The pen adds half its width on every side.
	scale := float64(f[size]-f[thickness]) / max(high.x-low.x, high.y-low.y)
	middle := point{(low.x + high.x) / 2, (low.y + high.y) / 2}
	for _, line := range lines {
		for j, p := range line {
			line[j] = point{Side/2 + scale*(p.x-middle.x), Side/2 + scale*(p.y-middle.y)}
		}
	}
	return lines
}

// line returns the line through the stroke's knots: Catmull and Rom's cubic spline ("A class of local interpolating
// splines", 1974), whose slopes a stiff hand reduces, towards a polygon.
func (s stroke) line(curvature float64, hand *rand.Rand) []point {
	knots := make([]point, len(s))
	for i, k := range s {
		p := blend(k.stiff, k.round, curvature)
		knots[i] = point{p.x + tremor*hand.NormFloat64(), p.y + tremor*hand.NormFloat64()}
	}
	slope := 0.2 + 0.3*curvature // 0.5 is Catmull and Rom's
	line := append(make([]point, 0, 1+steps*len(s)), knots[0])
	for i := 1; i < len(knots); i++ {
		a, b := knots[i-1], knots[i]
		before, after := a, b
		if i > 1 && !s[i-1].corner {
			before = knots[i-2]
		}
		if i+1 < len(knots) && !s[i].corner {
			after = knots[i+1]
		}
		for step := 1; step <= steps; step++ {
			t := float64(step) / steps
			line = append(line, point{
				hermite(a.x, b.x, slope*(b.x-before.x), slope*(after.x-a.x), t),
				hermite(a.y, b.y, slope*(b.y-before.y), slope*(after.y-a.y), t),
			})
		}
	}
	return line
}

// hermite returns, at t in [0,1], the cubic with the values a and b and the slopes da and db at 0 and 1.
func hermite(a, b, da, db, t float64) float64 {
	return a*(1+2*t)*(1-t)*(1-t) + b*t*t*(3-2*t) + da*t*(1-t)*(1-t) - db*t*t*(1-t)
}

// blend returns the point a part t of the way from a to b.
func blend(a, b point, t float64) point {
	return point{a.x + (b.x-a.x)*t, a.y + (b.y-a.y)*t}
}

// move moves lines by the way between two points.
func move(lines [][]point, from, to point) {
	for _, line := range lines {
		for i, p := range line {
			line[i] = point{p.x + to.x - from.x, p.y + to.y - from.y}
		}
	}
}
