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
	"latentlab/pkg/internal/printed"
	"latentlab/pkg/lecture"
	"latentlab/pkg/model"
	"latentlab/pkg/results"
	"latentlab/pkg/training"
)

var tiny = model.Autoencoder{Widths: []int{784, 8, 2}}

// small is a recipe like the lecture's that takes no time, for a few of the built-in digits.
func small(t *testing.T) (Recipe, digits.Data) {
	t.Helper()
	t.Setenv("LATENTLAB_CHECKPOINTS", t.TempDir())
	t.Setenv("LATENTLAB_DIGITS", "builtin")
	t.Setenv("LATENTLAB_SEED", "7")
	x := lecture.TestDigits()
	x.Train = digits.Set{Images: x.Test.Images[100:200], Labels: x.Test.Labels[100:200]}
	x.Test = digits.Set{Images: x.Test.Images[:60], Labels: x.Test.Labels[:60]}
	r := Lecture(x)
	r.Model = tiny
	r.Training.Steps, r.Training.Batch = 20, 10
	return r, x
}

func TestOpenOrTrain(t *testing.T) {
	r, x := small(t)
	trained := r.OpenOrTrain(backend.Go)
	keepCodes(trained, x)
	z, labels := lecture.Codes(x, "train")
	if want := trained.Encode(x.Train.Images); !slices.EqualFunc(z, want, slices.Equal[[]float32]) || !slices.Equal(labels, x.Train.Labels) {
		t.Error("the codes are not those of the trained network")
	}
	noEngine := func() (backend.Engine, error) { return backend.Engine{}, errors.New("it trains again") }
	opened := r.OpenOrTrain(noEngine)
	if !slices.EqualFunc(opened.Reconstruct(x.Test.Images), trained.Decode(trained.Encode(x.Test.Images)), slices.Equal[[]float32]) {
		t.Error("the network that is opened is not the one that was trained")
	}

	// Another training under the same name: found, said, and replaced, with its codes.
	other := r
	other.Start.Sigma = 0.5
	keepCodes(other.OpenOrTrain(backend.Go), x)
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
	for want, change := range map[string]func(*Recipe){
		"its layers are encoder/layer_0/dense/weights [784 8], encoder/layer_0/dense/biases [8], …": func(r *Recipe) {
			r.Model = model.Autoencoder{Widths: []int{784, 2}}
		},
		"its loss or networks compute something else": func(r *Recipe) {
			r.Model = model.Autoencoder{Widths: []int{784, 8, 2}, Loss: func(t, y *graph.Node) *graph.Node {
				return graph.ReduceAllMean(graph.Abs(graph.Sub(t, y)))
			}}
		},
		"its σ of the initial weights is 0.1 where 0.2 is wanted": func(r *Recipe) { r.Start.Sigma = 0.2 },
		"its seed of the weights is 7 where 8 is wanted":          func(r *Recipe) { r.Start.Seed = 8 },
		"its number of steps is 20 where 30 is wanted":            func(r *Recipe) { r.Training.Steps = 30 },
		"its batch is 10 where 5 is wanted":                       func(r *Recipe) { r.Training.Batch = 5 },
		"its learning rate is 0.001 where 0.01 is wanted":         func(r *Recipe) { r.Training.LearningRate = 0.01 },
		"its seed of the images' order is 7 where 8 is wanted":    func(r *Recipe) { r.Training.Seed = 8 },
		"it was trained on other images":                          func(r *Recipe) { r.x.Train.Images = r.x.Train.Images[:50] },
		"there is no checkpoint elsewhere yet":                    func(r *Recipe) { r.Training.Checkpoint = "elsewhere" },
	} {
		r, _ := small(t)
		r.OpenOrTrain(backend.Go)
		change(&r)
		if _, err := r.opened(training.Digest(r.x.Train.Images)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("it says %v, want %q", err, want)
		}
	}
}

// A checkpoint that was stopped half way is not the lecture's.
func TestOpenedWantsItComplete(t *testing.T) {
	r, x := small(t)
	n, err := model.New(lecture.Must(backend.Go()), r.Model, r.Start)
	if err != nil {
		t.Fatal(err)
	}
	stopped := errors.New("stopped")
	config := r.Training
	config.Every, config.Snapshot = 10, func(step int, n *model.Network) error {
		if step == 10 {
			return errors.Join(stopped, n.Save(r.Training.Checkpoint))
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

// Another model than the lecture's goes by its own name and sentence, and lies beside it.
func TestRecipesLieBesideEachOther(t *testing.T) {
	lectures, x := small(t)
	ae := lectures.OpenOrTrain(backend.Go)
	vae := VAE(x)
	vae.Model, vae.Training.Steps, vae.Training.Batch = model.VAE{Autoencoder: tiny, Beta: 1}, 20, 10
	var n Net
	said := printed.By(t, func() { n = vae.OpenOrTrain(backend.Go) })
	if want := "The VAE is trained now, as in notebook 10: there is no checkpoint vae-builtin-156-seed-7 yet.\n"; !strings.HasPrefix(said, want) {
		t.Errorf("it says %q, want %q", said, want)
	}
	images := x.Test.Images
	if !slices.EqualFunc(vae.Open().Encode(images), n.Encode(images), slices.Equal[[]float32]) {
		t.Error("the VAE that is opened is not the one that was trained")
	}
	if !slices.EqualFunc(lectures.Open().Encode(images), ae.Encode(images), slices.Equal[[]float32]) {
		t.Error("the autoencoder is not the one that was trained before the VAE")
	}
	vae.Model = model.VAE{Autoencoder: tiny, Beta: 4}
	if _, err := vae.opened(""); err == nil || !strings.Contains(err.Error(), "β 1, warm-up 0 where Bernoulli likelihood, β 4, warm-up 0 is wanted") {
		t.Errorf("with a checkpoint of another β: %v", err)
	}
}

// What a notebook records says which training it holds for; another training's numbers do not go under the same name.
func TestRecordSaysWhichTraining(t *testing.T) {
	r, x := small(t)
	name := filepath.Join(t.TempDir(), "results.json")
	t.Setenv("LATENTLAB_RESULTS", name)
	n := r.OpenOrTrain(backend.Go)
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
	if made := lecture.Made(x, lecture.Autoencoder); !strings.HasPrefix(made, "trained on "+engine+" · ") || !strings.HasSuffix(made, " · latentlab "+results.Version) {
		t.Errorf("it was made %q", made)
	}

	other := r
	other.Training.Steps = 30
	if short := other.OpenOrTrain(backend.Go).Training().Identity.Short(); strings.HasSuffix(want.Model, short) {
		t.Errorf("the trainings of 20 and 30 steps are both called %s", short)
	}
}
