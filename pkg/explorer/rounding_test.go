package explorer

import (
	"math"
	"testing"

	"latentlab/pkg/plane"
)

// off returns the greatest difference between what two networks make of the same rows.
func off(a, b Network, rows [][]float32) float64 {
	worst := 0.0
	for _, row := range rows {
		x, y := a.run(row), b.run(row)
		for i := range x {
			worst = max(worst, math.Abs(float64(x[i]-y[i])))
		}
	}
	return worst
}

// Rounding that compensates is several times as good as each number's own, where it looks and in between.
func TestRoundingCompensates(t *testing.T) {
	decoder := random(3, 2, 100, 200, 784)
	codes := [][]float32{{1, 2}, {-3, 0}, {2, -2}}
	at := places(codes, plane.Span{XMin: -4, XMax: 4, YMin: -4, YMax: 4})
	each, together := decoder.rounded(nil), decoder.rounded(at)
	between := make([][]float32, len(at)-1)
	for i := range between {
		between[i] = []float32{(at[i][0] + at[i+1][0]) / 2, (at[i][1] + at[i+1][1]) / 2}
	}
	for name, rows := range map[string][][]float32{"where it looks": at, "in between": between} {
		alone, better := off(decoder, each, rows), off(decoder, together, rows)
		if better > alone/3 {
			t.Errorf("%s: each to its nearest is off by %.2g, together by %.2g: want a third at most", name, alone, better)
		}
	}
	for k := range together.Weights {
		for i, v := range together.Weights[k] {
			if v != single(half(v)) {
				t.Fatalf("layer %d: weight %g is no 16-bit float", k, v)
			}
			if low, high := around(decoder.Weights[k][i]); v != low && v != high {
				t.Fatalf("layer %d: %g was rounded to %g", k, decoder.Weights[k][i], v)
			}
		}
	}
}

func TestRoundingLeavesItsArgument(t *testing.T) {
	network := random(4, 2, 3, 4)
	before := network.run([]float32{1, 2})
	network.rounded([][]float32{{1, 2}})
	for i, v := range network.run([]float32{1, 2}) {
		if v != before[i] {
			t.Errorf("number %d was %g and is %g", i, before[i], v)
		}
	}
}
