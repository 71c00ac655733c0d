package vectors

import (
	"math"
	"reflect"
	"testing"
)

func TestWidth(t *testing.T) {
	if width, fault := Width("code", [][]float32{{1, 2}, {3, 4}}); width != 2 || fault != "" {
		t.Errorf("two codes of two numbers: %d, %q", width, fault)
	}
	for want, rows := range map[string][][]float32{
		"there are no codes: want at least one":                nil,
		"code 0 is empty: want at least one number":            {{}},
		"code 1 has 1 numbers, but code 0 has 2: want as many": {{1, 2}, {3}},
		"code 1 holds NaN in place 1: want finite numbers":     {{1, 2}, {3, float32(math.NaN())}},
		"code 0 holds -Inf in place 0: want finite numbers":    {{float32(math.Inf(-1)), 2}},
	} {
		if _, fault := Width("code", rows); fault != want {
			t.Errorf("%v: %q, want %q", rows, fault, want)
		}
	}
}

func TestSquaredDistance(t *testing.T) {
	if got := SquaredDistance([]float32{1, 2}, []float32{4, -2}); got != 25 {
		t.Errorf("it is %g, want 25", got)
	}
}

func TestConvert(t *testing.T) {
	if got, want := Convert[float32]([][]float64{{0.1}, {}, {1, 1e-50}}), [][]float32{{0.1}, {}, {1, 0}}; !reflect.DeepEqual(got, want) {
		t.Errorf("it is %v, want %v", got, want)
	}
}

func TestDigest(t *testing.T) {
	// SHA-256 of the eight bytes of 1 and 2 in float32, as Python's struct and hashlib have it.
	const want = "b9c80b5adeca450753a16950c3cc655d271f7bef7a485bc83f112b72fef21d37"
	if got := Digest([][]float32{{1}, {2}}); got != want {
		t.Errorf("it is %s, want %s", got, want)
	}
	if Digest([][]float32{{1, 2}}) == Digest([][]float32{{2, 1}}) {
		t.Error("the order does not count")
	}
}
