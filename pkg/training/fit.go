// Package training fits an autoencoder to images: Adam, batch by batch, with progress to watch, and nothing lost when
// it is interrupted.
package training

import (
	"context"
	"errors"
	"fmt"
	"math"
	"time"

	"latentlab/pkg/autoencoder"
	"latentlab/pkg/progress"
)

// Config says how to train. The zero value is the lecture's: 2,500 steps of 50 images, Adam at 10⁻³.
type Config struct {
	Steps        int     // in all; 0 means 2,500
	Batch        int     // images a step; 0 means 50
	LearningRate float64 // Adam's α; 0 means 0.001
	Seed         uint64  // of the order of the images
	Loss         Loss    // nil means MSE

	// Data identifies the images, such as digits.Data's Digest; the checkpoint keeps it.
	Data string

	// Checkpoint names what to save when training ends, and every ten seconds before. Where it holds a training with the
	// same configuration and data that was interrupted, Fit goes on from there. Empty means that nothing is read or saved.
	Checkpoint string

	// Snapshot, where it is set, is called with ae as it is before the first step, after every Every steps, and after the
	// last one; 0 means every 100. Its error stops the training.
	Snapshot func(step int, ae *autoencoder.Autoencoder) error
	Every    int

	// Report, where it is set, is called from Fit four times a second and when training ends.
	Report func(progress.Report)
}

// History is what a training leaves to look at.
type History struct {
	Losses  []float32     // mean squared error per pixel of each step's batch, before the step
	Resumed int           // steps that an earlier, interrupted call had done
	Time    time.Duration // of this call, compilation included, and of the interrupted ones that it goes on from
	StepMS  float64       // mean of a step in milliseconds, without the first call, which compiles
}

// Fit trains ae on images, n × pixels, and saves it where config names a checkpoint. The same seed on the same machine
// and engine gives the same numbers.
//
// When ctx ends, Fit returns its cause after the step in hand, within half a second; what was done is kept in ae and in
// the checkpoint, and the next call goes on from there. A loss that is no longer finite is an error, and the checkpoint
// stays as it was last saved.
func Fit(ctx context.Context, ae *autoencoder.Autoencoder, images [][]float32, config Config) (History, error) {
	config, err := config.check(ae, images)
	if err != nil {
		return History{}, err
	}
	if err := config.resume(ae); err != nil {
		return History{}, err
	}
	run, err := newRun(ae, images, config)
	if err != nil {
		return History{}, err
	}
	history := History{Resumed: run.done}
	stopped := run.loop(ctx)
	history.Time, history.Losses, history.StepMS = run.took(), run.losses, run.stepMS()
	if stopped != nil && !errors.Is(stopped, context.Cause(ctx)) {
		return history, stopped
	}
	if err := run.keep(run.state); err != nil {
		return history, err
	}
	if config.Checkpoint != "" {
		if err := ae.Save(config.Checkpoint); err != nil {
			return history, err
		}
	}
	if stopped != nil {
		where := "kept in ae"
		if config.Checkpoint != "" {
			where = "kept in checkpoint " + config.Checkpoint
		}
		return history, interrupted{fmt.Sprintf("training: interrupted; %d of %d steps are done and %s: run it again to go on", run.done, config.Steps, where), stopped}
	}
	return history, nil
}

// interrupted says what an interrupt has left to do. Its cause, which can be asked for, would tell a reader nothing more.
type interrupted struct {
	text  string
	cause error
}

// Error returns what is done, where it is kept and how to go on.
func (e interrupted) Error() string { return e.text }

// Unwrap returns the cause of the context's end.
func (e interrupted) Unwrap() error { return e.cause }

// check fills in the zero values and says what is wrong with a configuration or with images for ae.
func (c Config) check(ae *autoencoder.Autoencoder, images [][]float32) (Config, error) {
	if c.Steps == 0 {
		c.Steps = 2500
	}
	if c.Batch == 0 {
		c.Batch = 50
	}
	if c.LearningRate == 0 {
		c.LearningRate = 1e-3
	}
	if c.Every == 0 {
		c.Every = 100
	}
	if c.Loss == nil {
		c.Loss = MSE
	}
	switch {
	case c.Every < 0:
		return c, fmt.Errorf("training: Every is %d: want more than 0", c.Every)
	case c.Steps < 0 || c.Batch < 0:
		return c, fmt.Errorf("training: %d steps of %d images: want more than 0", c.Steps, c.Batch)
	case c.LearningRate < 0 || math.IsNaN(c.LearningRate) || math.IsInf(c.LearningRate, 0):
		return c, fmt.Errorf("training: the learning rate is %g: want a small number above 0, such as 0.001", c.LearningRate)
	case len(images) < c.Batch:
		return c, fmt.Errorf("training: %d images are fewer than a batch of %d: want a smaller Batch or more images", len(images), c.Batch)
	}
	for i, image := range images {
		if len(image) != ae.Pixels() {
			return c, fmt.Errorf("training: image %d has %d pixels, the autoencoder takes %d", i, len(image), ae.Pixels())
		}
	}
	return c, nil
}

// recipe is all of the configuration that the numbers depend on, as text for a checkpoint.
func (c Config) recipe() string {
	return fmt.Sprintf("Adam at %g, %d steps of %d images, seed %d", c.LearningRate, c.Steps, c.Batch, c.Seed)
}

// resume takes over what an interrupted training with the same recipe, network and data left in the checkpoint.
func (c Config) resume(ae *autoencoder.Autoencoder) error {
	if c.Checkpoint == "" || ae.Progress().Steps > 0 {
		return nil
	}
	saved, err := autoencoder.OpenAs(ae.Engine(), c.Checkpoint, ae.Config())
	if err != nil {
		// There is none, or one of another network, or a damaged one: training begins anew and replaces it.
		return nil
	}
	if p := saved.Progress(); c.canResume(p) && saved.Config().Seed == ae.Config().Seed && saved.Config().Sigma == ae.Config().Sigma {
		ae.SetProgress(p)
		return ae.SetParameters(saved.Parameters())
	}
	return nil
}

// Finished reports whether a training of that progress did all that config, with its zero values filled in, asks for.
func (c Config) Finished(p autoencoder.Progress) bool {
	return len(p.Moments) == 0 && p.Steps == c.Steps && p.Recipe == c.recipe() && p.Data == c.Data
}

// canResume reports whether a training of that progress was interrupted and would go on as config says.
func (c Config) canResume(p autoencoder.Progress) bool {
	return len(p.Moments) > 0 && p.Recipe == c.recipe() && p.Data == c.Data
}

// errNotFinite says that training diverged.
var errNotFinite = errors.New("the loss is no longer finite: a smaller LearningRate may help")
