package trained

import (
	"strings"
	"testing"

	"latentlab/pkg/backend"
	"latentlab/pkg/internal/printed"
	"latentlab/pkg/model"
)

// The GAN has no encoder: its recipe makes and opens a decoder of codes.
func TestGANsRecipe(t *testing.T) {
	_, x := small(t)
	r := GAN(x)
	r.Model, r.Training.Steps, r.Training.Batch = model.GAN{Widths: tiny.Widths, R1: 1}, 20, 10
	var n Net
	said := printed.By(t, func() { n = r.OpenOrTrain(backend.Go) })
	if want := "The GAN is trained now, as in notebook 11: there is no checkpoint gan-builtin-156-seed-7 yet.\n"; !strings.HasPrefix(said, want) {
		t.Errorf("it says %q, want %q", said, want)
	}
	z := [][]float32{{0, 1}, {-2, 0.5}}
	for i, image := range r.Open().Decode(z) {
		for p, v := range n.Decode(z)[i] {
			if image[p] != v {
				t.Fatalf("the GAN that is opened is not the one that was trained: pixel %d is %g and was %g", p, image[p], v)
			}
		}
	}
	r.Training.Beta1 = 0.9
	if _, err := r.opened(""); err == nil || !strings.Contains(err.Error(), "with β₁ = 0.5, weights averaged with 0.999 where Adam, weights averaged") {
		t.Errorf("with a checkpoint of another β₁: %v", err)
	}
}
