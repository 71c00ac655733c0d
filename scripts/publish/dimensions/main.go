// Command dimensions trains autoencoders and VAEs with 1 to 64 latent dimensions, from several seeds, and measures them beside PCA:
// out/lecture/dimensions.json. What the file has of the same trainings is kept. scripts/dimensions.sh runs it.
package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"latentlab/pkg/backend"
	"latentlab/pkg/digits"
	"latentlab/pkg/latent"
	"latentlab/pkg/lecture"
	"latentlab/pkg/lecture/measure"
	"latentlab/pkg/lecture/trained"
	"latentlab/pkg/model"
	"latentlab/pkg/quality"
	"latentlab/scripts/publish/seeded"
)

func main() { seeded.Main("dimensions", run) }

// dimensions are the numbers of latent dimensions that are compared.
var dimensions = []int{1, 2, 4, 8, 16, 32, 64}

func run(ctx context.Context, engine backend.Engine, last uint64) error {
	x, err := digits.Load(ctx, digits.Options{Only: lecture.Only, Seed: 1})
	if err != nil {
		return err
	}
	all := measure.Dimensions{Digits: x.String(), Backend: engine.String()}
	before, err := measure.OpenDimensions(x)
	switch {
	case err == nil && before.Backend != all.Backend:
		fmt.Printf("It is made anew: measure: out/lecture/dimensions.json holds models trained on %s, not on %s\n", before.Backend, all.Backend)
	case err == nil:
		all = before
	case !errors.Is(err, fs.ErrNotExist):
		fmt.Printf("It is made anew: %v\n", err)
	}
	err = seeded.Run(ctx, engine, last, trials(x), &all.Rows, func() error {
		all.Date = time.Now().UTC().Format(time.DateOnly)
		return all.Save()
	})
	if err != nil {
		return fmt.Errorf("dimensions: %w", err)
	}
	fmt.Printf("\n%s\nWritten to out/lecture/dimensions.json.\n", all.Table())
	return nil
}

// trials returns PCA, and for each number of dimensions the models, trained as the lecture's.
func trials(x digits.Data) []seeded.Trial {
	trials := []seeded.Trial{{Name: "PCA", On: x, Measure: func(trained.Net, uint64) ([]seeded.Result, error) { return pca(x) }}}
	for _, d := range dimensions {
		linear, deep, vae := trained.Lecture(x), trained.Lecture(x), trained.VAE(x)
		widths := []int{784, 500, 300, d}
		linear.Model = model.Autoencoder{Widths: []int{784, d}}
		deep.Model = model.Autoencoder{Widths: widths}
		vae.Model = model.VAE{Autoencoder: model.Autoencoder{Widths: widths}, Beta: 1}
		trials = append(trials,
			seeded.Trial{Name: "linear autoencoder", On: x, Recipe: linear, Measure: autoencoder("linear autoencoder", d, x.Test)},
			seeded.Trial{Name: "deep autoencoder", On: x, Recipe: deep, Measure: autoencoder("deep autoencoder", d, x.Test)},
			seeded.Trial{Name: "VAE", On: x, Recipe: vae, Measure: bounds("VAE", d, x.Test)})
	}
	return trials
}

// pca measures PCA with each number of dimensions: the first so many of the most.
func pca(x digits.Data) (results []seeded.Result, err error) {
	for _, d := range dimensions {
		p, err := latent.FitPCA(x.Train.Images, d)
		if err != nil {
			return nil, err
		}
		results = append(results, measured("PCA", d, p, x.Test))
	}
	return results, nil
}

// neighbours is k of the accuracy.
const neighbours = 10

// measured takes the error on test images, and how well their codes tell the labels.
func measured(name string, d int, ae latent.Autoencoder, test digits.Set) seeded.Result {
	z := ae.Encode(test.Images)
	return seeded.Result{Name: name, Latent: d, Numbers: measure.Numbers{
		"test_mse":     latent.MeanSquaredError(test.Images, ae.Decode(z)),
		"knn_accuracy": latent.KNNAccuracy(z, test.Labels, neighbours),
	}}
}

// A measurer takes the row of a trained network.
type measurer = func(n trained.Net, seed uint64) ([]seeded.Result, error)

func autoencoder(name string, d int, test digits.Set) measurer {
	return func(n trained.Net, _ uint64) ([]seeded.Result, error) {
		return []seeded.Result{measured(name, d, n, test)}, nil
	}
}

// bounds takes the same of a VAE, its KL and its bounds on test images, in nats.
func bounds(name string, d int, test digits.Set) measurer {
	return func(n trained.Net, seed uint64) ([]seeded.Result, error) {
		r := measured(name, d, n, test)
		terms, err := n.Evaluate(test.Images, seed)
		if err != nil {
			return nil, err
		}
		const draws = 100
		weights, err := n.LogWeights(test.Images, draws, seed)
		if err != nil {
			return nil, err
		}
		r.Numbers["kl"] = terms[1]
		r.Numbers["minus_elbo"], r.Numbers["minus_iwae_100"] = -quality.Bound(weights, 1), -quality.Bound(weights, draws)
		r.Numbers["active_units"] = float64(quality.ActiveUnits(n.Encode(test.Images)))
		return []seeded.Result{r}, nil
	}
}
