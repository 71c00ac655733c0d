package main

import (
	"fmt"
	"maps"
	"slices"

	"latentlab/pkg/checkpoint"
	"latentlab/pkg/digits"
	"latentlab/pkg/latent"
	"latentlab/pkg/lecture/measure"
	"latentlab/pkg/lecture/trained"
	"latentlab/pkg/model"
	"latentlab/pkg/quality"
	"latentlab/pkg/training"
)

// An entry is a training, and the rows that come of it; or rows alone, of images that no model makes.
type entry struct {
	name     string
	model    model.Model // nil for none
	sigma    float64     // of the initial weights
	training training.Config
	rows     func(c contest, name string, n trained.Net) ([]row, error)
}

// sigma is the deviation of the VAE's initial weights. With the lecture's 0.1 it ended higher in the two seeds tried.
const sigma = 0.03

// game is how the GANs are trained.
var game = training.Config{Steps: 3000, Batch: 64, Beta1: 0.5, Average: 0.999}

// entries returns all that are compared.
func entries() []entry {
	crossEntropy := model.Autoencoder{Widths: trained.Autoencoder.Widths, Likelihood: model.Bernoulli{}}
	gaussian := model.Autoencoder{Likelihood: model.Gaussian{}}
	return []entry{
		{name: "references", rows: references},
		{name: "autoencoder, MSE", model: trained.Autoencoder, sigma: 0.1, rows: autoencoder},
		{name: "autoencoder, cross-entropy", model: crossEntropy, sigma: sigma, rows: autoencoder},
		{name: "VAE, Bernoulli", model: model.VAE{Beta: 1}, sigma: sigma, rows: vae},
		{name: "VAE, Gaussian σ 1", model: model.VAE{Autoencoder: gaussian, Beta: 1}, sigma: sigma, rows: vae},
		{name: "β-VAE, Bernoulli, β 4", model: model.VAE{Beta: 4}, sigma: sigma, rows: vae},
		{name: "GAN, R1", model: model.GAN{R1: 1}, sigma: 0.1, training: game, rows: gan},
		{name: "GAN without a stabiliser", model: model.GAN{}, sigma: 0.1, training: game, rows: gan},
	}
}

// start returns the network that an entry's training starts from, and what that training has in common with those of other seeds.
func (c contest) start(e entry) (*model.Network, checkpoint.Identity, error) {
	if e.model == nil {
		return nil, checkpoint.Identity{}, nil
	}
	n, err := model.New(c.engine, e.model, model.Config{Seed: c.seed, Sigma: e.sigma})
	if err != nil {
		return nil, checkpoint.Identity{}, err
	}
	id, err := e.training.Identity(n)
	return n, measure.Common(id), err
}

// fit trains n as an entry says, without a checkpoint: the notebooks' stay as they are.
func (c contest) fit(e entry, n *model.Network) (trained.Net, error) {
	if n == nil {
		return trained.Net{}, nil
	}
	config := e.training
	config.Seed, config.Data = c.seed, c.x.Digest
	history, err := training.Fit(c.ctx, n, c.x.Train.Images, config)
	if err == nil {
		fmt.Printf("seed %d  %s: trained in %.1f s\n", c.seed, e.name, history.Time.Seconds())
	}
	return trained.Net{Network: n}, err
}

// references are no models: they show what the measures see.
func references(c contest, _ string, _ trained.Net) ([]row, error) {
	n := c.x.Test.Len()
	others, _ := c.x.Train.Shuffle(c.seed).Split(n)
	pca, err := latent.FitPCA(c.x.Train.Images, 2)
	if err != nil {
		return nil, fmt.Errorf("the PCA: %w", err)
	}
	return c.images([]pictures{
		{"other real images", others.Images},
		{"real ones blurred 3 × 3", blurred(c.x.Test.Images)},
		{"grey values drawn to 0 or 1", drawn(c.x.Test.Images)},
		{"PCA with 2, reconstructions", pca.Decode(pca.Encode(c.x.Test.Images))},
		{"the mean image", slices.Repeat([][]float32{pca.Mean}, n)},
	})
}

// Pictures are the images of a row.
type pictures struct {
	name   string
	images [][]float32
}

// images measures the images of several rows.
func (c contest) images(of []pictures) (rows []row, err error) {
	for _, p := range of {
		r, err := c.judged(p.name, p.images)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", p.name, err)
		}
		rows = append(rows, r)
	}
	return rows, nil
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

// autoencoder measures reconstructions, and what is decoded of each density q^Z on the codes.
func autoencoder(c contest, name string, ae trained.Net) ([]row, error) {
	densities, err := measure.Densities(ae.Encode(c.x.Train.Images), c.x.Train.Labels, c.seed)
	if err != nil {
		return nil, err
	}
	all := []pictures{{name + ", reconstructions", ae.Reconstruct(c.x.Test.Images)}}
	for _, q := range densities {
		all = append(all, pictures{name + " + " + q.Name, ae.Decode(q.Density.Sample(c.x.Test.Len(), c.seed))})
	}
	return c.images(all)
}

// fakes are a model's images of codes drawn from N(0, 1).
func (c contest) fakes(name string, n trained.Net) (row, error) {
	return c.judged(name, n.Decode(latent.StandardGaussian(2).Sample(c.x.Test.Len(), c.seed)))
}

// gan measures the generator's images.
func gan(c contest, name string, n trained.Net) ([]row, error) {
	r, err := c.fakes(name, n)
	return []row{r}, err
}

// vae measures images of codes drawn from N(0, 1), the terms and bounds on the test images, in nats, and how well the codes tell the labels.
func vae(c contest, name string, n trained.Net) ([]row, error) {
	r, err := c.fakes(name, n)
	if err != nil {
		return nil, err
	}
	numbers, err := bounds(n, c.x.Test, c.seed)
	maps.Copy(r.numbers, numbers)
	return []row{r}, err
}

// bounds returns a VAE's terms and bounds on images, in nats, and how well its codes tell the labels.
func bounds(vae trained.Net, on digits.Set, seed uint64) (quality.Numbers, error) {
	terms, err := vae.Evaluate(on.Images, seed)
	if err != nil {
		return nil, err
	}
	const draws = 500
	weights, err := vae.LogWeights(on.Images, draws, seed)
	if err != nil {
		return nil, err
	}
	means := vae.Encode(on.Images)
	return quality.Numbers{
		"reconstruction": terms[0], "kl": terms[1], "minus_elbo": -quality.Bound(weights, 1), "minus_iwae_100": -quality.Bound(weights, 100),
		"minus_iwae_500": -quality.Bound(weights, draws), "active_units": float64(quality.ActiveUnits(means)),
		"knn_accuracy": latent.KNNAccuracy(means, on.Labels, 10),
		"test_mse":     latent.MeanSquaredError(on.Images, vae.Reconstruct(on.Images)),
	}, nil
}
