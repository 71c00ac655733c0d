package model

import (
	"fmt"
	"math"

	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
)

// A VAE (variational autoencoder, Kingma and Welling 2014, "Auto-encoding variational Bayes") encodes an image as a
// distribution: q(z|x), normal with a mean and a variance for each latent dimension. It makes small
//
//	−log p(x|z) for z drawn from q(z|x)  +  β KL(q(z|x) ‖ N(0, 1)),
//
// both in nats per image: with β = 1 that is the negative evidence lower bound (ELBO) on log p(x). Codes drawn from N(0, 1) can
// then be decoded. The sums are over pixels and over latent dimensions; a mean over pixels would let the KL win.
type VAE struct {
	// Widths, F, G and Likelihood are as of the autoencoder, with twice the latent dimensions at the encoder's end: the means,
	// then the logarithms of the variances. A nil Likelihood means Bernoulli. Loss is not used.
	Autoencoder

	// Beta is β, the KL's weight (Higgins et al. 2017, "β-VAE"): 1 for the ELBO; 0 leaves the KL out.
	Beta float64

	// WarmUp is for how many steps β grows to its value, evenly from 0 on (Sønderby et al. 2016, "Ladder variational
	// autoencoders"); 0 for none.
	WarmUp int
}

// Losses implements Model: its two terms.
func (v VAE) Losses(scope *Scope, x *Node) []Loss {
	mean, logVariance := v.Posterior(scope, x)
	noise := Normal(scope, x.Graph(), mean.Shape())
	z := Add(mean, Mul(Exp(MulScalar(logVariance, 0.5)), noise)) // reparametrization
	return []Loss{
		{Name: "reconstruction", Value: negativeLog(v.likelihood(), x, v.parameters(scope, z))},
		{Name: "KL", Value: KL(mean, logVariance), Weight: v.weight(scope, x.Graph())},
	}
}

// KL builds KL(q ‖ N(0, 1)) of normal distributions with means and log-variances [n, d], ½ Σ (μ² + σ² − 1 − log σ²) over the
// dimensions, in nats, as a mean over n.
func KL(mean, logVariance *Node) *Node {
	each := Sub(Add(Square(mean), Exp(logVariance)), AddScalar(logVariance, 1)) // [n, d]
	return MulScalar(ReduceAllMean(ReduceSum(each, -1)), 0.5)
}

// weight builds β at this step.
func (v VAE) weight(scope *Scope, g *Graph) *Node {
	switch {
	case !(v.Beta >= 0 && v.Beta <= math.MaxFloat32):
		panic(fmt.Sprintf("model: VAE.Beta is %g: want 0 or more, 1 for the ELBO", v.Beta))
	case v.WarmUp < 0:
		panic(fmt.Sprintf("model: VAE.WarmUp is %d: want a number of steps, or 0 for none", v.WarmUp))
	case v.WarmUp == 0:
		return Scalar(g, dtypes.Float32, v.Beta)
	}
	return MulScalar(MinScalar(DivScalar(Step(scope, g), float64(v.WarmUp)), 1), v.Beta)
}

// Posterior builds q(z|x) of images x [n, pixels]: its means and log-variances, [n, d] each.
func (v VAE) Posterior(scope *Scope, x *Node) (mean, logVariance *Node) {
	var h *Node // [n, 2d]
	if v.F != nil {
		h = v.F(scope.In("encoder"), x)
	} else {
		widths := append([]int(nil), v.widths()[1:]...)
		widths[len(widths)-1] *= 2
		h = Dense(scope.In("encoder"), x, widths...)
	}
	if h.Rank() != 2 || h.Shape().Dimensions[1]%2 != 0 {
		panic(fmt.Sprintf("model: the encoder of a VAE gives the shape %s: want [n, 2d], d means and d log-variances", h.Shape()))
	}
	d := h.Shape().Dimensions[1] / 2
	return Slice(h, AxisRange(), AxisRange(0, d)), Slice(h, AxisRange(), AxisRange(d, 2*d))
}

// Encode builds the mean of q(z|x).
func (v VAE) Encode(scope *Scope, x *Node) *Node {
	mean, _ := v.Posterior(scope, x)
	return mean
}

// Decode builds x̂, the mean of p(x|z).
func (v VAE) Decode(scope *Scope, z *Node) *Node {
	return v.likelihood().Mean(v.parameters(scope, z))
}

func (v VAE) likelihood() Likelihood {
	if v.Likelihood == nil {
		return Bernoulli{}
	}
	return v.Likelihood
}

// Kind returns "VAE".
func (VAE) Kind() string { return "VAE" }

// Settings returns the likelihood, β and the warm-up.
func (v VAE) Settings() string {
	return fmt.Sprintf("%s likelihood, β %g, warm-up %d", v.likelihood(), v.Beta, v.WarmUp)
}
