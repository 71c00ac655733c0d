// Package seeded is what commands share that train the same from several seeds.
package seeded

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"

	"latentlab/pkg/backend"
	"latentlab/pkg/backend/xla"
)

// Main runs a command on the engine that trains, for the seeds from 1 to last, which the option -seeds gives. An interrupt ends
// ctx; an error ends the command.
func Main(name string, run func(ctx context.Context, engine backend.Engine, last uint64) error) {
	last := flag.Uint64("seeds", 5, "train from the seeds 1 to this one")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	err := fmt.Errorf("%s: -seeds must be at least 1", name)
	if *last >= 1 {
		err = onEngine(ctx, *last, run)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func onEngine(ctx context.Context, last uint64, run func(ctx context.Context, engine backend.Engine, last uint64) error) error {
	engine, err := xla.Open()
	if err != nil {
		return err
	}
	return run(ctx, engine, last)
}
