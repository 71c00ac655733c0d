package training

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"time"

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
	images *tensors.Tensor   // [n, pixels]
	order  *order            // which images each step takes
	state  []*tensors.Tensor // parameters, then Adam's first and second moments
	done   int               // steps
	losses []float32         // one a step

	timed     int           // steps done in calls after the first, which compiles
	timedTime time.Duration // that they took
}

// newRun brings images and state in place, from where ae's progress stands.
func newRun(ae *autoencoder.Autoencoder, images [][]float32, config Config) (*run, error) {
	n, pixels := len(images), ae.Pixels()
	r := &run{ae: ae, config: config, order: &order{seed: config.Seed, images: n}}
	flat := make([]float32, n*pixels)
	for i, image := range images {
		copy(flat[i*pixels:], image)
	}
	r.images = tensors.FromFlatDataAndDimensions(flat, n, pixels)

	moments := make([]*tensors.Tensor, 0, 2*len(ae.Parameters()))
	if p := ae.Progress(); config.canResume(p) {
		r.done, r.losses, moments = p.Steps, slices.Clone(p.Losses), p.Moments
	} else {
		for range 2 {
			for _, p := range ae.Parameters() {
				moments = append(moments, tensors.FromShape(p.Shape()))
			}
		}
	}
	for _, t := range slices.Concat(ae.Parameters(), moments) {
		own, err := t.LocalClone() // because the engine reuses its buffer
		if err != nil {
			return nil, fmt.Errorf("training: %w", err)
		}
		r.state = append(r.state, own)
	}
	forward := func(params []*graph.Node, x *graph.Node) *graph.Node { return ae.G(params, ae.F(params, x)) }
	r.most = 1
	if ae.Engine().Loops {
		r.most = stepsPerCall
	}
	exec, err := graph.NewExec(ae.Engine().Backend, stepGraph{forward, config.Loss, config.Batch, r.most}.build)
	if err != nil {
		return nil, fmt.Errorf("training: %w", err)
	}
	r.exec = exec
	return r, nil
}

// stepsPerCall is the most steps that one call of the graph does.
const stepsPerCall = 100

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
		callStart := time.Now()
		if err := r.call(count); err != nil {
			return err
		}
		took := time.Since(callStart)
		if r.done > began+1 {
			r.timed += count
			r.timedTime += took
			count = max(1, int(float64(count)*float64(reportEvery)/float64(took)))
		} else {
			count = 4
		}
		if last := r.done == r.config.Steps; r.config.Report != nil && (last || time.Since(reported) >= reportEvery*9/10) {
			reported = time.Now()
			r.config.Report(r.report())
		}
	}
	return r.snapshot()
}

// snapshot shows the autoencoder as it is now to who has asked for it.
func (r *run) snapshot() error {
	if r.config.Snapshot == nil || r.done%r.config.Every != 0 && r.done != r.config.Steps {
		return nil
	}
	var params []*tensors.Tensor
	for _, t := range r.state[:len(r.ae.Parameters())] {
		own, err := t.LocalClone() // because the next step reuses its buffer
		if err != nil {
			return fmt.Errorf("training: %w", err)
		}
		params = append(params, own)
	}
	if err := r.ae.SetParameters(params); err != nil {
		return err
	}
	return r.config.Snapshot(r.done, r.ae)
}

// report describes the progress. Its speed leaves out the first call, which compiles.
func (r *run) report() progress.Report {
	report := progress.Report{Step: r.done, Steps: r.config.Steps, Losses: r.losses}
	if r.timed > 0 {
		report.PerSecond = float64(r.timed) / r.timedTime.Seconds()
		report.Left = time.Duration(float64(r.config.Steps-r.done) / report.PerSecond * float64(time.Second))
	}
	return report
}

// call does count steps on the engine.
func (r *run) call(count int) error {
	batches := make([]int32, r.most*r.config.Batch)
	r.order.fill(batches[:count*r.config.Batch], r.done*r.config.Batch)
	args := []any{
		r.images,
		tensors.FromFlatDataAndDimensions(batches, r.most, r.config.Batch),
		int32(count), int32(r.done), float32(r.config.LearningRate),
	}
	for _, t := range r.state {
		buffer, err := graph.DonateTensorBuffer(t, r.ae.Engine().Backend, 0)
		if err != nil {
			return fmt.Errorf("training: %w", err)
		}
		args = append(args, buffer)
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
	r.state = out[1:]
	r.done += count
	r.losses = append(r.losses, losses[:count]...)
	return nil
}

// finish gives the autoencoder what was learnt. Adam's moments go with it only where there are steps left to do.
func (r *run) finish(config Config) error {
	n := len(r.ae.Parameters())
	progress := autoencoder.Progress{Steps: r.done, Recipe: config.recipe(), Data: config.Data, Losses: r.losses}
	if r.done < config.Steps {
		progress.Moments = r.state[n:]
	}
	r.ae.SetProgress(progress)
	return r.ae.SetParameters(r.state[:n])
}

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

// fill sets rows to the images at position from and the following ones.
func (o *order) fill(rows []int32, from int) {
	for i := range rows {
		epoch, at := (from+i)/o.images, (from+i)%o.images
		if o.permutation == nil || epoch != o.epoch {
			rng := rand.New(rand.NewPCG(o.seed, streamOfBatches+uint64(epoch)<<8))
			o.epoch, o.permutation = epoch, rng.Perm(o.images)
		}
		rows[i] = int32(o.permutation[at])
	}
}
