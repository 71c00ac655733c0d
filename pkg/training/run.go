package training

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	"github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"latentlab/pkg/autoencoder"
	"latentlab/pkg/progress"
)

// A run is a training under way.
type run struct {
	ae     *autoencoder.Autoencoder
	config Config
	exec   *graph.Exec
	most   int               // steps that one call can do
	images [][]float32       // n × pixels, the caller's
	order  *order            // which images each step takes
	x      *tensors.Tensor   // [most, batch, pixels], the images of the steps of one call
	state  []*tensors.Tensor // parameters, then Adam's first and second moments
	done   int               // steps
	losses []float32         // one a step

	start  time.Time     // of this call
	before time.Duration // that the steps took which interrupted calls had done

	timed     int           // steps done in calls after the first, which compiles
	timedTime time.Duration // that they took

	saveEvery time.Duration
	saved     time.Time // when the training began, or was last saved
}

// saveEvery is how often a training with a checkpoint saves itself while it runs, so that a machine that goes down, or a
// kernel that is killed, takes no more than that with it. It takes the lecture's network a tenth of a second.
const saveEvery = 10 * time.Second

// newRun brings images and state in place, from where ae's progress stands.
func newRun(ae *autoencoder.Autoencoder, images [][]float32, config Config) (*run, error) {
	start := time.Now()
	r := &run{start: start, ae: ae, config: config, images: images, order: &order{seed: config.Seed, images: len(images)}, most: 1,
		saveEvery: saveEvery, saved: start}
	engine := ae.Engine()
	if engine.Loops {
		r.most = min(stepsPerCall, max(1, numbersPerCall/(config.Batch*ae.Pixels())))
	}
	var err error
	r.x, err = tensors.FromShapeForBackend(engine.Backend, 0, shapes.Make(dtypes.Float32, r.most, config.Batch, ae.Pixels()))
	if err != nil {
		return nil, fmt.Errorf("training: %w", err)
	}

	moments := make([]*tensors.Tensor, 0, 2*len(ae.Parameters()))
	if p := ae.Progress(); config.canResume(p) {
		r.done, r.before, r.losses, moments = p.Steps, p.Time, slices.Clone(p.Losses), p.Moments
	} else {
		for range 2 {
			for _, p := range ae.Parameters() {
				moments = append(moments, tensors.FromShape(p.Shape()))
			}
		}
	}
	if r.state, err = clones(slices.Concat(ae.Parameters(), moments)); err != nil { // because a call frees them
		return nil, err
	}
	forward := func(params []*graph.Node, x *graph.Node) *graph.Node { return ae.G(params, ae.F(params, x)) }
	r.losses = slices.Grow(r.losses, config.Steps)
	r.exec, err = graph.NewExec(engine.Backend, stepGraph{forward, config.Loss, r.most, engine.Loops}.build)
	if err != nil {
		return nil, fmt.Errorf("training: %w", err)
	}
	return r, nil
}

// What one call of the graph does at most: so many steps, and so many numbers in their images (16 MB, 100 steps of the
// lecture).
const (
	stepsPerCall   = 100
	numbersPerCall = 4 << 20
)

// reportEvery is how often a training reports. A call of the graph lasts as long, so that an interrupt is answered
// as soon.
const reportEvery = 250 * time.Millisecond

// loop does the steps that are left, until ctx ends or something fails.
func (r *run) loop(ctx context.Context) error {
	began, reported := r.done, time.Time{}
	count := 1 // of the steps in the next call: the first finds out how fast the engine is
	for r.done < r.config.Steps {
		if err := context.Cause(ctx); err != nil {
			return err
		}
		if err := r.snapshot(); err != nil {
			return err
		}
		count = min(count, r.most, r.config.Steps-r.done)
		if r.config.Snapshot != nil {
			count = min(count, r.config.Every-r.done%r.config.Every)
		}
		wait := func() {}
		if r.done > began && time.Since(reported) >= reportEvery*9/10 {
			reported = time.Now()
			wait = r.reportBeside()
		}
		callStart := time.Now()
		err := r.call(count)
		took := time.Since(callStart)
		wait()
		if err != nil {
			return err
		}
		if err := r.save(); err != nil {
			return err
		}
		if r.done > began+1 {
			r.timed += count
			r.timedTime += took
			count = max(1, int(float64(count)*float64(reportEvery)/float64(took)))
		} else {
			count = 4
		}
	}
	r.reportBeside()()
	return r.snapshot()
}

// reportBeside calls Report, which may take long to draw, while the steps go on; the function that it returns waits for
// the end of it.
func (r *run) reportBeside() (wait func()) {
	if r.config.Report == nil {
		return func() {}
	}
	report, done := r.report(), make(chan struct{})
	go func() {
		defer close(done)
		r.config.Report(report)
	}()
	return func() { <-done }
}

