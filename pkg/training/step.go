package training

import (
	"fmt"
	"slices"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	gomlx "github.com/gomlx/gomlx/ml/model"
	"latentlab/pkg/model"
)

// A stepGraph builds the graph that trains a network: the model's losses, their gradients and Adam's updates, on the
// variables of the network's store.
type stepGraph struct {
	network   *model.Network
	moments   map[*gomlx.Variable]moments
	averages  map[*gomlx.Variable]*gomlx.Variable // none where the configuration asks for none
	variables []*gomlx.Variable                   // all that a step reads and writes: weights, moments, averages, and what else the store holds
	most      int                                 // steps that one call can do
	fuses     bool                                // the engine makes one pass over memory of several operations
	beta1     float64                             // Adam's
	average   float64                             // factor of the moving averages
}

func newStepGraph(network *model.Network, most int, config Config) (*stepGraph, error) {
	s := &stepGraph{network: network, moments: map[*gomlx.Variable]moments{}, averages: map[*gomlx.Variable]*gomlx.Variable{},
		most: most, fuses: network.Engine().Loops, beta1: config.Beta1, average: config.Average}
	var first, second []*gomlx.Variable
	for _, v := range network.Trained("") {
		m, err := momentsOf(network.Store(), v)
		if err != nil {
			return nil, err
		}
		s.moments[v] = m
		if config.Average != 0 {
			if s.averages[v], err = averageOf(network.Store(), v); err != nil {
				return nil, err
			}
		}
		s.variables, first, second = append(s.variables, v), append(first, m.first), append(second, m.second)
	}
	s.variables = append(append(s.variables, first...), second...)
	for v := range network.Store().IterVariables() {
		if !slices.Contains(s.variables, v) { // the state of random numbers, the number of steps, a model's own
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
	// As tensors: GoMLX keeps a scalar that a graph has made for its next use, and one from here is no operand in the body.
	none := ConstTensor(g, tensors.FromScalar(int32(0)))
	losses := ConstTensor(g, tensors.FromShape(shapes.Make(dtypes.Float32, s.most, len(s.network.LossNames()))))
	carried := []*Node{none, count, before, rates, losses}
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
	s.network.SetStep(before)
	losses := s.network.Losses(x)
	moved, gradients := s.gradients(losses)
	t := ConvertDType(AddScalar(before, 1), dtypes.Float32)
	rate := corrected(rateOf(Squeeze(Slice(rates, AxisElem(0))), Squeeze(Slice(rates, AxisElem(1))), t), t, s.beta1)
	for i, v := range moved {
		adam(v, gradients[i], s.moments[v], s.beta1, rate, s.fuses)
		if average := s.averages[v]; average != nil {
			averaged(v, average, s.average, t)
		}
	}
	var values []*Node
	for _, l := range losses {
		values = append(values, l.Value)
	}
	return Stack(values, 0)
}

// gradients builds, of each variable that losses move, the gradient of the sum of those that move it.
func (s *stepGraph) gradients(losses []model.Loss) (moved []*gomlx.Variable, gradients []*Node) {
	sums := map[string]*Node{} // by the scope that they move
	var scopes []string
	for _, l := range losses {
		if sum, ok := sums[l.Of]; ok {
			sums[l.Of] = Add(sum, l.Term())
			continue
		}
		sums[l.Of], scopes = l.Term(), append(scopes, l.Of)
	}
	for _, of := range scopes {
		var at []*Node
		vs := s.network.Trained(of)
		for _, v := range vs {
			at = append(at, v.NodeValue(sums[of].Graph()))
		}
		for i, gradient := range Gradient(sums[of], at...) {
			if k := slices.Index(moved, vs[i]); k >= 0 {
				gradients[k] = Add(gradients[k], gradient)
				continue
			}
			moved, gradients = append(moved, vs[i]), append(gradients, gradient)
		}
	}
	return moved, gradients
}

// parametersLike gives a closure one parameter for each node, of the same shape.
func parametersLike(g *Graph, nodes []*Node) []*Node {
	result := make([]*Node, len(nodes))
	for i, node := range nodes {
		result[i] = Parameter(g, fmt.Sprintf("carried_%d", i), node.Shape())
	}
	return result
}
