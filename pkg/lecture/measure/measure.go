// Package measure takes all of the lecture's numbers of one trained autoencoder, for comparing seeds.
package measure

import (
	"latentlab/pkg/autoencoder"
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

// Densities fits the four models q^Z of slide 15 to codes z (n × d).
func Densities(z [][]float32, labels []int, seed uint64) ([]Named, error) {
	gaussian, err := latent.FitGaussian(z)
	if err != nil {
		return nil, err
	}
	classes, err := latent.FitGaussians(z, labels)
	if err != nil {
		return nil, err
	}
	mixture, err := latent.FitMixture(z, latent.MixtureConfig{Components: 10, Seed: seed})
	if err != nil {
		return nil, err
	}
	kernel, err := latent.FitKernel(z)
	if err != nil {
		return nil, err
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
func Of(ae *autoencoder.Autoencoder, x digits.Data, seed uint64) (Numbers, error) {
	n := Numbers{}
	z, err := ae.Encode(x.Train.Images)
	if err != nil {
		return nil, err
	}
	test, err := ae.Encode(x.Test.Images)
	if err != nil {
		return nil, err
	}
	for _, part := range []func() error{
		func() error { return n.errors(ae, x, test) },
		func() error { return n.neighbourhood(x, test) },
		func() error { return n.densities(ae, x, z, test, seed) },
		func() error { return n.halfway(ae, x, seed) },
	} {
		if err := part(); err != nil {
			return nil, err
		}
	}
	return n, nil
}

func (n Numbers) errors(ae *autoencoder.Autoencoder, x digits.Data, test [][]float32) error {
	y, err := ae.Decode(test)
	if err != nil {
		return err
	}
	if n["test_mse"], err = latent.MeanSquaredError(x.Test.Images, y); err != nil {
		return err
	}
	pca, err := latent.FitPCA(x.Train.Images, ae.LatentDim())
	if err != nil {
		return err
	}
	codes, err := pca.Encode(x.Test.Images)
	if err != nil {
		return err
	}
	if y, err = pca.Decode(codes); err != nil {
		return err
	}
	n["pca_test_mse"], err = latent.MeanSquaredError(x.Test.Images, y)
	return err
}

func (n Numbers) neighbourhood(x digits.Data, test [][]float32) (err error) {
	if n["knn_accuracy"], err = latent.KNNAccuracy(test, x.Test.Labels, neighbours); err != nil {
		return err
	}
	n["trustworthiness"], err = latent.Trustworthiness(x.Test.Images, test, neighbours)
	return err
}

func (n Numbers) densities(ae *autoencoder.Autoencoder, x digits.Data, z, test [][]float32, seed uint64) error {
	models, err := Densities(z, x.Train.Labels, seed)
	if err != nil {
		return err
	}
	for _, q := range models {
		if n["log_likelihood_"+q.Key], err = latent.LogLikelihood(q.Density, test); err != nil {
			return err
		}
		drawn := q.Density.Sample(fakes, seed)
		if n["between_"+q.Key], err = latent.ShareBetweenClasses(drawn, z, x.Train.Labels); err != nil {
			return err
		}
		images, err := ae.Decode(drawn)
		if err != nil {
			return err
		}
		near, err := latent.Nearest(images, x.Train.Images)
		if err != nil {
			return err
		}
		n["fake_distance_"+q.Key] = stat.Mean(near.Distance, nil)
	}
	return nil
}

func (n Numbers) halfway(ae *autoencoder.Autoencoder, x digits.Data, seed uint64) error {
	h, err := latent.HalfWay(ae, x.Test.Images, x.Test.Labels, x.Train.Images, pairs, seed)
	if err != nil {
		return err
	}
	n["halfway_pixels"], n["halfway_latent"] = stat.Mean(h.Pixels, nil), stat.Mean(h.Codes, nil)
	n["halfway_ratio"] = n["halfway_pixels"] / n["halfway_latent"]
	return nil
}
