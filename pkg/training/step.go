package training

import (
	"fmt"
	"math"

	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
)

// A Loss builds the graph of what training makes small: x and y [n, pixels] are a batch and its reconstruction, the
// result is a scalar.
type Loss func(x, y *Node) *Node

// MSE is the lecture's loss, (1/m) Σ (tᵢ − yᵢ)², over the m pixels of all images in the batch.
func MSE(x, y *Node) *Node {
	return ReduceAllMean(Square(Sub(y, x)))
}

// Adam's constants as Kingma & Ba (2015) give them.
const (
	beta1   = 0.9
	beta2   = 0.999
	epsilon = 1e-8
)

// adam builds one update of Adam (Kingma & Ba 2015, algorithm 1, in the faster form at the end of its section 2) for
// parameters p with gradients g and moments m, v. rate is a scalar, t the number of the step, from 1 on.
//
// An engine that fuses makes one pass over memory of results that only share inputs; a p made of the new m and v would be
// a pass of its own. There the step takes the moments in a second form, equal but for rounding.
func adam(p, g, m, v []*Node, rate, t *Node, fuses bool) (newP, newM, newV []*Node) {
	rate = Mul(rate, Div(Sqrt(OneMinus(power(beta2, t))), OneMinus(power(beta1, t))))
	for i := range p {
		mean := Add(m[i], MulScalar(Sub(g[i], m[i]), 1-beta1))           // β₁m + (1 − β₁)g
		square := Add(v[i], MulScalar(Sub(Square(g[i]), v[i]), 1-beta2)) // β₂v + (1 − β₂)g²
		newP = append(newP, Sub(p[i], Div(Mul(rate, mean), AddScalar(Sqrt(square), epsilon))))
		if fuses {
			mean = Add(MulScalar(m[i], beta1), MulScalar(g[i], 1-beta1))
			square = Add(MulScalar(v[i], beta2), Mul(MulScalar(g[i], 1-beta2), g[i]))
		}
		newM, newV = append(newM, mean), append(newV, square)
	}
	return newP, newM, newV
}

// power builds baseᵗ.
func power(base float64, t *Node) *Node { return Exp(MulScalar(t, math.Log(base))) }

// A stepGraph builds the graph that trains.
type stepGraph struct {
	forward func(params []*Node, x *Node) *Node
	loss    Loss
	most    int  // steps that one call can do
	fuses   bool // the engine makes one pass over memory of several operations
}

// build builds the graph. Its inputs are the images x [most, batch, pixels] of the steps, how many steps to do, how many
// were done before, the learning rate, and the parameters followed by Adam's first and second moments. Its results are
// losses [most] and the new parameters and moments.
func (s stepGraph) build(in []*Node) []*Node {
	x, count, before, rate, state := in[0], in[1], in[2], in[3], in[4:]
	if s.most == 1 {
		loss, state := s.step(Squeeze(x, 0), before, rate, state)
		return append([]*Node{Reshape(loss, 1)}, state...)
	}
	return s.loop(x, count, before, rate, state)
}

// loop builds many steps in one call, a loop on the engine itself: a call for each step would spend a third of the time
// in between. How many it does is an input, so that one compiled graph serves any speed; the numbers do not depend on it.
func (s stepGraph) loop(x, count, before, rate *Node, state []*Node) []*Node {
	// What the loop carries from step to step. Its body may read x from outside, but XLA's arithmetic takes no operand
	// from there.
	g := x.Graph()
	carried := append([]*Node{Const(g, int32(0)), count, before, rate, Const(g, make([]float32, s.most))}, state...)
	body := NewClosure(g, func(g *Graph) []*Node {
		c := parametersLike(g, carried)
		i, count, before, rate, losses := c[0], c[1], c[2], c[3], c[4]
		batch := Gather(x, Reshape(i, 1)) // [batch, pixels]
		loss, state := s.step(batch, Add(before, i), rate, c[5:])
		here := Equal(Iota(g, losses.Shape(), 0), ConvertDType(i, dtypes.Float32))
		losses = Where(here, BroadcastToDims(loss, s.most), losses)
		return append([]*Node{AddScalar(i, 1), count, before, rate, losses}, state...)
	})
	more := NewClosure(g, func(g *Graph) []*Node {
		c := parametersLike(g, carried)
		return []*Node{LessThan(c[0], c[1])}
	})
	return While(more, body, carried...)[4:]
}

// step builds one step on the images x [batch, pixels], after before steps: the batch's loss, and the new state.
func (s stepGraph) step(x, before, rate *Node, state []*Node) (*Node, []*Node) {
	n := len(state) / 3
	p, m, v := state[:n], state[n:2*n], state[2*n:]
	loss := s.loss(x, s.forward(p, x)) // scalar
	gradients := Gradient(loss, p...)  // as p
	t := ConvertDType(AddScalar(before, 1), dtypes.Float32)
	p, m, v = adam(p, gradients, m, v, rate, t, s.fuses)
	return loss, append(append(append([]*Node{}, p...), m...), v...)
}

// parametersLike gives a closure one parameter for each node, of the same shape.
func parametersLike(g *Graph, nodes []*Node) []*Node {
	result := make([]*Node, len(nodes))
	for i, node := range nodes {
		result[i] = Parameter(g, fmt.Sprintf("carried_%d", i), node.Shape())
	}
	return result
}
