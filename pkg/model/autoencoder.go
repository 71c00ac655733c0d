package model

import (
	"fmt"
	"slices"

	. "github.com/gomlx/gomlx/core/graph"
)

// An Autoencoder copies its input through a code, z = f(x), x̂ = g(z); training makes the copy like the original. The zero
// value is the lecture's: 784–500–300–2–300–500–784, tanh, and the mean squared error.
type Autoencoder struct {
	// Widths of the encoder: pixels of an image, hidden layers, latent dimensions; the decoder mirrors them. Nil means the
	// lecture's 784, 500, 300, 2.
	Widths []int

	// F and G build f and g in place of dense layers of the Widths.
	F, G func(scope *Scope, h *Node) *Node

	// Loss builds the scalar loss of images t and their reconstructions y, both [n, pixels]; nil means MSE.
	Loss func(t, y *Node) *Node
}

var lectureWidths = []int{784, 500, 300, 2}

// Losses implements Model.
func (a Autoencoder) Losses(scope *Scope, x *Node) []Loss {
	return a.losses(scope, x, x)
}

// losses is of the reconstructions of seen, which should be like x.
func (a Autoencoder) losses(scope *Scope, x, seen *Node) []Loss {
	y := a.Decode(scope, a.Encode(scope, seen)) // [n, pixels]
	if a.Loss != nil {
		return []Loss{{Name: "loss", Value: a.Loss(x, y)}}
	}
	return []Loss{{Name: "mse", Value: MSE(x, y)}}
}

// Encode builds z = f(x).
func (a Autoencoder) Encode(scope *Scope, x *Node) *Node {
	if a.F != nil {
		return a.F(scope.In("encoder"), x)
	}
	return Dense(scope.In("encoder"), x, a.widths()[1:]...)
}

// Decode builds x̂ = g(z).
func (a Autoencoder) Decode(scope *Scope, z *Node) *Node {
	if a.G != nil {
		return a.G(scope.In("decoder"), z)
	}
	mirrored := slices.Clone(a.widths())
	slices.Reverse(mirrored)
	return Dense(scope.In("decoder"), z, mirrored[1:]...)
}

func (a Autoencoder) widths() []int {
	if a.Widths == nil {
		return lectureWidths
	}
	if len(a.Widths) < 2 {
		panic("model: Autoencoder.Widths: want two or more, from the pixels of an image to the latent dimensions, such as 784, 500, 300, 2")
	}
	if len(a.Widths) > mostLayers {
		panic(fmt.Sprintf("model: Autoencoder.Widths: %d of them, want at most %d", len(a.Widths), mostLayers))
	}
	return a.Widths
}

// mostLayers is more than any network of this size can be trained with.
const mostLayers = 100

// Kind returns "autoencoder".
func (Autoencoder) Kind() string { return "autoencoder" }

// Settings returns nothing: the variables' shapes show the widths.
func (Autoencoder) Settings() string { return "" }
