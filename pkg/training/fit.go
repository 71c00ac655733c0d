// Package training makes a model's losses small: Adam, batch by batch, with progress to watch, and nothing lost when it is
// interrupted.
package training

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"runtime/debug"
	"strings"
	"time"

	"latentlab/pkg/checkpoint"
	"latentlab/pkg/internal/vectors"
	"latentlab/pkg/model"
	"latentlab/pkg/progress"
)

// Config says how to train. The zero value is the lecture's: 2,500 steps of 50 images, Adam at 10⁻³.
type Config struct {
	Steps        int     // in all; 0 means 2,500
	Batch        int     // images a step; 0 means 50
	LearningRate float64 // Adam's α; 0 means 0.001
	LastRate     float64 // that α reaches with the last step, each step by the same factor; 0 means that it stays as it is
	Beta1        float64 // Adam's β₁, the share of a gradient's mean that stays from step to step; 0 means 0.9
	Seed         uint64  // of the order of the images

	// Average is the factor of a moving average of the weights, such as 0.999 (Polyak and Juditsky 1992), that the network has in
	// their place when the last step is done, and in a Snapshot; 0 means the weights themselves.
	Average float64

	// Data says where the images come from, as digits.Data's Digest does; it is part of the training's identity.
	Data string

	// Checkpoint names what to save when training ends, and every ten seconds before. Where it holds the same training,
	// interrupted, Fit goes on from there; where it holds another one, Fit says so and replaces it. Empty means that nothing is
	// read or saved.
	Checkpoint string

	// Snapshot, where it is set, is called with the network as it is before the first step, after every Every steps, and after
	// the last one; 0 means every 100. Its error stops the training.
	Snapshot func(step int, n *model.Network) error
	Every    int

	// Report, where it is set, is called from Fit four times a second and when training ends.
	Report func(progress.Report)
}

// History is what a training leaves to look at.
type History struct {
	Losses  []progress.Series // of each step's batch, before the step, one series for each of the model's losses
	Resumed int               // steps that an earlier, interrupted call had done
	Time    time.Duration     // of this call, compilation included, and of the interrupted ones that it goes on from
	StepMS  float64           // mean of a step in milliseconds, without the first call, which compiles
}

// Fit trains a network on images, n × pixels, and saves it where config names a checkpoint. The same seeds on the same machine
// and engine give the same numbers. Configurations that cannot be, and images of another length or that are not finite, panic.
//
// When ctx ends, Fit returns its cause after the step in hand, within half a second; what was done is kept in the network and in
// the checkpoint, and the next call goes on from there. A loss that is no longer finite is an error, and network and
// checkpoint stay as they were. So is a checkpoint that another program is training.
func Fit(ctx context.Context, n *model.Network, images [][]float32, config Config) (History, error) {
	start := time.Now()
	if ctx == nil {
		panic("training: Fit: the context is nil: want context.Background(), or lecture.Interrupt() in a cell")
	}
	if n == nil {
		panic("training: Fit: the network is nil: want one that model.New or model.Open returns")
	}
	config = config.filled(n)
	config.check(n, images)
	want, err := config.identity(n, images)
	if err != nil {
		return History{}, err
	}
	var lock *checkpoint.Lock
	note := ""
	if config.Checkpoint != "" {
		if lock, err = lockOf(config.Checkpoint); err != nil {
			return History{}, err
		}
		defer lock.Unlock()
		if n.Training().Step == 0 {
			if note, err = resume(n, lock.Dir, want); err != nil {
				return History{}, err
			}
		}
	}
	// What the weights and the probe were computed in is no longer needed, and the engine's compiler soon needs more.
	debug.FreeOSMemory()
	run, err := newRun(n, images, config, want)
	if err != nil {
		return History{}, err
	}
	run.start, run.lock, run.note = start, lock, note
	history := History{Resumed: run.done}
	stopped := run.loop(ctx)
	history.Time, history.Losses, history.StepMS = run.took(), run.losses, run.stepMS()
	if stopped != nil && !errors.Is(stopped, context.Cause(ctx)) {
		return history, stopped
	}
	if err := run.keep(); err != nil {
		return history, err
	}
	if lock != nil {
		if err := n.SaveTo(lock); err != nil {
			return history, err
		}
	}
	if stopped != nil {
		where := "kept in the network"
		if lock != nil {
			where = "kept in checkpoint " + config.Checkpoint
		}
		return history, interrupted{fmt.Sprintf("training: interrupted; %d of %d steps are done and %s: run it again to go on", run.done, config.Steps, where), stopped}
	}
	return history, nil
}

