package training

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"latentlab/pkg/autoencoder"
	"latentlab/pkg/latent"
)

// Without hidden layers there is no tanh, and both halves are linear. Their least squared error is that of PCA, and the
// decoder's weights then span the same subspace (Bourlard and Kamp 1988; Baldi and Hornik 1989).
func TestLinearAutoencoderSpansPCA(t *testing.T) {
	const (
		pixels, d = 20, 2
		angle     = 1e-3 // radians, 0.06 degrees: the tolerance for the larger of the two principal angles
		excess    = 1e-3 // over PCA's error, relative to it
	)
	images := spread(100, pixels)
	pca, err := latent.FitPCA(images, d)
	if err != nil {
		t.Fatal(err)
	}
	best := latent.MeanSquaredError(images, pca.Decode(pca.Encode(images)))
	for _, engine := range bothEngines(t) {
		ae, err := autoencoder.New(engine, autoencoder.Config{Widths: []int{pixels, d}, Seed: 1})
		if err != nil {
			t.Fatal(err)
		}
		// All images in each batch: nothing is left to chance, and the error can reach its minimum.
		for _, rate := range []float64{1e-2, 1e-3} {
			config := Config{Steps: 1000, Batch: len(images), LearningRate: rate}
			if _, err := Fit(context.Background(), ae, images, config); err != nil {
				t.Fatal(err)
			}
		}
		weights, _, err := ae.DecoderWeights()
		if err != nil {
			t.Fatal(err)
		}
		angles := latent.PrincipalAngles(slices.Collect(slices.Chunk(weights[0], pixels)), pca.Components)
		if angles[d-1] > angle {
			t.Errorf("%s: the angles to PCA's subspace are %.2g rad, want at most %g", engine, angles, angle)
		}
		y, err := ae.Reconstruct(images)
		if err != nil {
			t.Fatal(err)
		}
		if got := latent.MeanSquaredError(images, y); math.Abs(got/best-1) > excess {
			t.Errorf("%s: the error is %.8f, PCA's is %.8f: want them no further apart than %g of it", engine, got, best, excess)
		}
	}
}

// spread returns n images around 0.5 that vary in every direction, by less and less: most in two, as PCA must find out.
func spread(n, pixels int) [][]float32 {
	rng := rand.New(rand.NewPCG(3, 4))
	deviations := []float64{1, 0.7, 0.3, 0.2, 0.1}
	directions := make([][]float64, len(deviations))
	for k, deviation := range deviations {
		for range pixels {
			directions[k] = append(directions[k], deviation*rng.NormFloat64()/math.Sqrt(float64(pixels)))
		}
	}
	images := make([][]float32, n)
	for i := range images {
		image := make([]float64, pixels)
		for p := range image {
			image[p] = 0.5 + 0.02*rng.NormFloat64()
		}
		for _, direction := range directions {
			factor := rng.NormFloat64()
			for p := range image {
				image[p] += factor * direction[p]
			}
		}
		for _, v := range image {
			images[i] = append(images[i], float32(v))
		}
	}
	return images
}
