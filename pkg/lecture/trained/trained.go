// Package trained is what the lecture trains in one notebook and opens in others, each as a [Recipe]: the autoencoder of slides
// 6 to 14, 784–500–300–2 on the digits 1, 5 and 6, of notebook 03, the VAE of notebook 10 and the GAN of notebook 11; and the
// classifier that judges their images. Cells that import it link GoMLX; those that only draw read the autoencoder's codes by
// lecture.Codes.
package trained

import (
	"latentlab/pkg/backend"
	"latentlab/pkg/digits"
	"latentlab/pkg/lecture"
	"latentlab/pkg/model"
	"latentlab/pkg/training"
)

// Autoencoder is what the lecture trains. Its code has the numbers that lecture.Latent says.
var Autoencoder = model.Autoencoder{Widths: []int{784, 500, 300, lecture.Latent}}

// planar are the widths of the VAE and the GAN, whose latent space is a plane whatever the autoencoder's is.
var planar = []int{784, 500, 300, 2}

// Config returns what the lecture's network starts from.
func Config(seed uint64) model.Config { return model.Config{Pixels: 784, Sigma: 0.1, Seed: seed} }

// Training returns how the lecture trains it on x: lecture.Steps steps of 50 images, Adam at 10⁻³.
func Training(x digits.Data, seed uint64) training.Config {
	return training.Config{Steps: lecture.Steps, Batch: 50, LearningRate: 1e-3, Seed: seed, Data: x.Digest}
}

// Lecture returns the recipe of the lecture's autoencoder for x.
func Lecture(x digits.Data) Recipe {
	return recipe(x, "lecture's autoencoder", "03", lecture.Autoencoder, Autoencoder, Config(lecture.Seed()), Training(x, lecture.Seed()))
}

// VAE returns the recipe of the VAE for x: 784–500–300–2, the autoencoder's training, a Bernoulli likelihood, weights that begin at
// σ = 0.03, with which it ends lower than with 0.1.
func VAE(x digits.Data) Recipe {
	start := Config(lecture.Seed())
	start.Sigma = 0.03
	return recipe(x, "VAE", "10", "vae", model.VAE{Autoencoder: model.Autoencoder{Widths: planar}, Beta: 1}, start, Training(x, lecture.Seed()))
}

// OpenOrTrain returns the autoencoder for x, on the Go engine. Where its checkpoint is missing, unfinished or of another
// training, it says so and trains it first, on the engine that open gives. It also computes the codes that lecture.Codes gives.
// The cell stops where that fails.
func OpenOrTrain(x digits.Data, open func() (backend.Engine, error)) Net {
	n := Lecture(x).OpenOrTrain(open)
	keepCodes(n, x)
	return n
}

// Open returns the autoencoder for x from its checkpoint, on the Go engine, which starts at once. The cell stops where there
// is none, or it is of another training.
func Open(x digits.Data) Net { return Lecture(x).Open() }

// New returns the lecture's network as it is before any training, on an engine.
func New(engine backend.Engine) Net {
	return Net{lecture.Must(model.New(engine, Autoencoder, Config(lecture.Seed())))}
}

// OpenModel returns a model from the checkpoint of that name, on the Go engine. The cell stops where there is none.
func OpenModel(m model.Model, name string) Net {
	return Net{lecture.Must(model.Open(lecture.Must(backend.Go()), m, name))}
}
