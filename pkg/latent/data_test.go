package latent_test

import (
	"math"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"

	"latentlab/pkg/latent"
)

// cloud returns n rows of w normal numbers around the same random centre, drawn by a seed.
func cloud(seed uint64, n, w int) [][]float32 {
	rng := rand.New(rand.NewPCG(seed, 1))
	centre := make([]float32, w)
	for j := range centre {
		centre[j] = float32(3 * rng.NormFloat64())
	}
	out := make([][]float32, n)
	for i := range out {
		out[i] = make([]float32, w)
		for j := range out[i] {
			out[i][j] = centre[j] + float32(rng.NormFloat64())
		}
	}
	return out
}

// classes returns codes of k classes, n to each, as clouds of their own, with labels 0 to k−1.
func classes(seed uint64, k, n, d int) (z [][]float32, labels []int) {
	for label := range k {
		z = append(z, cloud(seed*100+uint64(label), n, d)...)
		for range n {
			labels = append(labels, label)
		}
	}
	return z, labels
}

// distance returns ‖a − b‖.
func distance(a, b []float32) float64 {
	sum := 0.0
	for i := range a {
		sum += math.Pow(float64(a[i])-float64(b[i]), 2)
	}
	return math.Sqrt(sum)
}

// wantError fails the test where err does not say want.
func wantError(t *testing.T, what string, err error, want string) {
	t.Helper()
	if err == nil || !strings.HasPrefix(err.Error(), "latent: ") || !strings.Contains(err.Error(), want) {
		t.Errorf("%s: error %q, want one of latent's that says %q", what, err, want)
	}
}

// wantPanic fails the test where f does not panic with a sentence of latent's that says want.
func wantPanic(t *testing.T, what, want string, f func()) {
	t.Helper()
	defer func() {
		t.Helper()
		sentence, _ := recover().(string)
		if !strings.HasPrefix(sentence, "latent: ") || !strings.Contains(sentence, want) {
			t.Errorf("%s: panic %q, want one of latent's that says %q", what, sentence, want)
		}
	}()
	f()
}

// logDensities returns q's log-density at each code.
func logDensities(q latent.Density, z [][]float32) []float64 {
	logs := make([]float64, len(z))
	for i, code := range z {
		logs[i] = q.LogDensity(code)
	}
	return logs
}

// onOneCore calls f while Go uses a single core.
func onOneCore(f func()) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	f()
}

// nan is what no function takes.
var nan = float32(math.NaN())
