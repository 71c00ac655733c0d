package training

import (
	"fmt"
	"math"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"
)

// optimizer names how the configuration moves the variables, for a training's identity.
func (c Config) optimizer() string {
	name := "Adam"
	if c.Beta1 != 0 && c.Beta1 != beta1 {
		name += fmt.Sprintf(" with β₁ = %g", c.Beta1)
	}
	if c.Average != 0 {
		name += fmt.Sprintf(", weights averaged with %g", c.Average)
	}
	return name
}

// Adam's constants as Kingma & Ba (2015) give them; beta1 is what a configuration can change.
const (
	beta1   = 0.9
	beta2   = 0.999
	epsilon = 1e-8
)

// moments are Adam's two running means of a variable's gradient and of its square: variables of the same store.
type moments struct{ first, second *model.Variable }

// momentsPath is where the moments of all variables are in the store.
const momentsPath = "/adam"

// momentsOf returns the moments of a variable, which begin at 0.
func momentsOf(store *model.Store, v *model.Variable) (m moments, err error) {
	if m.first, err = momentOf(store, v, "first"); err != nil {
		return m, err
	}
	m.second, err = momentOf(store, v, "second")
	return m, err
}

func momentOf(store *model.Store, v *model.Variable, name string) (*model.Variable, error) {
	path := model.JoinPath(momentsPath, v.Path(), name)
	moment := store.GetVariable(path)
	if moment == nil {
		var err error
		if moment, err = store.CreateVariable(path, tensors.FromShape(v.Shape())); err != nil {
			return nil, fmt.Errorf("training: the moments of %s: %w", v.Path(), err)
		}
	}
	moment.Trainable = false
	return moment, nil
}

// adam builds one update of Adam (Kingma & Ba 2015, algorithm 1, in the faster form at the end of its section 2) of a variable,
// given its gradient. rate is as corrected returns it.
//
// An engine that fuses makes one pass over memory of results that only share inputs; a variable made of the new moments would
// be a pass of its own. There the step takes the moments in a second form, equal but for rounding.
func adam(v *model.Variable, gradient *Node, of moments, beta1 float64, rate *Node, fuses bool) {
	g := gradient.Graph()
	first, second := of.first.NodeValue(g), of.second.NodeValue(g)
	mean := Add(first, MulScalar(Sub(gradient, first), 1-beta1))             // β₁m + (1 − β₁)g
	square := Add(second, MulScalar(Sub(Square(gradient), second), 1-beta2)) // β₂v + (1 − β₂)g²
	v.SetNodeValue(Sub(v.NodeValue(g), Div(Mul(rate, mean), AddScalar(Sqrt(square), epsilon))))
	if fuses {
		mean = Add(MulScalar(first, beta1), MulScalar(gradient, 1-beta1))
		square = Add(MulScalar(second, beta2), Mul(MulScalar(gradient, 1-beta2), gradient))
	}
	of.first.SetNodeValue(mean)
	of.second.SetNodeValue(square)
}

// fall returns the logarithm of the factor by which the rate changes from step to step.
func (c Config) fall() float32 {
	if c.LastRate == 0 || c.Steps < 2 {
		return 0
	}
	return float32(math.Log(c.LastRate/c.LearningRate) / float64(c.Steps-1))
}

// rateOf builds the rate of step t, from 1 on: that of the first step, made smaller by the fall of each that follows.
func rateOf(first, fall, t *Node) *Node { return Mul(first, Exp(Mul(fall, AddScalar(t, -1)))) }

// corrected builds the rate of step t, from 1 on, with Adam's correction for moments that begin at 0.
func corrected(rate, t *Node, beta1 float64) *Node {
	return Mul(rate, Div(Sqrt(OneMinus(power(beta2, t))), OneMinus(power(beta1, t))))
}

// power builds baseᵗ.
func power(base float64, t *Node) *Node { return Exp(MulScalar(t, math.Log(base))) }
