package training

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/gomlx/gomlx/core/graph"
	"latentlab/pkg/checkpoint"
	"latentlab/pkg/model"
	"latentlab/pkg/progress"
	"latentlab/tests/faults"
)

// trainings are the ways in which two trainings can differ, one at a time, and what is said of each.
var trainings = []struct {
	name   string
	model  model.Model
	start  model.Config
	config Config
	images [][]float32
	want   string
}{
	{name: "loss", model: model.Autoencoder{Widths: small.Widths, Loss: func(t, y *graph.Node) *graph.Node {
		return graph.ReduceAllMean(graph.Abs(graph.Sub(t, y)))
	}}, want: "its loss or networks compute something else"},
	{name: "gradient of the loss", model: model.Autoencoder{Widths: small.Widths, Loss: func(t, y *graph.Node) *graph.Node {
		return model.MSE(t, graph.Add(graph.StopGradient(y), graph.MulScalar(graph.Sub(y, graph.StopGradient(y)), 2)))
	}}, want: "its loss or networks compute something else"},
	{name: "network", model: model.Autoencoder{Widths: small.Widths, F: func(scope *model.Scope, x *graph.Node) *graph.Node {
		return model.Dense(scope, graph.MulScalar(x, 2), 8, 2)
	}}, want: "its loss or networks compute something else"},
	{name: "widths", model: model.Autoencoder{Widths: []int{12, 7, 2}}, want: "its layers are encoder/layer_0/dense/weights [12 8], encoder/layer_0/dense/biases [8], … where encoder/layer_0/dense/weights [12 7]"},
	{name: "model", model: model.Denoising{Autoencoder: small}, want: "its model is autoencoder where denoising autoencoder is wanted"},
	{name: "sigma", start: model.Config{Sigma: 0.2}, want: "its σ of the initial weights is 0.1 where 0.2 is wanted"},
	{name: "weight seed", start: model.Config{Seed: 4}, want: "its seed of the weights is 3 where 4 is wanted"},
	{name: "steps", config: Config{Steps: 150}, want: "its number of steps is 200 where 150 is wanted"},
	{name: "batch", config: Config{Batch: 9}, want: "its batch is 10 where 9 is wanted"},
	{name: "rate", config: Config{LearningRate: 0.002}, want: "its learning rate is 0.001 where 0.002 is wanted"},
	{name: "last rate", config: Config{LastRate: 0.0001}, want: "its last learning rate is 0 where 0.0001 is wanted"},
	{name: "β₁", config: Config{Beta1: 0.5}, want: "its optimizer is Adam where Adam with β₁ = 0.5 is wanted"},
	{name: "average", config: Config{Average: 0.99}, want: "its optimizer is Adam where Adam, weights averaged with 0.99 is wanted"},
	{name: "seed", config: Config{Seed: 6}, want: "its seed of the images' order is 0 where 6 is wanted"},
	{name: "data", config: Config{Data: "others"}, want: "it was trained on other images"},
	{name: "images", images: noise(64)[:63], want: "it was trained on other images"},
}

// A training that was stopped goes on under the same identity only; under any other it begins anew, says why, and comes to
// the numbers of one that was never stopped.
func TestOnlyTheSameTrainingGoesOn(t *testing.T) {
	engine := bothEngines(t)[0]
	images := noise(64)
	stopped := Config{Steps: 200, Batch: 10, Checkpoint: "small"}
	for _, test := range trainings {
		t.Run(test.name, func(t *testing.T) {
			faults.One(t, "checkpoint of another training")
			t.Setenv("LATENTLAB_CHECKPOINTS", t.TempDir())
			ctx, cancel := context.WithCancelCause(t.Context())
			stop := errors.New("stop")
			first := stopped
			first.Report = func(progress.Report) { cancel(stop) }
			if _, err := Fit(ctx, newSmall(t, engine), images, first); !errors.Is(err, stop) {
				t.Fatal(err)
			}

			m, start, config, on := model.Model(small), model.Config{Pixels: 12, Seed: 3}, stopped, images
			if test.model != nil {
				m = test.model
			}
			if test.start != (model.Config{}) {
				test.start.Pixels, test.start.Seed = 12, max(test.start.Seed, 3)
				start = test.start
			}
			if test.config.Steps != 0 {
				config.Steps = test.config.Steps
			}
			if test.config.Batch != 0 {
				config.Batch = test.config.Batch
			}
			config.LearningRate, config.LastRate = test.config.LearningRate, test.config.LastRate
			config.Seed, config.Data = test.config.Seed, test.config.Data
			config.Beta1, config.Average = test.config.Beta1, test.config.Average
			if test.images != nil {
				on = test.images
			}
			fit := func(config Config) History {
				n, err := model.New(engine, m, start)
				if err != nil {
					t.Fatal(err)
				}
				h, err := Fit(t.Context(), n, on, config)
				if err != nil {
					t.Fatal(err)
				}
				return h
			}
			var notes []string
			config.Report = func(r progress.Report) { notes = append(notes, r.Note) }
			h := fit(config)
			if h.Resumed != 0 || !strings.Contains(strings.Join(notes, "\n"), test.want) {
				t.Errorf("it went on from step %d and said %q, want a new start and %q", h.Resumed, notes, test.want)
			}
			config.Checkpoint = ""
			if whole := fit(config); !slices.Equal(only(whole), only(h)) {
				t.Error("its losses are not those of a training that begins anew")
			}
		})
	}
}

