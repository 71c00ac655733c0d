// Package classifier is the judge in whose features package quality measures images: a small network that learns all ten digits
// from their labels, trained once for all seeds of the lecture, so that their distances can be compared.
package classifier

import (
	"context"
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"
	"latentlab/pkg/backend"
	"latentlab/pkg/checkpoint"
	"latentlab/pkg/digits"
	"latentlab/pkg/model"
	"latentlab/pkg/progress"
	"latentlab/pkg/quality"
	"latentlab/pkg/training"
)

// A Classifier is a trained one. It is not for concurrent use.
type Classifier struct {
	network         *model.Network
	weights, biases []float32 // of its last layer, features × classes row by row, and classes
}

// seed is of its digits, its weights and the order of its images: the same for all seeds of the lecture.
const seed = 1

var start = model.Config{Pixels: digits.Pixels + model.Classes, Sigma: 0.05, Seed: seed}

// recipe returns how it is trained on all ten digits of x: 4,500 steps of 100.
func recipe(x digits.Data) training.Config {
	return training.Config{Steps: 4500, Batch: 100, LearningRate: 2e-3, LastRate: 1e-4, Average: 0.998, Seed: seed, Data: x.Digest,
		Checkpoint: "classifier-" + x.Key()}
}

// Open returns the classifier from its checkpoint, on an engine. Where there is none the error is fs.ErrNotExist; it says what
// is wrong with one that is damaged, not trained to its end, or of another training.
func Open(ctx context.Context, engine backend.Engine) (Classifier, error) {
	x, err := digits.Load(ctx, digits.Options{Seed: seed, TestOnly: true}) // whose digest is that of all
	if err != nil {
		return Classifier{}, err
	}
	return opened(engine, recipe(x))
}

func opened(engine backend.Engine, config training.Config) (Classifier, error) {
	n, err := model.Open(engine, model.Classifier{}, config.Checkpoint)
	if err != nil {
		return Classifier{}, err
	}
	fresh, err := model.New(engine, model.Classifier{}, start)
	if err != nil {
		return Classifier{}, err
	}
	want, err := config.Identity(fresh)
	if err != nil {
		return Classifier{}, err
	}
	have := n.Training()
	if found := want.Differences(have.Identity); len(found) > 0 {
		return Classifier{}, checkpoint.Other{Name: config.Checkpoint, Differences: found}
	}
	if !have.Complete() {
		return Classifier{}, fmt.Errorf("classifier: checkpoint %s is not trained to its end, %d of %d steps are done", config.Checkpoint, have.Step, want.Steps)
	}
	return of(n)
}

// OpenOrTrain is Open; where the checkpoint is missing, unfinished or of another training it trains the classifier first, which
// takes minutes, and shows its progress to report. Where it is interrupted, the next call goes on.
func OpenOrTrain(ctx context.Context, engine backend.Engine, report func(progress.Report)) (Classifier, error) {
	c, err := Open(ctx, engine)
	if err == nil || ctx.Err() != nil {
		return c, err
	}
	x, err := digits.Load(ctx, digits.Options{Seed: seed})
	if err != nil {
		return Classifier{}, err
	}
	return trained(ctx, engine, x.Train, recipe(x), report)
}

func trained(ctx context.Context, engine backend.Engine, on digits.Set, config training.Config, report func(progress.Report)) (Classifier, error) {
	n, err := model.New(engine, model.Classifier{}, start)
	if err != nil {
		return Classifier{}, err
	}
	config.Report = report
	if _, err := training.Fit(ctx, n, model.Labelled(on.Images, on.Labels), config); err != nil {
		return Classifier{}, err
	}
	return of(n)
}

// of returns the classifier of a trained network.
func of(n *model.Network) (Classifier, error) {
	weights, biases, err := n.Layers("classes")
	if err != nil {
		return Classifier{}, err
	}
	return Classifier{n, weights[0], biases[0]}, nil
}

// String names the classifier as a distance in its features must: "classifier 1a2b3c4d".
func (c Classifier) String() string {
	return c.network.Model().Kind() + " " + c.Training().Short()
}

// Training returns which training it is of.
func (c Classifier) Training() checkpoint.Identity { return c.network.Training().Identity }

// See returns the features (n × 64, each between −1 and 1) and the probabilities (n × 10) of images (n × 784). It panics on images
// of another length or that are not finite; it fails where the engine does.
func (c Classifier) See(images [][]float32) (quality.Seen, error) {
	features, err := c.network.Encode(model.Labelled(images, nil))
	if err != nil {
		return quality.Seen{}, err
	}
	seen := quality.Seen{Features: features, Probabilities: make([][]float32, len(features))}
	for i, row := range features {
		seen.Probabilities[i] = c.probabilities(row)
	}
	return seen, nil
}

// probabilities returns the softmax of what the last layer makes of features.
func (c Classifier) probabilities(features []float32) []float32 {
	logOdds := make([]float64, len(c.biases))
	for k := range logOdds {
		logOdds[k] = float64(c.biases[k])
		for j, v := range features {
			logOdds[k] += float64(v) * float64(c.weights[j*len(logOdds)+k])
		}
	}
	all := floats.LogSumExp(logOdds)
	p := make([]float32, len(logOdds))
	for k, l := range logOdds {
		p[k] = float32(math.Exp(l - all))
	}
	return p
}
