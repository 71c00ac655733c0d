// Package measure takes the lecture's numbers of a trained autoencoder, and keeps and shows what scripts/seeds.sh, models.sh and
// dimensions.sh have found over several seeds.
package measure

import (
	"fmt"

	"gonum.org/v1/gonum/stat"
	"latentlab/pkg/digits"
	"latentlab/pkg/latent"
)

// Numbers are measures by name.
type Numbers map[string]float64

// A Named density is one of the models q^Z that the lecture compares.
type Named struct {
	Name    string // for people: "one Gaussian"
	Key     string // for results: "gaussian"
	Density latent.Density
}

// Densities fits the four models q^Z of slide 15 to codes z (n × d). Codes that one of them cannot be fitted to are an
// error; it panics where z and labels are no codes with their labels.
func Densities(z [][]float32, labels []int, seed uint64) ([]Named, error) {
	fail := func(err error) ([]Named, error) { return nil, fmt.Errorf("measure: the densities: %w", err) }
	gaussian, err := latent.FitGaussian(z)
	if err != nil {
		return fail(err)
	}
	classes, err := latent.FitGaussians(z, labels)
	if err != nil {
		return fail(err)
	}
	mixture, err := latent.FitMixture(z, latent.MixtureConfig{Components: 10, Seed: seed})
	if err != nil {
		return fail(err)
	}
	kernel, err := latent.FitKernel(z)
	if err != nil {
		return fail(err)
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

// Of measures ae on x:
//
//   - test_mse, pca_test_mse: squared error per pixel on the test images, of the autoencoder and of PCA with as many numbers;
//   - knn_accuracy, trustworthiness: of the test codes, with 10 neighbours;
//   - log_likelihood_q, fake_distance_q, between_q, for each of Densities: nats per test code; the mean distance of 1,000
//     fakes to the nearest training image, in pixel units; the share of their codes that lie between the classes;
//   - halfway_pixels, halfway_latent, halfway_ratio: the mean distance to the nearest training image half way along 300
//     lines between pixels and between codes, and how many times greater the first is.
//
// It fails on codes and images that the densities and the PCA cannot be fitted to, and panics where ae does.
func Of(ae latent.Autoencoder, x digits.Data, seed uint64) (Numbers, error) {
	z, test := ae.Encode(x.Train.Images), ae.Encode(x.Test.Images)
	n := Numbers{}
	if err := n.errors(ae, x, test); err != nil {
		return nil, err
	}
	n.neighbourhood(x, test)
	if err := n.densities(ae, x, z, test, seed); err != nil {
		return nil, err
	}
	n.halfway(ae, x, seed)
	return n, nil
}

func (n Numbers) errors(g latent.Decoder, x digits.Data, test [][]float32) error {
	pca, err := latent.FitPCA(x.Train.Images, len(test[0]))
	if err != nil {
		return fmt.Errorf("measure: the PCA: %w", err)
	}
	n["test_mse"] = latent.MeanSquaredError(x.Test.Images, g.Decode(test))
	n["pca_test_mse"] = latent.MeanSquaredError(x.Test.Images, pca.Decode(pca.Encode(x.Test.Images)))
	return nil
}

func (n Numbers) neighbourhood(x digits.Data, test [][]float32) {
	n["knn_accuracy"] = latent.KNNAccuracy(test, x.Test.Labels, neighbours)
	n["trustworthiness"] = latent.Trustworthiness(x.Test.Images, test, neighbours)
}

func (n Numbers) densities(g latent.Decoder, x digits.Data, z, test [][]float32, seed uint64) error {
	models, err := Densities(z, x.Train.Labels, seed)
	if err != nil {
		return err
	}
	for _, q := range models {
		drawn := q.Density.Sample(fakes, seed)
		n["log_likelihood_"+q.Key] = latent.LogLikelihood(q.Density, test)
		n["between_"+q.Key] = latent.ShareBetweenClasses(drawn, z, x.Train.Labels)
		n["fake_distance_"+q.Key] = stat.Mean(latent.Nearest(g.Decode(drawn), x.Train.Images).Distance, nil)
	}
	return nil
}

func (n Numbers) halfway(ae latent.Autoencoder, x digits.Data, seed uint64) {
	h := latent.HalfWay(ae, x.Test.Images, x.Test.Labels, x.Train.Images, pairs, seed)
	n["halfway_pixels"], n["halfway_latent"] = stat.Mean(h.Pixels, nil), stat.Mean(h.Codes, nil)
	n["halfway_ratio"] = n["halfway_pixels"] / n["halfway_latent"]
}
