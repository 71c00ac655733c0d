// Package model is the autoencoder of the lecture's slides 6 to 14: 784–500–300–2 on the digits 1, 5 and 6, trained in
// notebook 03, opened by all that follow.
package model

import (
	"errors"
	"fmt"
	"io/fs"

	"latentlab/pkg/autoencoder"
	"latentlab/pkg/backend"
	"latentlab/pkg/digits"
	"latentlab/pkg/lecture"
	"latentlab/pkg/training"
)

// Config returns the lecture's network.
func Config() autoencoder.Config {
	return autoencoder.Config{Widths: []int{784, 500, 300, 2}, Seed: lecture.Seed()}
}

// Training returns how the lecture trains it on x: 2,500 steps of 50 images, Adam at 10⁻³, into the checkpoint lecture.Name.
func Training(x digits.Data) training.Config {
	return training.Config{
		Steps: 2500, Batch: 50, LearningRate: 1e-3, Seed: lecture.Seed(),
		Data: x.Digest, Checkpoint: lecture.Name(x),
	}
}

// OpenOrTrain returns the autoencoder for x, on the Go engine. Where its checkpoint is missing, unfinished or of another
// recipe, it says so and trains it first, on the engine that open gives. The cell stops where that fails.
func OpenOrTrain(x digits.Data, open func() (backend.Engine, error)) *autoencoder.Autoencoder {
	ae, why := opened(x)
	if why == nil {
		return ae
	}
	fmt.Printf("%v\nSo it is trained now, as in notebook 03.\n", why)
	engine := lecture.Must(open())
	ae = lecture.Must(autoencoder.New(engine, Config()))
	history := lecture.Must(training.Fit(lecture.Interrupt(), ae, x.Train.Images, Training(x)))
	fmt.Printf("%d steps on %s took %.1f s.\n", len(history.Losses), engine, history.Time.Seconds())
	return Open(x)
}

// Open returns the autoencoder for x from its checkpoint, on the Go engine, which starts at once. The cell stops where
// there is none.
func Open(x digits.Data) *autoencoder.Autoencoder { return lecture.Must(opened(x)) }

func opened(x digits.Data) (*autoencoder.Autoencoder, error) {
	ae, err := autoencoder.OpenAs(lecture.Must(backend.Go()), lecture.Name(x), Config())
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("There is no checkpoint %s yet.", lecture.Name(x))
	}
	if err != nil {
		return nil, err
	}
	want := Training(x)
	if p := ae.Progress(); !want.Finished(p) {
		return nil, fmt.Errorf("Checkpoint %s holds another training: %d steps, %s.", lecture.Name(x), p.Steps, p.Recipe)
	}
	return ae, nil
}
