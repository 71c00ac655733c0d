package model

import (
	"math"
	"slices"
	"strings"
	"testing"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"gonum.org/v1/gonum/stat/distuv"
	"latentlab/pkg/checkpoint"
)

// smallVAE is a VAE of images of 6 pixels.
var smallVAE = VAE{Autoencoder: small, Beta: 1}

// The KL is that of the closed form for one dimension, log(1/σ) + (σ² + μ²)/2 − ½, summed over dimensions, as a mean over images.
func TestKL(t *testing.T) {
	mean := [][]float32{{0, 0}, {1, -2}, {0.5, 0}}
	logVariance := [][]float32{{0, 0}, {0.3, -1}, {-4, 2}}
	want := 0.0
	for i := range mean {
		for j := range mean[i] {
			mu, sigma := float64(mean[i][j]), math.Exp(float64(logVariance[i][j])/2)
			want += (math.Log(1/sigma) + (sigma*sigma+mu*mu)/2 - 0.5) / float64(len(mean))
		}
	}
	got, err := CallOnce(goEngine(t).Backend, KL, mean, logVariance)
	if err != nil {
		t.Fatal(err)
	}
	if v := float64(tensors.ToScalar[float32](got)); math.Abs(v-want) > 1e-5 {
		t.Errorf("it is %g, want %g", v, want)
	}
}

// The likelihoods are those of gonum's distributions, summed over pixels, and exact where the network is very sure.
func TestLikelihoods(t *testing.T) {
	x := [][]float32{{0, 1, 1, 0}, {1, 0, 0, 1}}
	h := [][]float32{{-0.5, 2, 0, 90}, {-90, 0.1, -3, 1}}
	for _, test := range []struct {
		likelihood Likelihood
		pixel      func(x, h float64) float64
	}{
		{Bernoulli{}, func(x, h float64) float64 {
			if math.Abs(h) > 30 { // where 1/(1 + e⁻ʰ) rounds to 0 or 1, and log(1 + eʰ) is max(h, 0)
				return x*h - max(h, 0)
			}
			return distuv.Bernoulli{P: 1 / (1 + math.Exp(-h))}.LogProb(x)
		}},
		{Gaussian{}, func(x, h float64) float64 { return distuv.Normal{Mu: h, Sigma: 1}.LogProb(x) }},
		{Gaussian{Sigma: 0.5}, func(x, h float64) float64 { return distuv.Normal{Mu: h, Sigma: 0.5}.LogProb(x) }},
	} {
		out, err := CallOnce(goEngine(t).Backend, test.likelihood.LogProb, x, h)
		if err != nil {
			t.Fatal(err)
		}
		pairs, err := CallOnce(goEngine(t).Backend, test.likelihood.LogProbs, x, h)
		if err != nil {
			t.Fatal(err)
		}
		all := tensors.MustCopyFlatData[float32](pairs)
		for i, got := range tensors.MustCopyFlatData[float32](out) {
			if same := all[i*len(h)+i]; math.Abs(float64(same-got)) > 1e-5*math.Abs(float64(got)) {
				t.Errorf("%s, image %d: among pairs it is %g, alone %g", test.likelihood, i, same, got)
			}
			want := 0.0
			for p := range x[i] {
				want += test.pixel(float64(x[i][p]), float64(h[i][p]))
			}
			if math.Abs(float64(got)-want) > 1e-5*math.Abs(want) {
				t.Errorf("%s, image %d: %g, want %g", test.likelihood, i, got, want)
			}
		}
	}
}

// What a generator of random numbers draws as infinite is bounded, and nothing else.
func TestNormalIsFinite(t *testing.T) {
	inf := float32(math.Inf(1))
	out, err := CallOnce(goEngine(t).Backend, bounded, []float32{inf, -inf, 6.66, -6.66, 0})
	if err != nil {
		t.Fatal(err)
	}
	if got := tensors.MustCopyFlatData[float32](out); !slices.Equal(got, []float32{7, -7, 6.66, -6.66, 0}) {
		t.Errorf("bounded they are %v", got)
	}
}

// β, the likelihood and the warm-up make another training.
func TestIdentityOfVAEs(t *testing.T) {
	gaussian := smallVAE
	gaussian.Likelihood = Gaussian{Sigma: 0.5}
	one := mustIdentity(t, smallVAE)
	if found := one.Differences(mustIdentity(t, smallVAE)); len(found) > 0 {
		t.Errorf("the same VAE twice differs by %q", found)
	}
	for want, m := range map[string]VAE{
		"β 2, warm-up 0 is wanted":           {Autoencoder: small, Beta: 2},
		"β 1, warm-up 10 is wanted":          {Autoencoder: small, Beta: 1, WarmUp: 10},
		"Gaussian σ 0.5 likelihood, β 1, wa": gaussian,
	} {
		if found := strings.Join(mustIdentity(t, m).Differences(one), "; "); !strings.Contains(found, want) {
			t.Errorf("%s differs by %q", m.Settings(), found)
		}
	}
	plain := mustIdentity(t, small)
	crossed := small
	crossed.Likelihood = Bernoulli{}
	if found := mustIdentity(t, crossed).Differences(plain); len(found) == 0 {
		t.Error("an autoencoder with a likelihood has the identity of one without")
	}
}

