package quality

import (
	_ "embed"
	"encoding/json"
	"math"
	"strconv"
	"testing"
)

//go:embed testdata/peers.json
var peersJSON []byte

// peers are small sets of features with what reference code computes from them: see testdata/peers.py.
var peers struct {
	Real, Fakes     [][]float32
	Frechet, Kernel float64
	Manifold        map[string]Manifold
	LogWeights      [][]float32 `json:"log_weights"`
	Bound           map[string]float64
	Activity        []float64
}

func init() {
	if err := json.Unmarshal(peersJSON, &peers); err != nil {
		panic(err)
	}
}

// near tells whether got is want up to a relative (below 1, absolute) error.
func near(got, want, tolerance float64) bool {
	return math.Abs(got-want) <= tolerance*max(1, math.Abs(want))
}

func TestFrechetAgainstSciPy(t *testing.T) {
	if got := Frechet(peers.Real, peers.Fakes); !near(got, peers.Frechet, 1e-7) {
		t.Errorf("%.12g, want %.12g", got, peers.Frechet)
	}
}

func TestKernelDistanceAgainstScikitLearn(t *testing.T) {
	if got := KernelDistance(peers.Real, peers.Fakes); !near(got, peers.Kernel, 1e-10) {
		t.Errorf("%.12g, want %.12g", got, peers.Kernel)
	}
}

func TestCompareAgainstPRDC(t *testing.T) {
	for name, want := range peers.Manifold {
		k, _ := strconv.Atoi(name)
		got := Compare(peers.Real, peers.Fakes, k)
		if !near(got.Precision, want.Precision, 1e-12) || !near(got.Recall, want.Recall, 1e-12) ||
			!near(got.Density, want.Density, 1e-12) || !near(got.Coverage, want.Coverage, 1e-12) {
			t.Errorf("k = %d: %+v, want %+v", k, got, want)
		}
	}
}

func TestBoundAgainstSciPy(t *testing.T) {
	for name, want := range peers.Bound {
		k, _ := strconv.Atoi(name)
		if got := Bound(peers.LogWeights, k); !near(got, want, 1e-12) {
			t.Errorf("k = %d: %.12g, want %.12g", k, got, want)
		}
	}
}

func TestActivityAgainstNumPy(t *testing.T) {
	for j, got := range Activity(peers.Real) {
		if !near(got, peers.Activity[j], 1e-12) {
			t.Errorf("dimension %d: %.12g, want %.12g", j, got, peers.Activity[j])
		}
	}
}
