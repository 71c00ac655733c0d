// Command seeds trains the lecture's autoencoder from several seeds, measures each, and writes out/lecture/seeds.json.
// scripts/seeds.sh runs it.
package main

import (
	"context"
	"fmt"

	"latentlab/pkg/backend"
	"latentlab/pkg/digits"
	"latentlab/pkg/lecture"
	"latentlab/pkg/lecture/measure"
	"latentlab/pkg/lecture/trained"
	"latentlab/pkg/model"
	"latentlab/pkg/training"
	"latentlab/scripts/publish/seeded"
)

func main() { seeded.Main("seeds", run) }

func run(ctx context.Context, engine backend.Engine, last uint64) error {
	goEngine, err := backend.Go()
	if err != nil {
		return err
	}
	all := measure.Seeds{Backend: engine.String(), BySeed: map[uint64]measure.Numbers{}}
	for seed := uint64(1); seed <= last; seed++ {
		x, err := digits.Load(ctx, digits.Options{Only: lecture.Only, Seed: seed})
		if err != nil {
			return err
		}
		config := trained.Training(x, seed) // without a checkpoint: the notebooks' stay as they are
		n, err := model.New(engine, trained.Autoencoder, trained.Config(seed))
		if err != nil {
			return err
		}
		history, err := training.Fit(ctx, n, x.Train.Images, config)
		if err != nil {
			return err
		}
		// Measured on the engine that the notebooks open it on.
		same, err := n.On(goEngine)
		if err != nil {
			return err
		}
		numbers, err := measure.Of(trained.Net{Network: same}, x, seed)
		if err != nil {
			return err
		}
		all.Digits, all.Steps, all.BySeed[seed] = x.String(), config.Steps, numbers
		all.Training = measure.Common(n.Training().Identity)
		fmt.Printf("seed %d: trained in %.1f s, test MSE %.5f\n", seed, history.Time.Seconds(), numbers["test_mse"])
	}
	all.Summarise()
	if err := all.Save(); err != nil {
		return err
	}
	fmt.Printf("\n%s\nWritten to out/lecture/seeds.json.\n", all.Table())
	return nil
}
