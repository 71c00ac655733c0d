// Package backend gives the engine that computes graphs: GoMLX's own engine in Go here, XLA in the package xla below.
//
// What a cell imports decides how soon it answers. This package needs no cgo and starts in milliseconds: encoding,
// decoding and drawing use it. Training imports latentlab/pkg/backend/xla as well.
package backend

import (
	"fmt"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/gobackend"
)

// An Engine computes graphs. Label says which one it is, for people and for results: "XLA on CPU", "Go with SIMD".
type Engine struct {
	compute.Backend
	Label string

	// Loops says whether training may put its steps into a loop on the engine (graph.While). GoMLX's Go engine rewrites
	// the body of a loop after it has compiled it (ImplicitBroadcastFusion in compute v0.1.2), and then fails.
	Loops bool
}

// String returns the label.
func (e Engine) String() string { return e.Label }

// Go returns GoMLX's engine in pure Go. Where the program was built with GOEXPERIMENT=simd it uses vector instructions, and
// computes graphs of dense layers, as encoders and decoders are, in a way of its own: they are many times faster.
func Go() (Engine, error) {
	// One operation after the other, each on all cores. Several at once, as is the default, wait for each other's workers
	// now and then until the end of time (workerspool.Pool.Saturate in compute v0.1.2), and are no faster.
	engine, err := gobackend.New("ops_sequential")
	if err != nil {
		return Engine{}, fmt.Errorf("backend: GoMLX's Go engine: %w", err)
	}
	if block > 0 {
		engine = &fused{engine}
	}
	return Engine{Backend: engine, Label: goLabel}, nil
}
