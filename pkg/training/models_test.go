package training

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	gomlx "github.com/gomlx/gomlx/ml/model"
	"github.com/google/go-cmp/cmp"
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
// that it draws, its warm-up and the averages of its weights included.
func TestEveryModel(t *testing.T) {
	images := squares(64)
	falls := func(h History) bool { // to a third
		first, last := 0.0, 0.0
		for _, l := range h.Losses {
			first, last = first+float64(l.Values[0]), last+float64(l.Values[299])
		}
		return last < first/3
	}
	dense := model.Autoencoder{Widths: []int{16, 8, 2}}
	for _, test := range []struct {
		model  model.Model
		config Config
		learns func(History) bool
	}{
		{dense, Config{}, falls},
		{model.Denoising{Autoencoder: dense, Noise: 0.1}, Config{}, falls},
		{model.Convolutional{Side: 4, Channels: 4}, Config{}, falls},
		{model.VAE{Autoencoder: model.Autoencoder{Widths: dense.Widths, Likelihood: model.Gaussian{Sigma: 0.1}}, Beta: 1, WarmUp: 250}, Config{}, falls},
		{model.GAN{Widths: dense.Widths, R1: 1}, Config{Beta1: 0.5, Average: 0.99}, func(h History) bool {
			critic, generator := h.Losses[0].Loss(), h.Losses[2].Loss()
			return math.Abs(critic-2*math.Ln2) < 0.4 && generator < 2 // near a draw, which is 2 log 2
		}},
	} {
		for _, engine := range bothEngines(t) {
			m := test.model
			t.Run(m.Kind()+" on "+engine.String(), func(t *testing.T) {
				t.Setenv("LATENTLAB_CHECKPOINTS", t.TempDir())
				made := func() *model.Network {
					n, err := model.New(engine, m, model.Config{Pixels: 16, Seed: 3})
					if err != nil {
						t.Fatal(err)
					}
					return n
				}
				config := test.config
				config.Steps, config.Batch, config.LearningRate = 300, 10, 3e-3
				whole := made()
				h, err := Fit(t.Context(), whole, images, config)
				if err != nil {
					t.Fatal(err)
				}
				if !test.learns(h) {
					t.Errorf("it has not learnt: its losses are %v", h.Losses)
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
				if err != nil || resumed.Resumed == 0 || !cmp.Equal(resumed.Losses, h.Losses) {
					t.Errorf("resumed at %d, with other losses than those of one run (%v)", resumed.Resumed, err)
				}
				opened, err := model.Open(engine, m, "model")
				if err != nil {
					t.Fatal(err)
				}
				codes := [][]float32{{0, 0}, {1, -1}, {-0.5, 2}}
				a, _ := whole.Decode(codes)
				b, err := opened.Decode(codes)
				if err != nil || !slices.EqualFunc(a, b, slices.Equal[[]float32]) {
					t.Errorf("the checkpoint decodes to other images than the network (%v)", err)
				}
			})
		}
	}
}

// The gradients of each model are those of central differences of its own losses, on both engines, with the random numbers held.
// Those of the dense one are compared with an independent network in TestStepAgainstFiniteDifferences.
func TestGradientsOfEveryModel(t *testing.T) {
	const seed = 7
	images := squares(4)
	dense := model.Autoencoder{Widths: []int{16, 5, 2}}
	gaussian := dense
	gaussian.Likelihood = model.Gaussian{Sigma: 0.5}
	for _, m := range []model.Model{
		model.Convolutional{Side: 4, Channels: 2},
		model.VAE{Autoencoder: dense, Beta: 1},
		model.VAE{Autoencoder: gaussian, Beta: 4},
		model.GAN{Widths: dense.Widths, R1: 3},
	} {
		for _, engine := range bothEngines(t) {
			n, err := model.New(engine, m, model.Config{Pixels: 16, Seed: seed, Sigma: 0.3})
			if err != nil {
				t.Fatal(err)
			}
			at, err := n.On(engine)
			if err != nil {
				t.Fatal(err)
			}
			for _, of := range scopesOf(n) {
				sum := sumOf(t, at, of, images, seed)
				_, gradients := firstStep(t, must(n.On(engine))(t), images, []int{0, 1, 2, 3})
				for k, v := range at.Trained("") {
					if of != "" && !strings.HasPrefix(v.Path(), "/model/"+of+"/") {
						continue
					}
					compareGradient(t, fmt.Sprintf("%s on %s: %s", m.Kind(), engine, v.Path()), v, gradients[k], sum)
				}
			}
		}
	}
}

// scopesOf returns the scopes that a network's losses move.
func scopesOf(n *model.Network) []string {
	if _, ok := n.Model().(model.GAN); ok {
		return []string{"critic", "generator"}
	}
	return []string{""}
}

// sumOf returns a function that computes the sum of the losses that move a scope.
func sumOf(t *testing.T, n *model.Network, of string, images [][]float32, seed int64) func() float64 {
	t.Helper()
	exec := must(gomlx.NewExec(n.Engine().Backend, n.Store(), func(_ *model.Scope, x *graph.Node) *graph.Node {
		sum := graph.ScalarZero(x.Graph(), x.DType())
		for _, l := range n.Losses(x) {
			if l.Of == of {
				sum = graph.Add(sum, l.Term())
			}
		}
		return sum
	}))(t)
	flat := tensors.FromFlatDataAndDimensions(slices.Concat(images...), len(images), len(images[0])) // a tensor is of one engine
	return func() float64 {
		if err := n.Store().SetRNGStateFromSeed(seed); err != nil {
			t.Fatal(err)
		}
		return float64(tensors.ToScalar[float32](exec.MustCall(flat)[0]))
	}
}

// compareGradient compares a variable's gradient with central differences.
func compareGradient(t *testing.T, what string, v *gomlx.Variable, gradient []float64, loss func() float64) {
	t.Helper()
	values := tensors.MustCopyFlatData[float32](v.MustValue())
	for j, value := range values {
		const h = 1e-2
		moved := func(by float32) float64 {
			values[j] = value + by
			if err := v.SetValue(tensors.FromFlatDataAndDimensions(slices.Clone(values), v.Shape().Dimensions...)); err != nil {
				t.Fatal(err)
			}
			return loss()
		}
		want := (moved(h) - moved(-h)) / (2 * h)
		moved(0)
		if got := gradient[j]; math.Abs(got-want) > 3e-3*max(math.Abs(want), 0.3) {
			t.Errorf("%s, element %d: the gradient is %g, want %g", what, j, got, want)
		}
	}
}

// While it warms up, the KL counts less: not at all in the first step, and in full when the warm-up is done.
func TestWarmUp(t *testing.T) {
	images := squares(4)
	for _, engine := range bothEngines(t) {
		gradient := func(beta float64, warmUp, before int) []float64 {
			m := model.VAE{Autoencoder: model.Autoencoder{Widths: []int{16, 2}}, Beta: beta, WarmUp: warmUp}
			n := must(model.New(engine, m, model.Config{Pixels: 16, Seed: 7}))(t)
			_, gradients := stepAfter(t, before, n, images, []int{0, 1, 2, 3})
			return gradients[0]
		}
		for before, beta := range map[int]float64{0: 0, 5: 1, 10: 2, 25: 2} {
			got, want := gradient(2, 10, before), gradient(beta, 0, before)
			for j := range want {
				if math.Abs(got[j]-want[j]) > 1e-5*max(1, math.Abs(want[j])) {
					t.Fatalf("%s: after %d of 10 steps of warm-up to β = 2 element %d has the gradient %g, with β = %g %g", engine, before, j, got[j], beta, want[j])
				}
			}
		}
	}
}

// must ends the test where there is an error.
func must[T any](value T, err error) func(*testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}
