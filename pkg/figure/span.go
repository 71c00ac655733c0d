package figure

import (
	"math"

	"gonum.org/v1/plot/vg"
)

// A Span is a rectangle of the plane.
type Span struct {
	XMin, XMax, YMin, YMax float64
}

// Square returns the span [-r, r] × [-r, r].
func Square(r float64) Span { return Span{-r, r, -r, r} }

// Around returns the span that holds the codes (n × 2), with a margin of a twentieth on each side: what [Scatter] shows.
func Around(z [][]float32) Span { return extent(z).grown(0.05) }

// extent returns the least span that holds the codes; codes of one number are laid out by onPlane.
func extent(z [][]float32) Span {
	s := emptySpan
	for i := range z {
		x, y := onPlane(z, i)
		s = s.union(Span{x, x, y, y})
	}
	return s
}

// emptySpan holds nothing.
var emptySpan = Span{math.Inf(1), math.Inf(-1), math.Inf(1), math.Inf(-1)}

// onPlane returns where code i lies. Codes of a single number lie along x; to keep them apart, they are spread over
// y in [0, 1] by the golden ratio, whose multiples never bunch.
func onPlane(z [][]float32, i int) (x, y float64) {
	if len(z[i]) == 1 {
		_, y = math.Modf(float64(i) * math.Phi)
		return float64(z[i][0]), y
	}
	return float64(z[i][0]), float64(z[i][1])
}

// union returns the least span that holds both.
func (s Span) union(t Span) Span {
	return Span{min(s.XMin, t.XMin), max(s.XMax, t.XMax), min(s.YMin, t.YMin), max(s.YMax, t.YMax)}
}

// grown returns s with a margin on each side, a share of its width and height. A span without width gets one.
func (s Span) grown(share float64) Span {
	s.XMin, s.XMax = grow(s.XMin, s.XMax, share)
	s.YMin, s.YMax = grow(s.YMin, s.YMax, share)
	return s
}

func grow(low, high, share float64) (float64, float64) {
	margin := share * (high - low)
	if margin == 0 {
		margin = max(math.Abs(low), 1) / 2
	}
	return low - margin, high + margin
}

// aspect returns the height in units of the width.
func (s Span) aspect() float64 { return (s.YMax - s.YMin) / (s.XMax - s.XMin) }

// unevenness returns how much longer the span is than a plane of its shorter side.
func (s Span) unevenness() float64 { return max(s.aspect()/planeAspect, planeAspect/s.aspect()) }

// shaped returns s, wider or higher, with the given aspect.
func (s Span) shaped(aspect float64) Span {
	if short := aspect/s.aspect() - 1; short > 0 {
		s.YMin, s.YMax = grow(s.YMin, s.YMax, short/2)
	} else if short := s.aspect()/aspect - 1; short > 0 {
		s.XMin, s.XMax = grow(s.XMin, s.XMax, short/2)
	}
	return s
}

// onCanvas returns the rectangle that s covers on a canvas.
func (s Span) onCanvas(x, y func(float64) vg.Length) vg.Rectangle {
	return vg.Rectangle{Min: vg.Point{X: x(s.XMin), Y: y(s.YMin)}, Max: vg.Point{X: x(s.XMax), Y: y(s.YMax)}}
}

// valid tells whether s has an inside.
func (s Span) valid() bool {
	return s.XMin < s.XMax && s.YMin < s.YMax && finite(s.XMax-s.XMin) && finite(s.YMax-s.YMin)
}
