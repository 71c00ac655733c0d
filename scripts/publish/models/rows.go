package main

import (
	"fmt"
	"maps"
	"slices"

	"gonum.org/v1/gonum/stat"
	"latentlab/pkg/digits"
	"latentlab/pkg/latent"
	"latentlab/pkg/lecture/measure"
	"latentlab/pkg/lecture/trained"
	"latentlab/pkg/model"
	"latentlab/pkg/quality"
	"latentlab/pkg/quality/classifier"
	"latentlab/scripts/publish/seeded"
)

// A contest is what all models are measured by.
type contest struct {
	judge classifier.Classifier
	x     digits.Data  // that their images are to be like
	ten   digits.Data  // all ten digits
	real  quality.Seen // the test images of x
}

// trials returns all that are compared. As many images as there are test images are taken of each.
func (c contest) trials() []seeded.Trial {
	ae, vae, gan := trained.Lecture(c.x), trained.VAE(c.x), trained.GAN(c.x)
	crossed := vae
	crossed.Model = model.Autoencoder{Widths: trained.Autoencoder.Widths, Likelihood: model.Bernoulli{}}
	gaussian := vae
	gaussian.Model = model.VAE{Autoencoder: model.Autoencoder{Likelihood: model.Gaussian{}}, Beta: 1}
	four := vae
	four.Model = model.VAE{Beta: 4}
	loose := gan
	loose.Model = model.GAN{}
	ten := vae
	const batch, epochs = 128, 30
	ten.Training.Batch, ten.Training.Steps = batch, epochs*c.ten.Train.Len()/batch
	return []seeded.Trial{
		{Name: "references", Measure: c.references},
		{Name: "autoencoder, MSE", On: c.x, Recipe: ae, Measure: c.autoencoder("autoencoder, MSE")},
		{Name: "autoencoder, cross-entropy", On: c.x, Recipe: crossed, Measure: c.autoencoder("autoencoder, cross-entropy")},
		{Name: "VAE, Bernoulli", On: c.x, Recipe: vae, Measure: c.vae("VAE, Bernoulli")},
		{Name: "VAE, Gaussian σ 1", On: c.x, Recipe: gaussian, Measure: c.vae("VAE, Gaussian σ 1")},
		{Name: "β-VAE, Bernoulli, β 4", On: c.x, Recipe: four, Measure: c.vae("β-VAE, Bernoulli, β 4")},
		{Name: "GAN, R1", On: c.x, Recipe: gan, Measure: c.gan("GAN, R1")},
		{Name: "GAN without a stabiliser", On: c.x, Recipe: loose, Measure: c.gan("GAN without a stabiliser")},
		{Name: "VAE, Bernoulli, all ten digits", On: c.ten, Recipe: ten, Measure: c.allTen("VAE, Bernoulli, all ten digits")},
	}
}

// references are no models: they show what the measures see.
func (c contest) references(_ trained.Net, seed uint64) ([]seeded.Result, error) {
	n := c.x.Test.Len()
	others, _ := c.x.Train.Shuffle(seed).Split(n)
	pca, err := latent.FitPCA(c.x.Train.Images, 2)
	if err != nil {
		return nil, fmt.Errorf("the PCA: %w", err)
	}
	return c.judged([]pictures{
		{"other real images", others.Images},
		{"real ones blurred 3 × 3", blurred(c.x.Test.Images)},
		{"grey values rounded to 0 or 1", rounded(c.x.Test.Images)},
		{"PCA with 2, reconstructions", pca.Decode(pca.Encode(c.x.Test.Images))},
		{"the mean image", slices.Repeat([][]float32{pca.Mean}, n)},
	})
}

// Pictures are the images of a row.
type pictures struct {
	name   string
	images [][]float32
}

// judged measures the images of several rows beside the real test images: what quality.Of does, and the share of each of their
// classes.
func (c contest) judged(rows []pictures) (results []seeded.Result, err error) {
	for _, row := range rows {
		seen, err := c.judge.See(row.images)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", row.name, err)
		}
		numbers := measure.Numbers(quality.Of(c.real, seen))
		shares := quality.Shares(seen.Probabilities)
		for _, class := range c.x.Only {
			numbers[measure.ShareOf(class)] = shares[class]
		}
		results = append(results, seeded.Result{Name: row.name, Numbers: numbers})
	}
	return results, nil
}

// A measurer takes the rows of a trained network.
type measurer = func(n trained.Net, seed uint64) ([]seeded.Result, error)

// autoencoder measures reconstructions, and what is decoded of each density q^Z on the codes.
func (c contest) autoencoder(name string) measurer {
	return func(ae trained.Net, seed uint64) ([]seeded.Result, error) {
		densities, err := measure.Densities(ae.Encode(c.x.Train.Images), c.x.Train.Labels, seed)
		if err != nil {
			return nil, err
		}
		rows := []pictures{{name + ", reconstructions", ae.Reconstruct(c.x.Test.Images)}}
		for _, q := range densities {
			rows = append(rows, pictures{name + " + " + q.Name, ae.Decode(q.Density.Sample(c.x.Test.Len(), seed))})
		}
		return c.judged(rows)
	}
}

// gan measures the generator's images of codes drawn from N(0, 1).
func (c contest) gan(name string) measurer {
	return func(n trained.Net, seed uint64) ([]seeded.Result, error) {
		return c.judged([]pictures{{name, n.Decode(latent.StandardGaussian(2).Sample(c.x.Test.Len(), seed))}})
	}
}

// vae measures the same images, and what bounds gives.
func (c contest) vae(name string) measurer {
	return func(n trained.Net, seed uint64) ([]seeded.Result, error) {
		rows, err := c.gan(name)(n, seed)
		if err != nil {
			return nil, err
		}
		numbers, err := bounds(n, c.x.Test, 500, seed)
		maps.Copy(rows[0].Numbers, numbers)
		return rows, err
	}
}

// allTen takes bounds alone: its images are not to be like those of x.
func (c contest) allTen(name string) measurer {
	return func(n trained.Net, seed uint64) ([]seeded.Result, error) {
		numbers, err := bounds(n, c.ten.Test, 100, seed)
		return []seeded.Result{{Name: name, Numbers: numbers}}, err
	}
}

// bounds returns a VAE's terms and bounds on test images with up to so many draws, and log p(x), in nats, and how well its codes tell
// the labels.
func bounds(vae trained.Net, on digits.Set, draws int, seed uint64) (measure.Numbers, error) {
	terms, err := vae.Evaluate(on.Images, seed)
	if err != nil {
		return nil, err
	}
	weights, err := vae.LogWeights(on.Images, draws, seed)
	if err != nil {
		return nil, err
	}
	evidence, err := vae.LogEvidence(on.Images, 300)
	if err != nil {
		return nil, err
	}
	means := vae.Encode(on.Images)
	numbers := measure.Numbers{
		"reconstruction": terms[0], "kl": terms[1], "minus_elbo": -quality.Bound(weights, 1), "minus_log_p": -stat.Mean(evidence, nil),
		"active_units": float64(quality.ActiveUnits(means)), "knn_accuracy": latent.KNNAccuracy(means, on.Labels, 10),
		"test_mse": latent.MeanSquaredError(on.Images, vae.Reconstruct(on.Images)),
	}
	for _, k := range []int{100, 500} {
		if draws%k == 0 {
			numbers[fmt.Sprintf("minus_iwae_%d", k)] = -quality.Bound(weights, k)
		}
	}
	return numbers, nil
}
