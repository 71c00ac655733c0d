// Command train trains one of the lecture's networks once, as a notebook does, and prints what that took. GOMLX_BACKEND says on
// which engine.
package main

import (
	"context"
	"flag"
	"time"

	"latentlab/pkg/backend/xla"
	"latentlab/pkg/checkpoint"
	"latentlab/pkg/digits"
	"latentlab/pkg/lecture"
	"latentlab/pkg/model"
	"latentlab/pkg/progress"
	"latentlab/pkg/training"
	"latentlab/scripts/bench/measure"
)

func main() {
	only := flag.String("digits", "1,5,6", "which digits")
	widths := flag.String("widths", "784,500,300,2", "of the encoder's layers")
	steps := flag.Int("steps", 2500, "how many steps")
	batch := flag.Int("batch", 50, "images a step")
	seed := flag.Uint64("seed", 1, "of the weights and of the order of the images")
	isVAE := flag.Bool("vae", false, "a VAE with a Bernoulli likelihood in place of the autoencoder")
	name := flag.String("checkpoint", "", "where to keep what was trained, and its codes of the test images")
	flag.Parse()

	ctx := context.Background()
	x := lecture.Must(digits.Load(ctx, digits.Options{Only: measure.Ints(*only), Seed: 1}))
	config := training.Config{
		Steps: *steps, Batch: *batch, LearningRate: 1e-3, Seed: *seed, Data: x.Digest, Checkpoint: *name,
	}
	var first, last point
	config.Report = func(r progress.Report) {
		last = point{r.Step, time.Now()}
		if first.step == 0 {
			first = last
		}
	}
	start := time.Now()
	engine := lecture.Must(xla.Open())
	network := lecture.Must(model.New(engine, of(measure.Ints(*widths), *isVAE), model.Config{Seed: *seed}))
	history := lecture.Must(training.Fit(ctx, network, x.Train.Images, config))
	total := time.Since(start)
	peak := measure.PeakMB()
	if *name != "" {
		keepCodes(network, *name, x.Test)
	}

	found := map[string]any{
		"engine":       engine.String(),
		"step_ms":      last.time.Sub(first.time).Seconds() * 1000 / float64(last.step-first.step),
		"total_s":      total.Seconds(),
		"losses":       len(history.Losses[0].Values),
		"train_images": x.Train.Len(),
		"peak_mb":      peak,
	}
	if *isVAE {
		var elbo float64 // negative
		for _, loss := range lecture.Must(network.Evaluate(x.Test.Images, *seed)) {
			elbo += loss
		}
		found["test_elbo"] = elbo
	} else {
		found["test_mse"] = measure.MSE(x.Test.Images, lecture.Must(network.Reconstruct(x.Test.Images)))
	}
	measure.Print(found)
}

func of(widths []int, isVAE bool) model.Model {
	ae := model.Autoencoder{Widths: widths}
	if isVAE {
		return model.VAE{Autoencoder: ae, Beta: 1}
	}
	return ae
}

// keepCodes computes the codes of a set of images as notebooks do, for cells that only draw.
func keepCodes(network *model.Network, name string, of digits.Set) {
	dir := lecture.Must(checkpoint.At(name))
	z := lecture.Must(network.Encode(of.Images))
	lecture.Stop(dir.SaveCodes(lecture.Must(dir.Read()), "test", z, of.Labels))
}

// A point of time in a training: so many steps were done then. The first one known follows the first call of the
// graph, which compiles.
type point struct {
	step int
	time time.Time
}
