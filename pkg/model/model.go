// Package model holds what the lecture trains: autoencoders of several kinds, each a file that says what training makes
// small. A [Network] is a model with its variables on an engine: package training changes them, a checkpoint keeps them.
//
// Models are GoMLX model functions: they run while a graph is built, say what is to be computed, name their variables by a
// scope, and panic where shapes do not fit, which this package and training turn into errors.
package model

import (
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/layers"
	"github.com/gomlx/gomlx/ml/model"
)

// A Scope names the variables that a graph function makes, and the numbers it draws at random.
type Scope = model.Scope

// A Model says what training makes small. Losses builds the graph of it for a batch of images x [n, pixels], n from 1 on.
type Model interface {
	Losses(scope *Scope, x *Node) []Loss
	Kind() string     // what the model is called, such as "autoencoder"
	Settings() string // numbers of its own that its variables do not show, such as "noise 0.3"; empty for none
}

// A Loss is a scalar that training makes small by changing the variables below the scope Of: "" for all of the model's. Each is
// recorded by itself; of those that move the same variables the sum is made small. An autoencoder has one, a VAE two of one
// sum, a GAN two players with a sum each.
type Loss struct {
	Name   string // in curves and progress: "mse"
	Of     string // "critic"; "" for all
	Value  *Node
	Weight *Node // how many times the value counts in its sum, a scalar; nil means once
}

// Term builds what the loss adds to its sum.
func (l Loss) Term() *Node {
	if l.Weight == nil {
		return l.Value
	}
	return Mul(l.Weight, l.Value)
}

// Step builds the number of steps that the training has done before this one, a scalar: for what changes while a model learns.
// It is a variable of the store, which the training sets.
func Step(scope *Scope, g *Graph) *Node {
	return scope.Store().VariableWithValue(stepPath, float32(0)).SetTrainable(false).NodeValue(g)
}

// SetStep gives Step its value in the graph of a training, where the model asks for it.
func (n *Network) SetStep(before *Node) {
	if v := n.store.GetVariable(stepPath); v != nil {
		v.SetNodeValue(ConvertDType(before, v.DType()))
	}
}

const stepPath = "/step"

// An Encoder is a model with f: it builds z = f(x), codes [n, d] of images x [n, pixels].
type Encoder interface {
	Encode(scope *Scope, x *Node) *Node
}

// A Decoder is a model with g: it builds x̂ = g(z), images [n, pixels] of codes z [n, d].
type Decoder interface {
	Decode(scope *Scope, z *Node) *Node
}

// A Generator is a model with g and no f: it says how many latent dimensions its codes have.
type Generator interface {
	Decoder
	Latent() int
}

// Normal builds numbers drawn from N(0, 1).
func Normal(scope *Scope, g *Graph, shape shapes.Shape) *Node {
	return bounded(scope.RandomNormal(g, shape))
}

// bounded keeps numbers drawn from N(0, 1) finite. GoMLX's RandomNormal (v0.28.2) takes −2 log u of a u that is at least the
// smallest float32; XLA takes that for 0, and once in 2³² draws, a few in a hundred trainings of a denoising autoencoder, the
// result is infinite. The next smallest u gives 6.7.
func bounded(drawn *Node) *Node { return MaxScalar(MinScalar(drawn, 7), -7) }

// MSE is the lecture's loss, (1/m) Σ (tᵢ − yᵢ)², over the m pixels of all images t and reconstructions y, both [n, pixels].
func MSE(t, y *Node) *Node {
	return ReduceAllMean(Square(Sub(y, t)))
}

// Dense builds layers of the given widths, h ↦ hW + b, on h [n, in]: tanh between them, and the last one, [n, out], linear.
func Dense(scope *Scope, h *Node, widths ...int) *Node {
	for i, width := range widths {
		if i > 0 {
			h = Tanh(h)
		}
		h = layers.DenseWithBias(scope.In("layer_%d", i), h, width) // [n, width]
	}
	return h
}
