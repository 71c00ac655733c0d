package main

import (
	"fmt"
	"slices"

	"latentlab/pkg/digits"
	"latentlab/pkg/latent"
	"latentlab/pkg/lecture/measure"
	"latentlab/pkg/lecture/trained"
	"latentlab/pkg/model"
	"latentlab/pkg/quality"
	"latentlab/pkg/training"
)

// run takes all rows, as many images for each as there are test images.
func (c contest) run() error {
	for _, rows := range []func() error{c.references, c.autoencoders, c.vaes, c.gans} {
		if err := rows(); err != nil {
			return err
		}
	}
	return nil
}

// references are no models: they show what the measures see.
func (c contest) references() error {
	n := c.x.Test.Len()
	others, _ := c.x.Train.Shuffle(c.seed).Split(n)
	pca, err := latent.FitPCA(c.x.Train.Images, 2)
	if err != nil {
		return fmt.Errorf("models: the PCA: %w", err)
	}
	for _, row := range []struct {
		name   string
		images [][]float32
	}{
		{"other real images", others.Images}, {"real ones blurred 3 × 3", blurred(c.x.Test.Images)}, {"grey values drawn to 0 or 1", drawn(c.x.Test.Images)},
		{"PCA with 2, reconstructions", pca.Decode(pca.Encode(c.x.Test.Images))}, {"the mean image", slices.Repeat([][]float32{pca.Mean}, n)},
	} {
		if err := c.judged(row.name, row.images); err != nil {
			return err
		}
	}
	return nil
}

// blurred returns the mean of each pixel and its eight neighbours.
func blurred(images [][]float32) [][]float32 {
	out := make([][]float32, len(images))
	for i, image := range images {
		out[i] = make([]float32, len(image))
		for y := range digits.Side {
			for x := range digits.Side {
				for dy := -1; dy <= 1; dy++ {
					for dx := -1; dx <= 1; dx++ {
						if v, u := y+dy, x+dx; v >= 0 && v < digits.Side && u >= 0 && u < digits.Side {
							out[i][y*digits.Side+x] += image[v*digits.Side+u] / 9
						}
					}
				}
			}
		}
	}
	return out
}

// drawn returns images with each pixel moved to the nearer of 0 and 1.
func drawn(images [][]float32) [][]float32 {
	out := make([][]float32, len(images))
	for i, image := range images {
		out[i] = make([]float32, len(image))
		for p, v := range image {
			if v >= 0.5 {
				out[i][p] = 1
			}
		}
	}
	return out
}

// fit trains a model, without a checkpoint: the notebooks' stay as they are.
func (c contest) fit(m model.Model, sigma float64, config training.Config) (trained.Net, error) {
	n, err := model.New(c.engine, m, model.Config{Seed: c.seed, Sigma: sigma})
	if err != nil {
		return trained.Net{}, err
	}
	config.Seed, config.Data = c.seed, c.x.Digest
	history, err := training.Fit(c.ctx, n, c.x.Train.Images, config)
	if err != nil {
		return trained.Net{}, err
	}
	fmt.Printf("seed %d: %s (%s) trained in %.1f s\n", c.seed, m.Kind(), m.Settings(), history.Time.Seconds())
	return trained.Net{Network: n}, nil
}

// autoencoders are the lecture's, and one with the VAE's likelihood, with each density q^Z on their codes.
func (c contest) autoencoders() error {
	for _, row := range []struct {
		name  string
		model model.Autoencoder
		sigma float64
	}{
		{"autoencoder, MSE", trained.Autoencoder, 0.1},
		{"autoencoder, cross-entropy", model.Autoencoder{Widths: trained.Autoencoder.Widths, Likelihood: model.Bernoulli{}}, sigma},
	} {
		ae, err := c.fit(row.model, row.sigma, training.Config{})
		if err != nil {
			return err
		}
		if err := c.judged(row.name+", reconstructions", ae.Reconstruct(c.x.Test.Images)); err != nil {
			return err
		}
		densities, err := measure.Densities(ae.Encode(c.x.Train.Images), c.x.Train.Labels, c.seed)
		if err != nil {
			return err
		}
		for _, q := range densities {
			if err := c.judged(row.name+" + "+q.Name, ae.Decode(q.Density.Sample(c.x.Test.Len(), c.seed))); err != nil {
				return err
			}
		}
	}
	return nil
}

// sigma is the deviation of the VAE's initial weights. With the lecture's 0.1 it ended higher in the two seeds tried.
const sigma = 0.03

func (c contest) vaes() error {
	for _, row := range []struct {
		name  string
		model model.VAE
	}{
		{"VAE, Bernoulli", model.VAE{Beta: 1}},
		{"VAE, Gaussian σ 1", model.VAE{Autoencoder: model.Autoencoder{Likelihood: model.Gaussian{}}, Beta: 1}},
		{"β-VAE, Bernoulli, β 4", model.VAE{Beta: 4}},
	} {
		vae, err := c.fit(row.model, sigma, training.Config{})
		if err != nil {
			return err
		}
		if err := c.judged(row.name, vae.Decode(latent.StandardGaussian(2).Sample(c.x.Test.Len(), c.seed))); err != nil {
			return err
		}
		numbers, err := c.bounds(vae)
		if err != nil {
			return err
		}
		c.table.note(row.name+": nats", numbers)
	}
	return nil
}

// bounds returns the VAE's terms and bounds on the test images, in nats, and how well its codes tell the labels.
func (c contest) bounds(vae trained.Net) (quality.Numbers, error) {
	terms, err := vae.Evaluate(c.x.Test.Images, c.seed)
	if err != nil {
		return nil, err
	}
	const draws = 500
	weights, err := vae.LogWeights(c.x.Test.Images, draws, c.seed)
	if err != nil {
		return nil, err
	}
	means := vae.Encode(c.x.Test.Images)
	return quality.Numbers{
		"reconstruction": terms[0], "kl": terms[1], "minus_elbo": -quality.Bound(weights, 1), "minus_iwae_100": -quality.Bound(weights, 100),
		"minus_iwae_500": -quality.Bound(weights, draws), "active_units": float64(quality.ActiveUnits(means)),
		"knn_accuracy": latent.KNNAccuracy(means, c.x.Test.Labels, 10),
		"test_mse":     latent.MeanSquaredError(c.x.Test.Images, vae.Reconstruct(c.x.Test.Images)),
	}, nil
}

// gans are the GAN with its stabiliser and without.
func (c contest) gans() error {
	for _, row := range []struct {
		name string
		r1   float64
	}{{"GAN, R1", 1}, {"GAN without a stabiliser", 0}} {
		gan, err := c.fit(model.GAN{R1: row.r1}, 0.1, training.Config{Steps: 3000, Batch: 64, Beta1: 0.5, Average: 0.999})
		if err != nil {
			return err
		}
		if err := c.judged(row.name, gan.Decode(latent.StandardGaussian(2).Sample(c.x.Test.Len(), c.seed))); err != nil {
			return err
		}
	}
	return nil
}
