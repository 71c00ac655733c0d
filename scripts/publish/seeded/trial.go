package seeded

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"latentlab/pkg/backend"
	"latentlab/pkg/checkpoint"
	"latentlab/pkg/digits"
	"latentlab/pkg/lecture/measure"
	"latentlab/pkg/lecture/trained"
	"latentlab/pkg/model"
	"latentlab/pkg/training"
)

// A Trial is a training, and the rows of measures that come of it from each seed; or rows alone, of what is not trained.
type Trial struct {
	Name    string
	On      digits.Data
	Recipe  trained.Recipe // whose seeds and checkpoint do not count; without a model where nothing is trained
	Measure func(n trained.Net, seed uint64) ([]Result, error)
}

// A Result is what a seed gives to a row.
type Result struct {
	Name    string
	Latent  int // dimensions, where rows are compared by them
	Numbers measure.Numbers
}

// String returns the measures by name.
func (r Result) String() string {
	var parts []string
	for name, v := range r.Numbers {
		parts = append(parts, fmt.Sprintf("%s %.4g", name, v))
	}
	slices.Sort(parts)
	return fmt.Sprintf("%-42s  %s", r.Name, strings.Join(parts, "  "))
}

// Run takes the trials from the seeds 1 to last, but for those that rows have already, and saves after each, so that an interrupt
// loses no more than one. Rows of trainings that are not among the trials are left out.
func Run(ctx context.Context, engine backend.Engine, last uint64, trials []Trial, rows *measure.Rows, save func() error) error {
	trainings := make([]checkpoint.Identity, len(trials))
	for i, t := range trials {
		var err error
		if _, trainings[i], err = t.start(engine, 1); err != nil {
			return fmt.Errorf("%s: %w", t.Name, err)
		}
	}
	*rows = slices.DeleteFunc(*rows, func(r measure.Row) bool {
		return !slices.ContainsFunc(trainings, func(t checkpoint.Identity) bool { return len(t.Differences(r.Training)) == 0 })
	})
	for seed := uint64(1); seed <= last; seed++ {
		for i, t := range trials {
			if rows.Has(trainings[i], seed) {
				continue
			}
			results, err := t.take(ctx, engine, seed)
			if err != nil {
				return fmt.Errorf("%s, seed %d: %w", t.Name, seed, err)
			}
			for _, r := range results {
				rows.Note(measure.Row{Name: r.Name, Latent: r.Latent, Training: trainings[i]}, seed, r.Numbers)
				fmt.Printf("seed %d  %s\n", seed, r)
			}
			if err := save(); err != nil {
				return err
			}
		}
	}
	return nil
}

// start returns the network that the training starts from, and what it has in common with the trainings of other seeds.
func (t Trial) start(engine backend.Engine, seed uint64) (*model.Network, checkpoint.Identity, error) {
	if t.Recipe.Model == nil {
		return nil, checkpoint.Identity{}, nil
	}
	start := t.Recipe.Start
	start.Seed = seed
	n, err := model.New(engine, t.Recipe.Model, start)
	if err != nil {
		return nil, checkpoint.Identity{}, err
	}
	id, err := t.Recipe.Training.Identity(n)
	return n, measure.Common(id), err
}

// take trains and measures, without a checkpoint: the notebooks' stay as they are.
func (t Trial) take(ctx context.Context, engine backend.Engine, seed uint64) ([]Result, error) {
	n, _, err := t.start(engine, seed)
	if err != nil {
		return nil, err
	}
	if n == nil {
		return t.Measure(trained.Net{}, seed)
	}
	config := t.Recipe.Training
	config.Seed, config.Data, config.Checkpoint = seed, t.On.Digest, ""
	history, err := training.Fit(ctx, n, t.On.Train.Images, config)
	if err != nil {
		return nil, err
	}
	fmt.Printf("seed %d  %s: trained in %.1f s\n", seed, t.Name, history.Time.Seconds())
	return t.Measure(trained.Net{Network: n}, seed)
}
