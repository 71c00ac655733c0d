package latent_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"latentlab/pkg/latent"
)

// bruteForce is what Nearest promises, by its definition.
func bruteForce(queries, data [][]float32) latent.Neighbours {
	var found latent.Neighbours
	for _, q := range queries {
		best, at := math.Inf(1), 0
		for i, row := range data {
			sum := 0.0
			for j := range row {
				difference := float64(q[j]) - float64(row[j])
				sum += difference * difference
			}
			if sum < best {
				best, at = sum, i
			}
		}
		found.Index = append(found.Index, at)
		found.Distance = append(found.Distance, math.Sqrt(best))
	}
	return found
}

func TestNearestAgainstBruteForce(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	sparse := cloud(2, 900, 50)
	for _, row := range sparse {
		for j := range row {
			if rng.IntN(5) > 0 {
				row[j] = 0
			}
		}
	}
	// Distances of 10⁻³ between rows of length 10⁴: in float32 nothing is left of ‖a‖² + ‖b‖² − 2a·b.
	far := cloud(3, 600, 20)
	for _, row := range far {
		for j := range row {
			row[j] = 2000 + float32(math.Round(float64(row[j]))/1024)
		}
	}
	huge := cloud(4, 300, 3)
	for _, row := range huge {
		for j := range row {
			row[j] *= 1e20 // its square is beyond float32
		}
	}
	tiny := cloud(4, 300, 3)
	for _, row := range tiny {
		for j := range row {
			row[j] *= 1e-24 // its square is 0 in float32
		}
	}
	grid := make([][]float32, 400) // many equal distances
	for i := range grid {
		grid[i] = []float32{float32(i % 20), float32(i / 20 % 5)}
	}
	for name, data := range map[string][][]float32{"sparse": sparse, "far": far, "huge": huge, "tiny": tiny, "grid": grid} {
		queries := cloud(9, 70, len(data[0]))
		copy(queries, data[100:130])
		for i := 30; i < 60; i++ {
			queries[i] = latent.Lerp(data[i], data[2*i], 3)[1]
		}
		if diff := cmp.Diff(bruteForce(queries, data), latent.Nearest(queries, data)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestNearestIsTheSameOnOneCore(t *testing.T) {
	queries, data := cloud(1, 100, 30), cloud(2, 700, 30)
	want := latent.Nearest(queries, data)
	onOneCore(func() {
		if diff := cmp.Diff(want, latent.Nearest(queries, data)); diff != "" {
			t.Error(diff)
		}
	})
}

func TestNearestDegenerate(t *testing.T) {
	x := cloud(1, 3, 2)
	wantPanic(t, "no queries", "there are no query points", func() { latent.Nearest(nil, x) })
	wantPanic(t, "no data", "there are no data points", func() { latent.Nearest(x, nil) })
	wantPanic(t, "widths", "each query point has 2 numbers, each data point 4", func() { latent.Nearest(x, cloud(1, 3, 4)) })
}

func TestKNNAccuracy(t *testing.T) {
	// Two pairs, far apart: the nearest other code has the same label, the second nearest has not.
	z := [][]float32{{0}, {1}, {10}, {11}}
	labels := []int{5, 5, 1, 1}
	if got := latent.KNNAccuracy(z, labels, 1); got != 1 {
		t.Errorf("k = 1: %g, want 1", got)
	}
	// With k = 3 each code sees one of its own label and two of the other.
	if got := latent.KNNAccuracy(z, labels, 3); got != 0 {
		t.Errorf("k = 3: %g, want 0", got)
	}
	// With k = 2 there is a vote each, and the smaller label, 1, wins.
	if got := latent.KNNAccuracy(z, labels, 2); got != 0.5 {
		t.Errorf("k = 2: %g, want 0.5", got)
	}
	for _, k := range []int{0, 4} {
		wantPanic(t, "k", "want 1 to 3 for 4 codes", func() { latent.KNNAccuracy(z, labels, k) })
	}
	wantPanic(t, "labels", "4 codes, but 3 labels", func() { latent.KNNAccuracy(z, labels[:3], 1) })
	wantPanic(t, "one code", "1 codes have no neighbours", func() { latent.KNNAccuracy(z[:1], labels[:1], 1) })
}

func TestTrustworthiness(t *testing.T) {
	x := cloud(1, 80, 5)
	if got := latent.Trustworthiness(x, x, 7); got != 1 {
		t.Errorf("of the images themselves: %g, want 1", got)
	}
	if got := latent.Trustworthiness(x, cloud(2, 80, 2), 7); got < 0.4 || got > 0.6 {
		t.Errorf("of codes at random: %g, want about 0.5", got)
	}
	for _, k := range []int{0, 40} {
		wantPanic(t, "k", "want 1 to 39 for 80 codes", func() { latent.Trustworthiness(x, x, k) })
	}
	wantPanic(t, "numbers", "80 images, but 79 codes", func() { latent.Trustworthiness(x, x[:79], 7) })
	wantPanic(t, "images", "image 0 holds NaN", func() { latent.Trustworthiness([][]float32{{nan}}, x, 7) })
	wantPanic(t, "codes", "there are no codes", func() { latent.Trustworthiness(x, nil, 7) })
	wantPanic(t, "two codes", "2 codes have no neighbours", func() { latent.Trustworthiness(x[:2], x[:2], 1) })
}

func TestSquaredErrorsDegenerate(t *testing.T) {
	x := cloud(1, 3, 4)
	wantPanic(t, "numbers", "MeanSquaredError: 3 images, but 2 reconstructions", func() { latent.MeanSquaredError(x, x[:2]) })
	wantPanic(t, "widths", "each image has 4 numbers, each reconstruction 5", func() { latent.SquaredErrors(x, cloud(1, 3, 5)) })
}
