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

	// Likelihood, where it is set, is p(x|z), and −log p(x|z) the loss in place of Loss, in nats per image; a reconstruction is
	// then its mean.
	Likelihood Likelihood
}

var lectureWidths = []int{784, 500, 300, 2}

// Losses implements Model.
func (a Autoencoder) Losses(scope *Scope, x *Node) []Loss {
	return a.losses(scope, x, x)
}

// losses is of the reconstructions of seen, which should be like x.
func (a Autoencoder) losses(scope *Scope, x, seen *Node) []Loss {
	z := a.Encode(scope, seen) // [n, d]
	if a.Likelihood != nil {
		return []Loss{{Name: "reconstruction", Value: negativeLog(a.Likelihood, x, a.parameters(scope, z))}}
	}
	y := a.Decode(scope, z) // [n, pixels]
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
	h := a.parameters(scope, z)
	if a.Likelihood != nil {
		return a.Likelihood.Mean(h)
	}
	return h
}

// parameters builds the output of the decoder's network [n, pixels]: x̂ itself, or the parameters of the likelihood.
func (a Autoencoder) parameters(scope *Scope, z *Node) *Node {
	if a.G != nil {
		return a.G(scope.In("decoder"), z)
	}
	mirrored := slices.Clone(a.widths())
	slices.Reverse(mirrored)
	return Dense(scope.In("decoder"), z, mirrored[1:]...)
}

func (a Autoencoder) widths() []int { return wantWidths("Autoencoder", a.Widths, 2, "two") }

// wantWidths returns a model's widths, nil for the lecture's. It panics on fewer than the least, which is also given in words, and
// on too many.
func wantWidths(of string, widths []int, least int, inWords string) []int {
	switch {
	case widths == nil:
		return lectureWidths
	case len(widths) < least:
		panic(fmt.Sprintf("model: %s.Widths: want %s or more, from the pixels of an image to the latent dimensions, such as 784, 500, 300, 2", of, inWords))
	case len(widths) > mostLayers:
		panic(fmt.Sprintf("model: %s.Widths: %d of them, want at most %d", of, len(widths), mostLayers))
	}
	return widths
}

// mostLayers is more than any network of this size can be trained with.
const mostLayers = 100

// Kind returns "autoencoder".
func (Autoencoder) Kind() string { return "autoencoder" }

// Settings returns the likelihood's name where there is one: the variables' shapes show the widths.
func (a Autoencoder) Settings() string {
	if a.Likelihood == nil {
		return ""
	}
	return a.Likelihood.String() + " likelihood"
}
