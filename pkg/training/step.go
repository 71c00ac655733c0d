package training

import (
	"fmt"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
	gomlx "github.com/gomlx/gomlx/ml/model"
	"latentlab/pkg/model"
)

// A stepGraph builds the graph that trains a network: the model's losses, their gradients and Adam's updates, on the
// variables of the network's store.
type stepGraph struct {
	network   *model.Network
	moments   map[*gomlx.Variable]moments
	variables []*gomlx.Variable // all that a step reads and writes: weights, moments, the state of random numbers
	most      int               // steps that one call can do
	fuses     bool              // the engine makes one pass over memory of several operations
}

func newStepGraph(network *model.Network, most int) (*stepGraph, error) {
	s := &stepGraph{network: network, moments: map[*gomlx.Variable]moments{}, most: most, fuses: network.Engine().Loops}
	var first, second []*gomlx.Variable
	for _, v := range network.Trained("") {
		m, err := momentsOf(network.Store(), v)
		if err != nil {
			return nil, err
		}
		s.moments[v] = m
		s.variables, first, second = append(s.variables, v), append(first, m.first), append(second, m.second)
	}
	s.variables = append(append(s.variables, first...), second...)
	for v := range network.Store().IterVariables() {
		if v.Path() == "/"+gomlx.RNGStateVariableName {
			s.variables = append(s.variables, v)
		}
	}
	return s, nil
}

// build builds the graph. Its inputs are the images x [most, batch, pixels] of the steps, how many steps to do, how many
// were done before, and the learning rate of the first step with its fall [2]. Its result is the losses [most, losses]; the variables are changed in the store.
func (s *stepGraph) build(_ *model.Scope, in []*Node) *Node {
	x, count, before, rates := in[0], in[1], in[2], in[3]
	if s.most == 1 {
		return InsertAxes(s.step(Squeeze(x, 0), before, rates), 0)
	}
	return s.loop(x, count, before, rates)
}

// loop builds many steps in one call, a loop on the engine itself: a call for each step would spend a third of the time
// in between. How many it does is an input, so that one compiled graph serves any speed; the numbers do not depend on it.
func (s *stepGraph) loop(x, count, before, rates *Node) *Node {
	// What the loop carries from step to step. Its body may read x from outside, but XLA's arithmetic takes no operand
	// from there.
	g := x.Graph()
	losses := Zeros(g, shapes.Make(dtypes.Float32, s.most, len(s.network.LossNames())))
	carried := []*Node{Const(g, int32(0)), count, before, rates, losses}
	fixed := len(carried)
	for _, v := range s.variables {
		carried = append(carried, v.NodeValue(g))
	}
	body := NewClosure(g, func(g *Graph) []*Node {
		c := parametersLike(g, carried)
		i, count, before, rates, losses := c[0], c[1], c[2], c[3], c[4]
		for k, v := range s.variables {
			v.SetNodeValue(c[fixed+k])
		}
		batch := Gather(x, Reshape(i, 1)) // [batch, pixels]
		loss := s.step(batch, Add(before, i), rates)
		here := Equal(Iota(g, losses.Shape(), 0), ConvertDType(i, dtypes.Float32))
		losses = Where(here, BroadcastToShape(Reshape(loss, 1, loss.Shape().Size()), losses.Shape()), losses)
		next := []*Node{AddScalar(i, 1), count, before, rates, losses}
		for _, v := range s.variables {
			next = append(next, v.NodeValue(g))
		}
		return next
	})
	more := NewClosure(g, func(g *Graph) []*Node {
		c := parametersLike(g, carried)
		return []*Node{LessThan(c[0], c[1])}
	})
	done := While(more, body, carried...)
	for k, v := range s.variables {
		v.SetNodeValue(done[fixed+k])
	}
	return done[fixed-1]
}

// step builds one step on the images x [batch, pixels], after before steps, and returns its losses [losses]. All gradients
// are taken before any variable is changed.
func (s *stepGraph) step(x, before, rates *Node) *Node {
	g := x.Graph()
	var values, gradients []*Node
	var moved []*gomlx.Variable
	for _, l := range s.network.Losses(x) {
		var at []*Node
		for _, v := range s.network.Trained(l.Of) {
			moved, at = append(moved, v), append(at, v.NodeValue(g))
		}
		gradients = append(gradients, Gradient(l.Value, at...)...)
		values = append(values, l.Value)
	}
	t := ConvertDType(AddScalar(before, 1), dtypes.Float32)
	rate := corrected(rateOf(Squeeze(Slice(rates, AxisElem(0))), Squeeze(Slice(rates, AxisElem(1))), t), t)
	for i, v := range moved {
		adam(v, gradients[i], s.moments[v], rate, s.fuses)
	}
	return Stack(values, 0)
}

// parametersLike gives a closure one parameter for each node, of the same shape.
func parametersLike(g *Graph, nodes []*Node) []*Node {
	result := make([]*Node, len(nodes))
	for i, node := range nodes {
		result[i] = Parameter(g, fmt.Sprintf("carried_%d", i), node.Shape())
	}
	return result
}