// A code is the mean of q(z|x), and a decoded image the mean of p(x|z): probabilities where the likelihood is Bernoulli.
func TestVAEEncodesAndDecodes(t *testing.T) {
	n := newOf(t, smallVAE, Config{Pixels: 6, Sigma: 2})
	z, err := n.Encode(ramps(3))
	if err != nil || len(z[0]) != 2 {
		t.Fatalf("the codes are %v, %v", z, err)
	}
	again, _ := n.Encode(ramps(3))
	if !slices.EqualFunc(z, again, slices.Equal[[]float32]) {
		t.Error("the same image has two codes")
	}
	y, err := n.Decode([][]float32{{30, -30}})
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range y[0] {
		if v < 0 || v > 1 {
			t.Errorf("a pixel's mean is %g", v)
		}
	}
}

// Of x = wz + noise with z from N(0, 1) the posterior is known. Where the encoder gives it, all weights are p(x) itself.
func TestLogWeightsOfAnExactPosterior(t *testing.T) {
	const sigma = 0.5
	w := []float32{1.5, -0.5}
	linear := VAE{Autoencoder: Autoencoder{Widths: []int{2, 1}, Likelihood: Gaussian{Sigma: sigma}}, Beta: 1}
	n := newOf(t, linear, Config{Pixels: 2})
	precision := 1 + float64(w[0]*w[0]+w[1]*w[1])/(sigma*sigma)
	share := float32(1 / (sigma * sigma * precision))
	for path, values := range map[string][]float32{
		"encoder/layer_0/dense/weights": {w[0] * share, 0, w[1] * share, 0}, // of the mean, of the log-variance
		"encoder/layer_0/dense/biases":  {0, float32(-math.Log(precision))},
		"decoder/layer_0/dense/weights": w,
		"decoder/layer_0/dense/biases":  {0, 0},
	} {
		v := n.Store().GetVariable(root + "/" + path)
		if err := v.SetValue(tensors.FromFlatDataAndDimensions(values, v.Shape().Dimensions...)); err != nil {
			t.Fatal(err)
		}
	}
	images := [][]float32{{0.3, 0.1}, {-2, 1}, {1, 1}}
	logWeights, err := n.LogWeights(images, 20, 1)
	if err != nil {
		t.Fatal(err)
	}
	// p(x) is normal with covariance wwᵀ + σ².
	a, b, c := float64(w[0]*w[0])+sigma*sigma, float64(w[0]*w[1]), float64(w[1]*w[1])+sigma*sigma
	for i, x := range images {
		x0, x1 := float64(x[0]), float64(x[1])
		want := -0.5*(c*x0*x0-2*b*x0*x1+a*x1*x1)/(a*c-b*b) - 0.5*math.Log(a*c-b*b) - math.Log(2*math.Pi)
		for _, got := range logWeights[i] {
			if math.Abs(float64(got)-want) > 1e-4 {
				t.Fatalf("image %d: a log-weight is %g, want %g", i, got, want)
			}
		}
	}
}

// A notebook's own VAE, which embeds the package's and says itself what it makes small, has the same bounds.
func TestLogWeightsOfAnOwnVAE(t *testing.T) {
	type own struct{ VAE }
	images := ramps(3)
	want, err := newOf(t, smallVAE, Config{Pixels: 6}).LogWeights(images, 5, 1)
	if err != nil {
		t.Fatal(err)
	}
	got, err := newOf(t, own{smallVAE}, Config{Pixels: 6}).LogWeights(images, 5, 1)
	if err != nil || !slices.EqualFunc(got, want, slices.Equal[[]float32]) {
		t.Errorf("they are %v, want %v (%v)", got, want, err)
	}
}

// The mean log-weight is the ELBO, which the two losses add up to; the network stays as it is.
func TestEvaluate(t *testing.T) {
	n := newOf(t, smallVAE, Config{Pixels: 6, Sigma: 0.5})
	images := ramps(200)
	logWeights, err := n.LogWeights(images, 200, 1)
	if err != nil {
		t.Fatal(err)
	}
	elbo := 0.0
	for _, row := range logWeights {
		for _, w := range row {
			elbo += float64(w) / float64(len(row)*len(logWeights))
		}
	}
	losses, err := n.Evaluate(images, 1)
	if err != nil {
		t.Fatal(err)
	}
	if got := -losses[0] - losses[1]; math.Abs(got-elbo) > 0.05 {
		t.Errorf("the losses %v give an ELBO of %g, the weights %g", losses, got, elbo)
	}
	again, err := n.Evaluate(images, 1)
	if err != nil || !slices.Equal(losses, again) {
		t.Errorf("evaluated again the losses are %v, not %v (%v)", again, losses, err)
	}
}

func mustIdentity(t *testing.T, m Model) checkpoint.Identity {
	t.Helper()
	id, err := newOf(t, m, Config{Pixels: 6}).Identity()
	if err != nil {
		t.Fatal(err)
	}
	return id
}
