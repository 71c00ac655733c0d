// Package measure takes all of the lecture's numbers of one trained autoencoder, for comparing seeds.
package measure

import (
	"fmt"

	"latentlab/pkg/digits"
	"latentlab/pkg/latent"

	"gonum.org/v1/gonum/stat"
)

// Numbers are measures by name.
type Numbers map[string]float64

// A Named density is one of the models q^Z that the lecture compares.
type Named struct {
	Name    string // for people: "one Gaussian"
	Key     string // for results: "gaussian"
	Density latent.Density
}

// Densities fits the four models q^Z of slide 15 to codes z (n × d) with labels. Codes without a density, as those in a line,
// are an error.
func Densities(z [][]float32, labels []int, seed uint64) ([]Named, error) {
	gaussian, err := latent.FitGaussian(z)
	if err != nil {
		return nil, fmt.Errorf("measure: %w", err)
	}
	classes, err := latent.FitGaussians(z, labels)
	if err != nil {
		return nil, fmt.Errorf("measure: %w", err)
	}
	mixture, err := latent.FitMixture(z, latent.MixtureConfig{Components: 10, Seed: seed})
	if err != nil {
		return nil, fmt.Errorf("measure: %w", err)
	}
	kernel, err := latent.FitKernel(z)
	if err != nil {
		return nil, fmt.Errorf("measure: %w", err)
	}
	return []Named{
		{"one Gaussian", "gaussian", gaussian}, {"one Gaussian per class", "per_class", classes},
		{"mixture of ten", "mixture", mixture}, {"kernel estimate", "kernel", kernel},
	}, nil
}

const (
	neighbours = 10   // k of the accuracy and of trustworthiness
	fakes      = 1000 // decoded from each density
	pairs      = 300  // interpolated
)

// A Coder is an encoder f with its decoder g, and the length of a code.
type Coder interface {
	latent.Autoencoder
	LatentDim() int
}

// Of measures a trained autoencoder on x:
//
//   - test_mse, pca_test_mse: squared error per pixel on the test images, of the autoencoder and of PCA with as many numbers;
//   - knn_accuracy, trustworthiness: of the test codes, with 10 neighbours;
//   - log_likelihood_q, fake_distance_q, between_q, for each of Densities: nats per test code; the mean distance of 1,000
//     fakes to the nearest training image, in pixel units; the share of their codes that lie between the classes;
//   - halfway_pixels, halfway_latent, halfway_ratio: the mean distance to the nearest training image half way along 300
//     lines between pixels and between codes, and how many times greater the first is.
//
// Codes or images that are all the same, as of a network that has learnt nothing, are an error.
func Of(ae Coder, x digits.Data, seed uint64) (Numbers, error) {
	n := Numbers{}
	z, test := ae.Encode(x.Train.Images), ae.Encode(x.Test.Images)
	pca, err := latent.FitPCA(x.Train.Images, ae.LatentDim())
	if err != nil {
		return nil, fmt.Errorf("measure: %w", err)
	}
	n["test_mse"] = latent.MeanSquaredError(x.Test.Images, ae.Decode(test))
	n["pca_test_mse"] = latent.MeanSquaredError(x.Test.Images, pca.Decode(pca.Encode(x.Test.Images)))
	n["knn_accuracy"] = latent.KNNAccuracy(test, x.Test.Labels, neighbours)
	n["trustworthiness"] = latent.Trustworthiness(x.Test.Images, test, neighbours)
	if err := n.densities(ae, x, z, test, seed); err != nil {
		return nil, err
	}
	h := latent.HalfWay(ae, x.Test.Images, x.Test.Labels, x.Train.Images, pairs, seed)
	n["halfway_pixels"], n["halfway_latent"] = stat.Mean(h.Pixels, nil), stat.Mean(h.Codes, nil)
	n["halfway_ratio"] = n["halfway_pixels"] / n["halfway_latent"]
	return n, nil
}

func (n Numbers) densities(ae Coder, x digits.Data, z, test [][]float32, seed uint64) error {
	models, err := Densities(z, x.Train.Labels, seed)
	if err != nil {
		return err
	}
	for _, q := range models {
		drawn := q.Density.Sample(fakes, seed)
		n["log_likelihood_"+q.Key] = latent.LogLikelihood(q.Density, test)
		n["between_"+q.Key] = latent.ShareBetweenClasses(drawn, z, x.Train.Labels)
		n["fake_distance_"+q.Key] = stat.Mean(latent.Nearest(ae.Decode(drawn), x.Train.Images).Distance, nil)
	}
	return nil
}
