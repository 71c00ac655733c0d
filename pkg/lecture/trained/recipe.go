package trained

import (
	"errors"
	"fmt"
	"io/fs"

	"latentlab/pkg/backend"
	"latentlab/pkg/checkpoint"
	"latentlab/pkg/digits"
	"latentlab/pkg/figure"
	"latentlab/pkg/lecture"
	"latentlab/pkg/model"
	"latentlab/pkg/training"
)

// A Recipe is a training of the lecture from its start, and the checkpoint it goes to.
type Recipe struct {
	Model    model.Model
	Start    model.Config
	Training training.Config

	x        digits.Data
	name     string // for people: "VAE"
	notebook string // that trains it: "10"
}

// recipe returns one for x, whose checkpoint's name begins with key.
func recipe(x digits.Data, name, notebook, key string, m model.Model, start model.Config, config training.Config) Recipe {
	config.Checkpoint = lecture.Name(x, key)
	return Recipe{m, start, config, x, name, notebook}
}

// OpenOrTrain returns the network of the recipe, on the Go engine. Where its checkpoint is missing, unfinished or of another
// training, it says so and trains it first, on the engine that open gives. The cell stops where that fails.
func (r Recipe) OpenOrTrain(open func() (backend.Engine, error)) Net {
	n, why := r.opened(training.Digest(r.x.Train.Images))
	if why != nil {
		fmt.Printf("The %s is trained now, as in notebook %s: %v.\n", r.name, r.notebook, why)
		engine := lecture.Must(open())
		n = lecture.Must(model.New(engine, r.Model, r.Start))
		r.Training.Report = figure.Live(lecture.Caption(r.x))
		history := lecture.Must(training.Fit(lecture.Interrupt(), n, r.x.Train.Images, r.Training))
		fmt.Printf("%d steps on %s took %.1f s.\n", r.Training.Steps, engine, history.Time.Seconds())
		n = lecture.Must(r.opened(""))
	}
	return Net{n}
}

// Open returns the network of the recipe from its checkpoint, on the Go engine, which starts at once. The cell stops where there
// is none, or it is of another training.
func (r Recipe) Open() Net { return Net{lecture.Must(r.opened(""))} }

// opened returns the network of the recipe's checkpoint, or says why there is none. images is the digest of what it is to be
// trained on, where that is known.
func (r Recipe) opened(images string) (*model.Network, error) {
	name := r.Training.Checkpoint
	n, err := model.Open(lecture.Must(backend.Go()), r.Model, name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("there is no checkpoint %s yet", name)
	}
	if err != nil {
		return nil, err
	}
	have := n.Training()
	want := have.Identity // what only model.Open can compare is the same
	want.Sigma, want.WeightSeed, want.Images, want.After = r.Start.Sigma, r.Start.Seed, images, ""
	r.Training.Complete(&want)
	if found := want.Differences(have.Identity); len(found) > 0 {
		return nil, checkpoint.Other{Name: name, Differences: found}
	}
	if !have.Complete() {
		return nil, fmt.Errorf("checkpoint %s is not trained to its end, %d of %d steps are done", name, have.Step, want.Steps)
	}
	return n, nil
}