// Of two trainings of one checkpoint the second is told before it starts.
func TestSecondTrainingIsTold(t *testing.T) {
	t.Setenv("LATENTLAB_CHECKPOINTS", t.TempDir())
	engine, images := bothEngines(t)[0], noise(64)
	config := Config{Steps: 20, Batch: 10, Checkpoint: "small", Every: 10}
	var second error
	config.Snapshot = func(step int, _ *model.Network) error {
		if step == 10 {
			other := config
			other.Snapshot = nil
			_, second = Fit(t.Context(), newSmall(t, engine), images, other)
		}
		return nil
	}
	if _, err := Fit(t.Context(), newSmall(t, engine), images, config); err != nil {
		t.Fatal(err)
	}
	if second == nil || !strings.Contains(second.Error(), "is being trained by another cell or program") {
		t.Errorf("the second training was told %v", second)
	}
	if n, err := model.Open(engine, small, "small"); err != nil || !n.Training().Complete() {
		t.Errorf("the first training's checkpoint: %v", err)
	}
}

// A save that fails does not end the training: it is said, and the last one, which fails too, is an error.
func TestTrainingGoesOnWithoutItsCheckpoint(t *testing.T) {
	t.Setenv("LATENTLAB_CHECKPOINTS", t.TempDir())
	engine, images := bothEngines(t)[0], noise(64)
	n := newSmall(t, engine)
	config := Config{Steps: 30, Batch: 10, Checkpoint: "small"}.filled(n)
	want, err := config.identity(n, images)
	if err != nil {
		t.Fatal(err)
	}
	r, err := newRun(n, images, config, want)
	if err != nil {
		t.Fatal(err)
	}
	gone, err := checkpoint.At("gone")
	if err != nil {
		t.Fatal(err)
	}
	r.lock, r.saveEvery = &checkpoint.Lock{Dir: gone}, 0 // a directory that is not there: nothing can be written
	var notes []string
	r.config.Report = func(report progress.Report) { notes = append(notes, report.Note) }
	if err := r.loop(t.Context()); err != nil || r.done != 30 {
		t.Errorf("the training ended at step %d with %v", r.done, err)
	}
	if said := strings.Join(notes, "\n"); !strings.Contains(said, "the training goes on: checkpoint: saving gone:") {
		t.Errorf("it said %q", said)
	}
}

// A network that was trained before is another start, which the identity tells.
func TestTrainedBefore(t *testing.T) {
	t.Setenv("LATENTLAB_CHECKPOINTS", t.TempDir())
	engine, images := bothEngines(t)[0], noise(64)
	n := newSmall(t, engine)
	config := Config{Steps: 20, Batch: 10}
	for _, rate := range []float64{0.01, 0.001} {
		config.LearningRate, config.Checkpoint = rate, "twice"
		if _, err := Fit(t.Context(), n, images, config); err != nil {
			t.Fatal(err)
		}
	}
	want, err := config.Identity(newSmall(t, engine))
	if err != nil {
		t.Fatal(err)
	}
	if found := want.Differences(n.Training().Identity); !slices.Equal(found, []string{"the network had been trained before, in another way"}) {
		t.Errorf("the differences are %q", found)
	}
}
