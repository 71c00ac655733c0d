package model

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/gomlx/gomlx/core/tensors"
	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distmv"
)

// Of x = Wz + noise with z from N(0, 1), p(x) is normal with the covariance WWᵀ + σ². The grid's codes lie as far apart as p(z|x)
// is wide on its narrow axis.
func TestLogEvidenceOfALinearDecoder(t *testing.T) {
	const sigma = 0.5
	w := []float32{1.5, -0.5, 1, 0.2, 2, 0.3} // 2 × 3, row by row
	linear := VAE{Autoencoder: Autoencoder{Widths: []int{3, 2}, Likelihood: Gaussian{Sigma: sigma}}, Beta: 1}
	n := newOf(t, linear, Config{Pixels: 3})
	weights := n.Store().GetVariable(root + "/decoder/layer_0/dense/weights")
	if err := weights.SetValue(tensors.FromFlatDataAndDimensions(w, 2, 3)); err != nil {
		t.Fatal(err)
	}
	covariance := mat.NewSymDense(3, nil)
	for i := range 3 {
		for j := i; j < 3; j++ {
			covariance.SetSym(i, j, float64(w[i]*w[j]+w[3+i]*w[3+j]))
		}
		covariance.SetSym(i, i, covariance.At(i, i)+sigma*sigma)
	}
	normal, ok := distmv.NewNormal(make([]float64, 3), covariance, nil)
	if !ok {
		t.Fatal("the covariance is none")
	}
	images := [][]float32{{0.3, 0.1, -0.5}, {-2, 1, 0}, {1, 1, 1}, {4, 0, 1}}
	evidence, err := n.LogEvidence(images, 50)
	if err != nil {
		t.Fatal(err)
	}
	for i, x := range images {
		want := normal.LogProb([]float64{float64(x[0]), float64(x[1]), float64(x[2])})
		if math.Abs(evidence[i]-want) > 1e-4 {
			t.Errorf("image %d: log p(x) is %g, want %g", i, evidence[i], want)
		}
	}
}

// The bounds are below it, and the one of many codes comes near.
func TestLogEvidenceIsAboveTheBounds(t *testing.T) {
	n := newOf(t, smallVAE, Config{Pixels: 6, Sigma: 0.5})
	images := ramps(50)
	const draws = 2000
	logWeights, err := n.LogWeights(images, draws, 1)
	if err != nil {
		t.Fatal(err)
	}
	evidence, err := n.LogEvidence(images, 200)
	if err != nil {
		t.Fatal(err)
	}
	var elbo, weighted float64
	for _, row := range logWeights {
		sum := 0.0
		for _, w := range row {
			elbo += float64(w) / float64(draws*len(images))
			sum += math.Exp(float64(w)) / draws
		}
		weighted += math.Log(sum) / float64(len(images))
	}
	if got := stat.Mean(evidence, nil); got < weighted-0.02 || weighted < elbo || got > weighted+0.2 {
		t.Errorf("log p(x) is %g, the bound of %d codes %g, the ELBO %g", got, draws, weighted, elbo)
	}
}

func TestLogEvidenceIsOfAPlane(t *testing.T) {
	wide := VAE{Autoencoder: Autoencoder{Widths: []int{6, 3}}, Beta: 1}
	for want, m := range map[string]Model{"the VAE has 3 latent": wide, "the autoencoder has 2 latent": small} {
		said := func() (said string) {
			defer func() { said = fmt.Sprint(recover()) }()
			_, err := newOf(t, m, Config{Pixels: 6}).LogEvidence(ramps(1), 10)
			return fmt.Sprint(err)
		}()
		if !strings.HasPrefix(said, "model: LogEvidence: "+want) {
			t.Errorf("it says %q, want %q", said, want)
		}
	}
}
