package training

import (
	"math"
	"slices"
	"testing"

	"github.com/gomlx/gomlx/core/tensors"
	"latentlab/pkg/model"
)

// The network ends with the moving average of its weights, and a snapshot shows the average as it is then.
func TestWeightsAreAveraged(t *testing.T) {
	const d, steps = 0.8, 12
	images := noise(64)
	for _, engine := range bothEngines(t) {
		weights := func(n *model.Network) []float64 {
			return doubles(tensors.MustCopyFlatData[float32](n.Trained("")[0].MustValue()))
		}
		var raw, shown [][]float64
		fit := func(average float64, kept *[][]float64) []float64 {
			n := newSmall(t, engine)
			config := Config{Steps: steps, Batch: 10, LearningRate: 0.05, Average: average, Every: 1,
				Snapshot: func(_ int, n *model.Network) error { *kept = append(*kept, weights(n)); return nil }}
			if _, err := Fit(t.Context(), n, images, config); err != nil {
				t.Fatal(err)
			}
			return weights(n)
		}
		fit(0, &raw)
		last := fit(d, &shown)
		for step := range raw {
			want := raw[0] // as it began
			if step > 0 {
				want = make([]float64, len(raw[0]))
				total := 0.0
				for i := 1; i <= step; i++ {
					share := math.Pow(d, float64(step-i))
					total += share
					for k, v := range raw[i] {
						want[k] += share * v
					}
				}
				for k := range want {
					want[k] /= total
				}
			}
			for k := range want {
				if math.Abs(shown[step][k]-want[k]) > 1e-5 {
					t.Fatalf("%s: after step %d weight %d is %g, want %g", engine, step, k, shown[step][k], want[k])
				}
			}
		}
		if !slices.Equal(last, shown[steps]) {
			t.Errorf("%s: the network ends with other weights than the last snapshot's", engine)
		}
	}
}
