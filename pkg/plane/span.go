// Package plane has the rectangles of the plane on which codes lie: where a figure's axes end, and over which part of the
// latent space a density or a grid is computed.
package plane

import (
	"fmt"
	"math"
)

// A Span is a rectangle of the plane.
type Span struct {
	XMin, XMax, YMin, YMax float64
}

// Square returns the span [-r, r] × [-r, r]. It panics where r is not positive and finite.
func Square(r float64) Span {
	s := Span{-r, r, -r, r}
	if !s.HasInside() {
		panic(fmt.Sprintf("plane: Square: half the side is %v: want a positive, finite number", r))
	}
	return s
}

// Around returns the span that holds the codes (n × 2), with a margin of a twentieth on each side: what figure.Scatter
// shows. It panics as [Extent] does.
func Around(z [][]float32) Span { return extent("Around", z).Grown(0.05) }

// Extent returns the least span that holds the codes (n × 2, or n × 1, which lie as [Place] says). It panics without
// codes, and on codes that are not finite or not all of one or of two numbers.
func Extent(z [][]float32) Span { return extent("Extent", z) }

func extent(what string, z [][]float32) Span {
	if len(z) == 0 {
		panic(fmt.Sprintf("plane: %s: no codes: want at least one", what))
	}
	s := Empty()
	for i, code := range z {
		if len(code) != len(z[0]) || len(code) < 1 || len(code) > 2 {
			panic(fmt.Sprintf("plane: %s: code %d has %d numbers: want 2 in each code, or 1 in each", what, i, len(code)))
		}
		x, y := Place(z, i)
		if !finite(x) || !finite(y) {
			panic(fmt.Sprintf("plane: %s: code %d is %v, which is not finite: did the training diverge?", what, i, code))
		}
		s = s.Union(Span{x, x, y, y})
	}
	return s
}

// Place returns where code i of z lies. Codes of a single number lie along x; to keep them apart, they are spread over y
// in [0, 1] by the golden ratio, whose multiples never bunch.
// It panics where there is no such code and where it is of no numbers.
func Place(z [][]float32, i int) (x, y float64) {
	if i < 0 || i >= len(z) || len(z[i]) == 0 {
		panic(fmt.Sprintf("plane: Place: code %d of %d: want one of them, of 1 or 2 numbers", i, len(z)))
	}
	if len(z[i]) == 1 {
		_, y = math.Modf(float64(i) * math.Phi)
		return float64(z[i][0]), y
	}
	return float64(z[i][0]), float64(z[i][1])
}

// Empty returns the span that holds nothing; its union with another span is that other one.
func Empty() Span { return Span{math.Inf(1), math.Inf(-1), math.Inf(1), math.Inf(-1)} }

// Union returns the least span that holds both.
func (s Span) Union(t Span) Span {
	return Span{min(s.XMin, t.XMin), max(s.XMax, t.XMax), min(s.YMin, t.YMin), max(s.YMax, t.YMax)}
}

// HasInside tells whether s has a width and a height that one can compute with: from 1e-150 to 1e150, and not lost among
// the digits of its ends.
func (s Span) HasInside() bool { return wide(s.XMin, s.XMax) && wide(s.YMin, s.YMax) }

// Grown returns s with a margin on each side, a share of its width and height; where it has no width, or one that is
// lost among its digits, [Grow] gives it one. It panics as Grow does.
func (s Span) Grown(share float64) Span {
	s.XMin, s.XMax = Grow(s.XMin, s.XMax, share)
	s.YMin, s.YMax = Grow(s.YMin, s.YMax, share)
	return s
}

// Shaped returns s, made wider or higher about its middle, with an aspect. It panics where s has no inside, where
// the aspect is not positive and finite, and where the result is not finite.
func (s Span) Shaped(aspect float64) Span {
	if !(aspect > 0) || !finite(aspect) {
		panic(fmt.Sprintf("plane: Span.Shaped: the aspect is %v: want a positive, finite number", aspect))
	}
	had := s.Aspect()
	if short := aspect/had - 1; short > 0 {
		s.YMin, s.YMax = widened(s.YMin, s.YMax, short/2*(s.YMax-s.YMin))
	} else if short := had/aspect - 1; short > 0 {
		s.XMin, s.XMax = widened(s.XMin, s.XMax, short/2*(s.XMax-s.XMin))
	}
	return s
}

// Aspect returns the height in units of the width. It panics where s has no inside.
func (s Span) Aspect() float64 {
	if !s.HasInside() {
		panic(fmt.Sprintf("plane: Span.Aspect: %+v has no inside: want finite numbers, each Min below its Max", s))
	}
	return (s.YMax - s.YMin) / (s.XMax - s.XMin)
}

// widest is the greatest width of a span: its inverse, and the aspect of any two widths, are finite too.
const widest = 1e150

// wide tells whether the ends of an interval are finite and lie apart in the first 9 digits, as different float32 numbers
// do.
func wide(low, high float64) bool {
	width := high - low
	return width >= 1/widest && width <= widest && width > 1e-9*max(math.Abs(low), math.Abs(high))
}

// Grow returns the interval from low to high with a margin on each side, a share of its width. An interval whose ends
// agree to 9 digits or to 1e-150 gets a margin of half their size, at least 1/2, because an axis needs a width. It panics
// where low is above high or they are more than 1e150 apart, where the share is negative, and where the result is not
// finite.
func Grow(low, high, share float64) (float64, float64) {
	if !(low <= high) || !(high-low <= widest) || !(share >= 0) {
		panic(fmt.Sprintf("plane: Grow: from %v to %v by the share %v: want the lower end first, at most 1e150 apart, and a share of at least 0",
			low, high, share))
	}
	margin := share * (high - low)
	if !wide(low, high) {
		margin = max(math.Abs(low), 1) / 2
	}
	return widened(low, high, margin)
}

func widened(low, high, margin float64) (float64, float64) {
	a, b := low-margin, high+margin
	if !finite(a) || !finite(b) {
		panic(fmt.Sprintf("plane: from %v to %v with a margin of %v: want finite ends", low, high, margin))
	}
	return a, b
}

func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }
