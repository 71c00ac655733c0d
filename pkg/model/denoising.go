package model

import (
	"fmt"

	. "github.com/gomlx/gomlx/core/graph"
)

// A Denoising autoencoder gets images with noise, and learns to give them back without (Vincent et al. 2008, "Extracting and
// composing robust features with denoising autoencoders"). To copy is no longer enough: it has to know what digits are like.
type Denoising struct {
	Autoencoder
	Noise float64 // standard deviation of what is added to each pixel while it trains; 0 means 0.3
}

// Losses implements Model: x̂ = g(f(x + noise)) is to be like x.
func (d Denoising) Losses(scope *Scope, x *Node) []Loss {
	noise := Normal(scope, x.Graph(), x.Shape()) // [n, pixels]
	return d.losses(scope, x, Add(x, MulScalar(noise, d.noise())))
}

func (d Denoising) noise() float64 {
	if d.Noise == 0 {
		return 0.3
	}
	return d.Noise
}

// Kind returns "denoising autoencoder".
func (Denoising) Kind() string { return "denoising autoencoder" }

// Settings returns the noise, and the likelihood's name where there is one.
func (d Denoising) Settings() string {
	noise := fmt.Sprintf("noise %g", d.noise())
	if d.Likelihood == nil {
		return noise
	}
	return noise + ", " + d.Autoencoder.Settings()
}
