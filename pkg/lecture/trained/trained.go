// Package trained is the autoencoder of the lecture's slides 6 to 14: 784–500–300–2 on the digits 1, 5 and 6, trained in
// notebook 03, opened by all that follow. Cells that import it link GoMLX; those that only draw read its codes by
// lecture.Codes.
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

// Autoencoder is what the lecture trains.
var Autoencoder = model.Autoencoder{Widths: []int{784, 500, 300, 2}}

// Config returns what the lecture's network starts from.
func Config(seed uint64) model.Config { return model.Config{Pixels: 784, Sigma: 0.1, Seed: seed} }

// Training returns how the lecture trains it on x: 2,500 steps of 50 images, Adam at 10⁻³.
func Training(x digits.Data, seed uint64) training.Config {
	return training.Config{Steps: 2500, Batch: 50, LearningRate: 1e-3, Seed: seed, Data: x.Digest}
}

// OpenOrTrain returns the autoencoder for x, on the Go engine. Where its checkpoint is missing, unfinished or of another
// training, it says so and trains it first, on the engine that open gives. It also computes the codes that lecture.Codes gives.
// The cell stops where that fails.
func OpenOrTrain(x digits.Data, open func() (backend.Engine, error)) Net {
	return lectures(x).openOrTrain(x, open)
}

// Open returns the autoencoder for x from its checkpoint, on the Go engine, which starts at once. The cell stops where there
// is none, or it is of another training.
func Open(x digits.Data) Net { return Net{lecture.Must(lectures(x).opened(""))} }

// New returns the lecture's network as it is before any training, on an engine.
func New(engine backend.Engine) Net {
	return Net{lecture.Must(model.New(engine, Autoencoder, Config(lecture.Seed())))}
}

// OpenModel returns a model from the checkpoint of that name, on the Go engine. The cell stops where there is none.
func OpenModel(m model.Model, name string) Net {
	return Net{lecture.Must(model.Open(lecture.Must(backend.Go()), m, name))}
}

// A recipe is a training from its start, and the checkpoint it goes to.
type recipe struct {
	model    model.Model
	start    model.Config
	training training.Config
}

// lectures returns the lecture's recipe for x.
func lectures(x digits.Data) recipe {
	config := Training(x, lecture.Seed())
	config.Checkpoint = lecture.Name(x, lecture.Autoencoder)
	return recipe{Autoencoder, Config(lecture.Seed()), config}
}

func (r recipe) openOrTrain(x digits.Data, open func() (backend.Engine, error)) Net {
	n, why := r.opened(training.Digest(x.Train.Images))
	if why != nil {
		fmt.Printf("The lecture's autoencoder is trained now, as in notebook 03: %v.\n", why)
		engine := lecture.Must(open())
		n = lecture.Must(model.New(engine, r.model, r.start))
		r.training.Report = figure.Live(lecture.Caption(x))
		history := lecture.Must(training.Fit(lecture.Interrupt(), n, x.Train.Images, r.training))
		fmt.Printf("%d steps on %s took %.1f s.\n", r.training.Steps, engine, history.Time.Seconds())
		n = lecture.Must(r.opened(""))
	}
	r.keepCodes(n, x)
	return Net{n}
}

// opened returns the network of the recipe's checkpoint, or says why there is none. images is the digest of what it is to be
// trained on, where that is known.
func (r recipe) opened(images string) (*model.Network, error) {
	name := r.training.Checkpoint
	n, err := model.Open(lecture.Must(backend.Go()), r.model, name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("there is no checkpoint %s yet", name)
	}
	if err != nil {
		return nil, err
	}
	have := n.Training()
	want := have.Identity // what only model.Open can compare is the same
	want.Sigma, want.WeightSeed, want.Images, want.After = r.start.Sigma, r.start.Seed, images, ""
	r.training.Complete(&want)
	if found := want.Differences(have.Identity); len(found) > 0 {
		return nil, checkpoint.Other{Name: name, Differences: found}
	}
	if !have.Complete() {
		return nil, fmt.Errorf("checkpoint %s is not trained to its end, %d of %d steps are done", name, have.Step, want.Steps)
	}
	return n, nil
}

// keepCodes computes the codes of both sets of x, where nobody has done so since the training.
func (r recipe) keepCodes(n *model.Network, x digits.Data) {
	dir := lecture.Must(checkpoint.At(r.training.Checkpoint))
	manifest := lecture.Must(dir.Read())
	for of, set := range map[string]digits.Set{"train": x.Train, "test": x.Test} {
		if _, _, err := dir.Codes(of); err == nil {
			continue
		}
		lecture.Stop(dir.SaveCodes(manifest, of, lecture.Must(n.Encode(set.Images)), set.Labels))
	}
}

// A Net is a network as cells use it: where the engine fails, the cell stops.
type Net struct{ *model.Network }

// Encode returns the codes z = f(x) of images x: n × pixels → n × latent.
func (n Net) Encode(images [][]float32) [][]float32 { return lecture.Must(n.Network.Encode(images)) }

// Decode returns the images x̂ = g(z) of codes z: n × latent → n × pixels.
func (n Net) Decode(codes [][]float32) [][]float32 { return lecture.Must(n.Network.Decode(codes)) }

// Reconstruct returns g(f(x)) of images x: n × pixels → n × pixels.
func (n Net) Reconstruct(images [][]float32) [][]float32 {
	return lecture.Must(n.Network.Reconstruct(images))
}
