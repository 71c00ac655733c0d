package model

import (
	"fmt"
	"math/rand/v2"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"
	"latentlab/pkg/backend"
	"latentlab/pkg/checkpoint"
)

// Identity returns what the network itself adds to the identity of its trainings; how it is trained is left empty.
func (n *Network) Identity() (checkpoint.Identity, error) {
	probe, err := n.probe()
	return checkpoint.Identity{
		Model: n.model.Kind(), Settings: n.model.Settings(), Pixels: n.config.Pixels, Variables: n.variables(), Probe: probe,
		Sigma: n.config.Sigma, WeightSeed: n.config.Seed,
	}, err
}

// variables names what is trained, with its shape: "encoder/layer_0/dense/weights [784 500]".
func (n *Network) variables() (names []string) {
	for _, v := range n.Trained("") {
		names = append(names, fmt.Sprintf("%s %v", v.Path()[len(root)+1:], v.Shape().Dimensions))
	}
	return names
}

// probe returns of each loss its value, and the length of its term's gradient by the variables it moves, for fixed images and
// weights: a loss or a network that is written otherwise gives other numbers. They are computed on the Go engine, whatever trains.
func (n *Network) probe() ([]float64, error) {
	cheap, err := backend.Go()
	if err != nil {
		return nil, err
	}
	const images = 2
	rng := rand.New(rand.NewPCG(1, streamOfProbe))
	p, err := describe(cheap, n.model, Config{Pixels: n.config.Pixels}, normal(rng, 0.1))
	if err != nil {
		return nil, err
	}
	x := make([]float32, images*n.config.Pixels)
	for i := range x {
		x[i] = rng.Float32()
	}
	exec, err := model.NewExec(cheap.Backend, p.store, func(_ *Scope, x *Node) []*Node {
		var results []*Node
		for _, l := range p.Losses(x) {
			var moved []*Node
			for _, v := range p.Trained(l.Of) {
				moved = append(moved, v.NodeValue(x.Graph()))
			}
			length := ScalarZero(x.Graph(), x.DType())
			for _, gradient := range Gradient(l.Term(), moved...) {
				length = Add(length, ReduceAllSum(Square(gradient)))
			}
			results = append(results, l.Value, Sqrt(length))
		}
		return results
	})
	if err != nil {
		return nil, fmt.Errorf("model: the %s's probe: %w", n.model.Kind(), err)
	}
	out, err := exec.Call(tensors.FromFlatDataAndDimensions(x, images, n.config.Pixels))
	if err != nil {
		return nil, fmt.Errorf("model: the %s's probe: %w", n.model.Kind(), err)
	}
	var results []float64
	for _, t := range out {
		results = append(results, float64(tensors.ToScalar[float32](t)))
	}
	return results, nil
}

// streamOfProbe keeps the probe's random numbers apart from others.
const streamOfProbe = 3
