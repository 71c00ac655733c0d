// Package model holds what the lecture trains: autoencoders of several kinds, each a file that says what training makes
// small. A [Network] is a model with its variables on an engine: package training changes them, a checkpoint keeps them.
//
// Models are GoMLX model functions: they run while a graph is built, say what is to be computed, name their variables by a
// scope, and panic where shapes do not fit, which this package and training turn into errors.
package model

import (
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/layers"
	"github.com/gomlx/gomlx/ml/model"
)

// A Scope names the variables that a graph function makes, and the numbers it draws at random.
type Scope = model.Scope

// A Model says what training makes small. Losses builds the graph of it for a batch of images x [n, pixels].
type Model interface {
	Losses(scope *Scope, x *Node) []Loss
	Kind() string     // what the model is called, such as "autoencoder"
	Settings() string // numbers of its own that its variables do not show, such as "noise 0.3"; empty for none
}

// A Loss is a scalar that training makes small by changing the variables below the scope Of: "" for all of the model's. An
// autoencoder has one, a GAN two.
type Loss struct {
	Name  string // in curves and progress: "mse"
	Of    string // "critic"; "" for all
	Value *Node
}

// An Encoder is a model with f: it builds z = f(x), codes [n, d] of images x [n, pixels].
type Encoder interface {
	Encode(scope *Scope, x *Node) *Node
}

// A Decoder is a model with g: it builds x̂ = g(z), images [n, pixels] of codes z [n, d].
type Decoder interface {
	Decode(scope *Scope, z *Node) *Node
}

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
