package latent_test

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"
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

// wantPanic fails the test where f does not panic with a sentence of latent's that says want.
func wantPanic(t *testing.T, what, want string, f func()) {
	t.Helper()
	wantError(t, what, said(func() error { f(); return nil }), want)
}

// said returns what f says is wrong, as an error or by a panic.
func said(f func() error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = errors.New(fmt.Sprint(r))
		}
	}()
	return f()
}

// wantError fails the test where err does not say want.
func wantError(t *testing.T, what string, err error, want string) {
	t.Helper()
	if err == nil || !strings.HasPrefix(err.Error(), "latent: ") || !strings.Contains(err.Error(), want) {
		t.Errorf("%s: error %q, want one of latent's that says %q", what, err, want)
	}
}

// onOneCore calls f while Go uses a single core.
func onOneCore(f func()) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	f()
}

// nan is what no function takes.
var nan = float32(math.NaN())
