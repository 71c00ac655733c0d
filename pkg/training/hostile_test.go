package training

import (
	"context"
	"testing"

	"latentlab/pkg/backend"
	"latentlab/pkg/checkpoint"
	"latentlab/pkg/internal/hostile"
	"latentlab/pkg/model"
	"latentlab/tests/faults"
)

func TestHostileArguments(t *testing.T) {
	t.Setenv("LATENTLAB_CHECKPOINTS", t.TempDir())
	engine, err := backend.Go()
	if err != nil {
		t.Fatal(err)
	}
	n, images := newSmall(t, engine), noise(8)
	// fit has no more than three steps done: that 2³² of them take long is no fault.
	fit := func(images [][]float32, c Config) ([][]float32, error) {
		ctx, stop := context.WithCancel(context.Background())
		defer stop()
		snapshot := c.Snapshot
		c.Snapshot = func(step int, n *model.Network) error {
			if step >= 3 {
				stop()
			}
			if snapshot != nil {
				return snapshot(step, n)
			}
			return nil
		}
		if c.Every == 0 {
			c.Every = 1
		}
		n := newSmall(t, engine)
		if _, err := Fit(ctx, n, images, c); err != nil {
			return nil, err
		}
		return n.Encode(noise(2))
	}
	identity := func(c Config) (checkpoint.Identity, error) { return c.Identity(n) }
	tries, lost := hostile.Table{Prefixes: []string{"training: "}, Calls: []hostile.Call{
		hostile.With("Fit", fit, images, Config{Steps: 3, Batch: 4, LearningRate: 1e-3, LastRate: 1e-4, Seed: 1, Data: "abc", Checkpoint: "small", Every: 1}),
		hostile.With("Digest", Digest, images),
		hostile.With("Config.Identity", identity, Config{Steps: 3, Batch: 4, LearningRate: 1e-3}),
	}, Trials: []hostile.Trial{
		{Name: "Fit without a context", Value: "nil", Call: func() []any { return hostile.Of(Fit(context.Context(nil), n, images, Config{Batch: 4})) }},
		{Name: "Fit of nothing", Value: "nil", Call: func() []any { return hostile.Of(Fit(context.Background(), nil, images, Config{Batch: 4})) }},
	}, Spared: map[string]string{"Config.Complete": "Config.Identity is tried with it"}}.Try(t)
	faults.Note(t, "hostile argument", tries, lost)
}
