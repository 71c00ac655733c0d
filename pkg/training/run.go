package training

import (
	"context"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	"github.com/gomlx/gomlx/core/tensors"
	gomlx "github.com/gomlx/gomlx/ml/model"
	"latentlab/pkg/checkpoint"
	"latentlab/pkg/model"
	"latentlab/pkg/progress"
)

// A run is a training under way.
type run struct {
	network *model.Network // the caller's, as it was
	work    *model.Network // what is trained
	config  Config
	lock    *checkpoint.Lock // nil where there is no checkpoint
	note    string           // for the next report

	identity checkpoint.Identity
	exec     *gomlx.Exec
	most     int               // steps that one call can do
	images   [][]float32       // n × pixels, the caller's
	order    *order            // which images each step takes
	x        *tensors.Tensor   // [most, batch, pixels], the images of the steps of one call
	done     int               // steps
	losses   []progress.Series // a value a step each

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

// newRun brings images and state in place, from where the network's training stands.
func newRun(n *model.Network, images [][]float32, config Config, identity checkpoint.Identity) (*run, error) {
	start := time.Now()
	r := &run{start: start, network: n, config: config, identity: identity, images: images,
		order: &order{seed: config.Seed, images: len(images)}, most: 1, saveEvery: saveEvery, saved: start}
	engine := n.Engine()
	if engine.Loops {
		r.most = min(stepsPerCall, max(1, numbersPerCall/(config.Batch*n.Pixels())))
	}
	var err error
	if r.x, err = tensors.FromShapeForBackend(engine.Backend, 0, shapes.Make(dtypes.Float32, r.most, config.Batch, n.Pixels())); err != nil {
		return nil, fmt.Errorf("training: room for %d batches of %d images: %w", r.most, config.Batch, err)
	}
	if r.work, err = n.On(engine); err != nil { // because a call frees what it starts from
		return nil, err
	}
	if t := n.Training(); !t.Complete() && t.Step > 0 && len(identity.Differences(t.Identity)) == 0 {
		r.done, r.before = t.Step, t.Time
		for _, s := range t.Losses {
			r.losses = append(r.losses, progress.Series{Name: s.Name, Values: slices.Grow(slices.Clone(s.Values), config.Steps-t.Step)})
		}
	} else {
		for _, name := range n.LossNames() {
			r.losses = append(r.losses, progress.Series{Name: name, Values: make([]float32, 0, config.Steps)})
		}
		for _, path := range []string{momentsPath, averagesPath} {
			if err := r.work.Store().DeleteVariablesInScope(path); err != nil {
				return nil, fmt.Errorf("training: %w", err)
			}
		}
	}
	graph, err := newStepGraph(r.work, r.most, config)
	if err != nil {
		return nil, err
	}
	if r.exec, err = gomlx.NewExec(engine.Backend, r.work.Store(), graph.build); err != nil {
		return nil, fmt.Errorf("training: the graph of a step: %w", err)
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
		r.save()
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

// snapshot shows the network as it is now to who has asked for it.
func (r *run) snapshot() error {
	if r.config.Snapshot == nil || r.done%r.config.Every != 0 && r.done != r.config.Steps {
		return nil
	}
	now, err := r.now()
	if err != nil {
		return err
	}
	if r.done > 0 {
		if err := takeAverages(now.Store()); err != nil {
			return err
		}
	}
	return r.config.Snapshot(r.done, now)
}

// now returns a copy of the network with what it has learnt, which the steps that follow do not change.
func (r *run) now() (*model.Network, error) {
	n, err := r.work.On(r.network.Engine())
	if err != nil {
		return nil, err
	}
	return n, r.handOver(n, n.Store())
}

// handOver gives a network a store with what was learnt. Adam's moments go with it only where there are steps left to do; else
// averages take the weights' place.
func (r *run) handOver(n *model.Network, store *gomlx.Store) error {
	if r.done == r.config.Steps {
		if err := store.DeleteVariablesInScope(momentsPath); err != nil {
			return fmt.Errorf("training: %w", err)
		}
		if err := takeAverages(store); err != nil {
			return err
		}
	}
	losses := make([]progress.Series, len(r.losses))
	for k, s := range r.losses {
		losses[k] = progress.Series{Name: s.Name, Values: slices.Clip(s.Values)}
	}
	return n.SetTraining(model.Training{Identity: r.identity, Step: r.done, Time: r.took(), Losses: losses}, store)
}

// save writes a checkpoint if the last one is older than saveEvery. One that cannot be written is said, and tried again: the
// training itself goes on.
func (r *run) save() {
	if r.lock == nil || r.done == r.config.Steps || time.Since(r.saved) < r.saveEvery {
		return
	}
	now, err := r.now()
	if err == nil {
		err = now.SaveTo(r.lock)
	}
	r.saved = time.Now()
	r.note = ""
	if err != nil {
		r.note = fmt.Sprintf("Not saved at step %d, the training goes on: %v.", r.done, err)
	}
}

// report describes the progress. Its speed leaves out the first call, which compiles.
func (r *run) report() progress.Report {
	report := progress.Report{Step: r.done, Steps: r.config.Steps, Losses: slices.Clone(r.losses), Note: r.note}
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
	out, err := r.exec.Call1(r.x, int32(count), int32(r.done), []float32{float32(r.config.LearningRate), r.config.fall()})
	if err != nil {
		return fmt.Errorf("training: steps %d to %d on %s: %w", r.done+1, r.done+count, r.work.Engine(), err)
	}
	losses, err := tensors.CopyFlatData[float32](out) // [most, losses]
	if err != nil {
		return fmt.Errorf("training: the losses of steps %d to %d: %w", r.done+1, r.done+count, err)
	}
	for i := range count {
		for k, s := range r.losses {
			if l := losses[i*len(r.losses)+k]; math.IsNaN(float64(l)) || math.IsInf(float64(l), 0) {
				return fmt.Errorf("training: step %d: the loss %s is %v, no longer finite: a smaller LearningRate may help", r.done+i+1, s.Name, l)
			}
		}
	}
	for k := range r.losses {
		for i := range count {
			r.losses[k].Values = append(r.losses[k].Values, losses[i*len(r.losses)+k])
		}
	}
	r.done += count
	return nil
}

// fill copies the images of the next count steps to where the engine reads them.
func (r *run) fill(count int) error {
	rows := r.order.next(r.done*r.config.Batch, count*r.config.Batch)
	err := tensors.MutableFlatData(r.x, func(x []float32) {
		for i, row := range rows {
			copy(x[i*r.work.Pixels():], r.images[row])
		}
	})
	if err != nil {
		return fmt.Errorf("training: handing %d batches to %s: %w", count, r.work.Engine(), err)
	}
	return nil
}

// keep gives the caller's network what was learnt, after the last step.
func (r *run) keep() error { return r.handOver(r.network, r.work.Store()) }

// took returns how long training has lasted, over all calls.
func (r *run) took() time.Duration { return r.before + time.Since(r.start) }

// stepMS returns the mean time of a step in milliseconds, 0 where only the first call was made.
func (r *run) stepMS() float64 {
	if r.timed == 0 {
		return 0
	}
	return r.timedTime.Seconds() * 1000 / float64(r.timed)
}
