package trained

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gomlx/gomlx/core/graph"
	"github.com/google/go-cmp/cmp"
	"latentlab/pkg/backend"
	"latentlab/pkg/digits"
	"latentlab/pkg/lecture"
	"latentlab/pkg/model"
	"latentlab/pkg/results"
	"latentlab/pkg/training"
)

// small is a recipe like the lecture's that takes no time, for a few of the built-in digits.
func small(t *testing.T) (recipe, digits.Data) {
	t.Helper()
	t.Setenv("LATENTLAB_CHECKPOINTS", t.TempDir())
	t.Setenv("LATENTLAB_DIGITS", "builtin")
	t.Setenv("LATENTLAB_SEED", "7")
	x := lecture.TestDigits()
	x.Train = digits.Set{Images: x.Test.Images[100:200], Labels: x.Test.Labels[100:200]}
	x.Test = digits.Set{Images: x.Test.Images[:60], Labels: x.Test.Labels[:60]}
	r := lectures(x)
	r.model = model.Autoencoder{Widths: []int{784, 8, 2}}
	r.training.Steps, r.training.Batch = 20, 10
	return r, x
}

func TestOpenOrTrain(t *testing.T) {
	r, x := small(t)
	trained := r.openOrTrain(x, backend.Go)
	z, labels := lecture.Codes(x, "train")
	if want := trained.Encode(x.Train.Images); !slices.EqualFunc(z, want, slices.Equal[[]float32]) || !slices.Equal(labels, x.Train.Labels) {
		t.Error("the codes are not those of the trained network")
	}
	noEngine := func() (backend.Engine, error) { return backend.Engine{}, errors.New("it trains again") }
	opened := r.openOrTrain(x, noEngine)
	if !slices.EqualFunc(opened.Reconstruct(x.Test.Images), trained.Decode(trained.Encode(x.Test.Images)), slices.Equal[[]float32]) {
		t.Error("the network that is opened is not the one that was trained")
	}

	// Another training under the same name: found, said, and replaced, with its codes.
	other := r
	other.start.Sigma = 0.5
	other.openOrTrain(x, backend.Go)
	if again, _ := lecture.Codes(x, "train"); slices.EqualFunc(again, z, slices.Equal[[]float32]) {
		t.Error("the codes are those of the training before")
	}
	if _, err := r.opened(""); err == nil || !strings.Contains(err.Error(), "its σ of the initial weights is 0.5 where 0.1 is wanted") {
		t.Errorf("with a checkpoint of another σ: %v", err)
	}
}

// What is opened must be the lecture's training of these digits; else it is said why not, for every number that a student
// can change in notebook 03.
func TestOpenedSaysWhyNot(t *testing.T) {
	for want, change := range map[string]func(*recipe, *digits.Data){
		"its layers are encoder/layer_0/dense/weights [784 8], encoder/layer_0/dense/biases [8], …": func(r *recipe, _ *digits.Data) {
			r.model = model.Autoencoder{Widths: []int{784, 2}}
		},
		"its loss or networks compute something else": func(r *recipe, _ *digits.Data) {
			r.model = model.Autoencoder{Widths: []int{784, 8, 2}, Loss: func(t, y *graph.Node) *graph.Node {
				return graph.ReduceAllMean(graph.Abs(graph.Sub(t, y)))
			}}
		},
		"its σ of the initial weights is 0.1 where 0.2 is wanted": func(r *recipe, _ *digits.Data) { r.start.Sigma = 0.2 },
		"its seed of the weights is 7 where 8 is wanted":          func(r *recipe, _ *digits.Data) { r.start.Seed = 8 },
		"its number of steps is 20 where 30 is wanted":            func(r *recipe, _ *digits.Data) { r.training.Steps = 30 },
		"its batch is 10 where 5 is wanted":                       func(r *recipe, _ *digits.Data) { r.training.Batch = 5 },
		"its learning rate is 0.001 where 0.01 is wanted":         func(r *recipe, _ *digits.Data) { r.training.LearningRate = 0.01 },
		"its seed of the images' order is 7 where 8 is wanted":    func(r *recipe, _ *digits.Data) { r.training.Seed = 8 },
		"it was trained on other images":                          func(r *recipe, x *digits.Data) { x.Train.Images = x.Train.Images[:50] },
		"there is no checkpoint elsewhere yet":                    func(r *recipe, _ *digits.Data) { r.training.Checkpoint = "elsewhere" },
	} {
		r, x := small(t)
		r.openOrTrain(x, backend.Go)
		change(&r, &x)
		if _, err := r.opened(training.Digest(x.Train.Images)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("it says %v, want %q", err, want)
		}
	}
}

// A checkpoint that was stopped half way is not the lecture's.
func TestOpenedWantsItComplete(t *testing.T) {
	r, x := small(t)
	n, err := model.New(lecture.Must(backend.Go()), r.model, r.start)
	if err != nil {
		t.Fatal(err)
	}
	stopped := errors.New("stopped")
	config := r.training
	config.Every, config.Snapshot = 10, func(step int, n *model.Network) error {
		if step == 10 {
			return errors.Join(stopped, n.Save(r.training.Checkpoint))
		}
		return nil
	}
	config.Checkpoint = ""
	if _, err := training.Fit(t.Context(), n, x.Train.Images, config); !errors.Is(err, stopped) {
		t.Fatal(err)
	}
	if _, err := r.opened(""); err == nil || !strings.Contains(err.Error(), "is not trained to its end, 10 of 20 steps are done") {
		t.Errorf("it says %v", err)
	}
}

// What a notebook records says which training it holds for; another training's numbers do not go under the same name.
func TestRecordSaysWhichTraining(t *testing.T) {
	r, x := small(t)
	name := filepath.Join(t.TempDir(), "results.json")
	t.Setenv("LATENTLAB_RESULTS", name)
	n := r.openOrTrain(x, backend.Go)
	lecture.Introduce(x, n.Engine())
	lecture.Record(x, lecture.Numbers{"test_mse": 0.03})
	recorded := func() (got results.Origin) {
		t.Helper()
		text, err := os.ReadFile(name)
		if err == nil {
			err = json.Unmarshal(text, &got)
		}
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	engine := n.Engine().String()
	want := results.Origin{Source: x.Name, Digits: x.String(), Seed: 7, Backend: engine, TrainedOn: engine,
		Model: "autoencoder " + n.Training().Identity.Short(), Version: results.Version}
	if diff := cmp.Diff(want, recorded()); diff != "" {
		t.Errorf("the origin (-want +got):\n%s", diff)
	}
	if made := lecture.Made(x); !strings.HasPrefix(made, "trained on "+engine+" · ") || !strings.HasSuffix(made, " · latentlab "+results.Version) {
		t.Errorf("it was made %q", made)
	}

	other := r
	other.training.Steps = 30
	if short := other.openOrTrain(x, backend.Go).Training().Identity.Short(); strings.HasSuffix(want.Model, short) {
		t.Errorf("the trainings of 20 and 30 steps are both called %s", short)
	}
}