func lockOf(name string) (*checkpoint.Lock, error) {
	dir, err := checkpoint.At(name)
	if err != nil {
		return nil, err
	}
	return dir.Lock()
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

// The most that a configuration may ask for, far above what a lesson needs: a slip of the hand ends at once and not in the
// machine's memory.
const (
	mostSteps   = 10_000_000
	mostNumbers = 1 << 28 // in the images of a batch
)

// filled returns the configuration with its zero values filled in; it panics with what is wrong with one.
func (c Config) filled(n *model.Network) Config {
	if c.Steps == 0 {
		c.Steps = 2500
	}
	if c.Batch == 0 {
		c.Batch = 50
	}
	if c.LearningRate == 0 {
		c.LearningRate = 1e-3
	}
	if c.Beta1 == 0 {
		c.Beta1 = beta1
	}
	if c.Every == 0 {
		c.Every = 100
	}
	switch {
	case c.Every < 0:
		panic(fmt.Sprintf("training: Every is %d: want more than 0", c.Every))
	case c.Steps < 0 || c.Steps > mostSteps:
		panic(fmt.Sprintf("training: Steps is %d: want 1 to %d", c.Steps, mostSteps))
	case c.Batch < 0 || c.Batch > mostNumbers/n.Pixels():
		panic(fmt.Sprintf("training: Batch is %d: want 1 to %d", c.Batch, mostNumbers/n.Pixels()))
	case !(c.LearningRate > 0 && c.LearningRate <= math.MaxFloat32):
		panic(fmt.Sprintf("training: LearningRate is %g: want a small number above 0, such as 0.001", c.LearningRate))
	case !(c.Beta1 > 0 && c.Beta1 < 1):
		panic(fmt.Sprintf("training: Beta1 is %g: want a number between 0 and 1, or 0 for 0.9", c.Beta1))
	case !(c.Average >= 0 && c.Average < 1):
		panic(fmt.Sprintf("training: Average is %g: want a number below 1, such as 0.999, or 0 for none", c.Average))
	case !(c.LastRate >= 0 && c.LastRate <= math.MaxFloat32):
		panic(fmt.Sprintf("training: LastRate is %g: want a small number above 0, or 0 for a rate that stays", c.LastRate))
	}
	return c
}

// check panics with what is wrong with images for n.
func (c Config) check(n *model.Network, images [][]float32) {
	if len(images) < c.Batch {
		panic(fmt.Sprintf("training: %d images are fewer than a batch of %d: want a smaller Batch or more images", len(images), c.Batch))
	}
	for i, image := range images {
		if len(image) != n.Pixels() {
			panic(fmt.Sprintf("training: image %d has %d pixels, the network takes %d", i, len(image), n.Pixels()))
		}
		for p, v := range image {
			if v-v != 0 { // NaN or an infinity
				panic(fmt.Sprintf("training: pixel %d of image %d is %v: want finite numbers", p, i, v))
			}
		}
	}
}

// identity returns which training config asks for.
func (c Config) identity(n *model.Network, images [][]float32) (checkpoint.Identity, error) {
	pixels := make(chan string)
	go func() { pixels <- Digest(images) }()
	id, err := n.Identity()
	id.Images = <-pixels
	if err != nil {
		return id, err
	}
	c.Complete(&id)
	if done := n.Training(); done.Step > 0 && len(id.Differences(done.Identity)) > 0 {
		before, err := json.Marshal(done)
		if err != nil {
			return id, fmt.Errorf("training: what the network was trained for before: %w", err)
		}
		sum := sha256.Sum256(before)
		id.After = hex.EncodeToString(sum[:])
	}
	return id, nil
}

// Complete notes in an identity how config, without zero values, trains.
func (c Config) Complete(id *checkpoint.Identity) {
	id.Optimizer, id.LearningRate, id.LastRate = c.optimizer(), c.LearningRate, c.LastRate
	id.Steps, id.Batch, id.Seed, id.Data = c.Steps, c.Batch, c.Seed, c.Data
}

// Identity returns which training Fit makes of a network as New has made it, but for the digest of the images.
func (c Config) Identity(n *model.Network) (checkpoint.Identity, error) {
	id, err := n.Identity()
	if err != nil {
		return id, err
	}
	c.filled(n).Complete(&id)
	return id, nil
}

// Digest returns the SHA-256 of the images' pixels, in hex: an identity's Images.
func Digest(images [][]float32) string { return vectors.Digest(images) }

// resume takes over what an interrupted training of the same identity left in the checkpoint. Where it holds anything else, note
// says what, and that it will be replaced.
func resume(n *model.Network, dir checkpoint.Dir, want checkpoint.Identity) (note string, err error) {
	anew := func(why string) (string, error) {
		return fmt.Sprintf("It begins anew, and will replace checkpoint %s: %s.", dir.Name, why), nil
	}
	manifest, err := dir.Read()
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return anew(err.Error())
	}
	if found := want.Differences(manifest.Identity); len(found) > 0 {
		return anew(strings.Join(found, "; "))
	}
	if manifest.Complete() {
		return "", nil
	}
	saved, err := model.Open(n.Engine(), n.Model(), dir.Name)
	if err != nil {
		return anew(err.Error())
	}
	return "", n.SetTraining(saved.Training(), saved.Store())
}