// snapshot shows the autoencoder as it is now to who has asked for it.
func (r *run) snapshot() error {
	if r.config.Snapshot == nil || r.done%r.config.Every != 0 && r.done != r.config.Steps {
		return nil
	}
	params, err := clones(r.state[:len(r.ae.Parameters())]) // because the next step reuses their buffers
	if err != nil {
		return err
	}
	if err := r.ae.SetParameters(params); err != nil {
		return err
	}
	return r.config.Snapshot(r.done, r.ae)
}

// save saves the training as it is now, to go on from, where it was not for so long.
func (r *run) save() error {
	if r.config.Checkpoint == "" || r.done == r.config.Steps || time.Since(r.saved) < r.saveEvery {
		return nil
	}
	state, err := clones(r.state) // because the next step reuses their buffers
	if err != nil {
		return err
	}
	if err := r.keep(state); err != nil {
		return err
	}
	if err := r.ae.Save(r.config.Checkpoint); err != nil {
		return err
	}
	r.saved = time.Now()
	return nil
}

// clones returns copies of tensors in this program's memory.
func clones(ts []*tensors.Tensor) ([]*tensors.Tensor, error) {
	own := make([]*tensors.Tensor, len(ts))
	for i, t := range ts {
		var err error
		if own[i], err = t.LocalClone(); err != nil {
			return nil, fmt.Errorf("training: %w", err)
		}
	}
	return own, nil
}

// report describes the progress. Its speed leaves out the first call, which compiles.
func (r *run) report() progress.Report {
	report := progress.Report{Step: r.done, Steps: r.config.Steps, Losses: []progress.Series{{Name: "mse", Values: r.losses}}}
	if r.timed > 0 {
		report.PerSecond = float64(r.timed) / r.timedTime.Seconds()
		report.Left = time.Duration(float64(r.config.Steps-r.done) / report.PerSecond * float64(time.Second))
	}
	return report
}

// call does count steps on the engine.
func (r *run) call(count int) error {
	if err := r.fill(count); err != nil {
		return err
	}
	args := []any{r.x, int32(count), int32(r.done), float32(r.config.LearningRate)}
	for _, t := range r.state {
		args = append(args, t)
	}
	out, err := r.exec.Call(args...)
	if err != nil {
		return fmt.Errorf("training: steps %d to %d on %s: %w", r.done+1, r.done+count, r.ae.Engine(), err)
	}
	losses, err := tensors.CopyFlatData[float32](out[0])
	if err != nil {
		return fmt.Errorf("training: %w", err)
	}
	for i, l := range losses[:count] {
		if math.IsNaN(float64(l)) || math.IsInf(float64(l), 0) {
			return fmt.Errorf("training: step %d: the loss is %v: %w", r.done+i+1, l, errNotFinite)
		}
	}
	for _, t := range r.state { // The collector would come too late: it does not see the engine's memory.
		if err := t.FinalizeAll(); err != nil {
			return fmt.Errorf("training: %w", err)
		}
	}
	r.state = out[1:]
	r.done += count
	r.losses = append(r.losses, losses[:count]...)
	return nil
}

// fill copies the images of the next count steps to where the engine reads them.
func (r *run) fill(count int) error {
	rows := r.order.next(r.done*r.config.Batch, count*r.config.Batch)
	err := tensors.MutableFlatData(r.x, func(x []float32) {
		for i, row := range rows {
			copy(x[i*r.ae.Pixels():], r.images[row])
		}
	})
	if err != nil {
		return fmt.Errorf("training: %w", err)
	}
	return nil
}

// keep gives the autoencoder what was learnt. Adam's moments go with it only where there are steps left to do.
func (r *run) keep(state []*tensors.Tensor) error {
	n := len(r.ae.Parameters())
	progress := autoencoder.Progress{Steps: r.done, Recipe: r.config.recipe(), Data: r.config.Data, Time: r.took(), Losses: r.losses}
	if r.done < r.config.Steps {
		progress.Moments = state[n:]
	}
	r.ae.SetProgress(progress)
	return r.ae.SetParameters(state[:n])
}

// took returns how long training has lasted, over all calls.
func (r *run) took() time.Duration { return r.before + time.Since(r.start) }

// stepMS returns the mean time of a step in milliseconds, 0 where only the first call was made.
func (r *run) stepMS() float64 {
	if r.timed == 0 {
		return 0
	}
	return r.timedTime.Seconds() * 1000 / float64(r.timed)
}

// An order is the endless sequence of images that training takes: one random permutation after the other. Any part of
// it follows from the seed alone, so that a training goes on where it was interrupted.
type order struct {
	seed   uint64
	images int

	epoch       int   // of permutation
	permutation []int // nil before the first use
}

// streamOfBatches keeps these random numbers apart from others of the same seed.
const streamOfBatches = 2

// next returns the n images from position from on.
func (o *order) next(from, n int) []int {
	rows := make([]int, n)
	for i := range rows {
		epoch, at := (from+i)/o.images, (from+i)%o.images
		if o.permutation == nil || epoch != o.epoch {
			rng := rand.New(rand.NewPCG(o.seed, streamOfBatches+uint64(epoch)<<8))
			o.epoch, o.permutation = epoch, rng.Perm(o.images)
		}
		rows[i] = o.permutation[at]
	}
	return rows
}
