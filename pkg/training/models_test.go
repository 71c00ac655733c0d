package training

import (
	"context"
	"errors"
	"math"
	"slices"
	"testing"

	"github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	gomlx "github.com/gomlx/gomlx/ml/model"
	"latentlab/pkg/model"
	"latentlab/pkg/progress"
)

// squares returns n images of 4 × 4 pixels that depend on two numbers each.
func squares(n int) [][]float32 {
	images := noise(n)
	for i := range images {
		images[i] = append(images[i], images[i][2:6]...)
	}
	return images
}

// Each model learns on both engines, repeats to the same numbers, and goes on where it was stopped, the random numbers
// that it draws included.
func TestEveryModel(t *testing.T) {
	images := squares(64)
	for _, m := range []model.Model{
		model.Autoencoder{Widths: []int{16, 8, 2}},
		model.Denoising{Autoencoder: model.Autoencoder{Widths: []int{16, 8, 2}}, Noise: 0.1},
		model.Convolutional{Side: 4, Channels: 4},
	} {
		for _, engine := range bothEngines(t) {
			t.Run(m.Kind()+" on "+engine.String(), func(t *testing.T) {
				t.Setenv("LATENTLAB_CHECKPOINTS", t.TempDir())
				made := func() *model.Network {
					n, err := model.New(engine, m, model.Config{Pixels: 16, Seed: 3})
					if err != nil {
						t.Fatal(err)
					}
					return n
				}
				config := Config{Steps: 300, Batch: 10, LearningRate: 3e-3}
				whole := made()
				h, err := Fit(t.Context(), whole, images, config)
				if err != nil {
					t.Fatal(err)
				}
				if l := only(h); len(l) != 300 || !(l[299] < l[0]/3) {
					t.Errorf("%d losses, from %g to %g", len(l), l[0], l[len(l)-1])
				}

				ctx, cancel := context.WithCancelCause(t.Context())
				stop := errors.New("stop")
				config.Checkpoint, config.Report = "model", func(progress.Report) { cancel(stop) }
				if _, err := Fit(ctx, made(), images, config); !errors.Is(err, stop) {
					t.Fatal(err)
				}
				config.Report = nil
				again := made()
				resumed, err := Fit(t.Context(), again, images, config)
				if err != nil || resumed.Resumed == 0 || !slices.Equal(only(resumed), only(h)) {
					t.Errorf("resumed at %d, with other losses than those of one run (%v)", resumed.Resumed, err)
				}
				opened, err := model.Open(engine, m, "model")
				if err != nil {
					t.Fatal(err)
				}
				a, _ := whole.Reconstruct(images)
				b, err := opened.Reconstruct(images)
				if err != nil || !slices.EqualFunc(a, b, slices.Equal[[]float32]) {
					t.Errorf("the checkpoint reconstructs other images than the network (%v)", err)
				}
			})
		}
	}
}

// The gradients of the convolutional model are those of central differences of its own loss, on both engines. Those of the
// dense one are compared with an independent network in TestStepAgainstFiniteDifferences.
func TestGradientsOfConvolutions(t *testing.T) {
	images := squares(4)
	for _, engine := range bothEngines(t) {
		flat := tensors.FromFlatDataAndDimensions(slices.Concat(images...), 4, 16) // a tensor is of one engine
		n, err := model.New(engine, model.Convolutional{Side: 4, Channels: 2}, model.Config{Pixels: 16, Seed: 7, Sigma: 0.5})
		if err != nil {
			t.Fatal(err)
		}
		at, err := n.On(engine)
		if err != nil {
			t.Fatal(err)
		}
		loss, err := gomlx.NewExec(engine.Backend, at.Store(), func(_ *model.Scope, x *graph.Node) *graph.Node { return at.Losses(x)[0].Value })
		if err != nil {
			t.Fatal(err)
		}
		_, gradients := firstStep(t, n, images, []int{0, 1, 2, 3})
		for k, v := range at.Trained("") {
			values := tensors.MustCopyFlatData[float32](v.MustValue())
			for j, value := range values {
				const h = 1e-2
				moved := func(by float32) float64 {
					values[j] = value + by
					if err := v.SetValue(tensors.FromFlatDataAndDimensions(slices.Clone(values), v.Shape().Dimensions...)); err != nil {
						t.Fatal(err)
					}
					return float64(tensors.ToScalar[float32](loss.MustCall(flat)[0]))
				}
				want := (moved(h) - moved(-h)) / (2 * h)
				moved(0)
				if got := gradients[k][j]; math.Abs(got-want) > 2e-3*max(math.Abs(want), 0.05) {
					t.Errorf("%s: %s, element %d: the gradient is %g, want %g", engine, v.Path(), j, got, want)
				}
			}
		}
	}
}
