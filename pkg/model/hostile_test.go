package model

import (
	"testing"

	"latentlab/pkg/backend"
	"latentlab/pkg/internal/hostile"
	"latentlab/tests/faults"
)

func TestHostileArguments(t *testing.T) {
	t.Setenv("LATENTLAB_CHECKPOINTS", t.TempDir())
	engine, n := goEngine(t), newSmall(t, Config{})
	trained(t, n)
	images := ramps(2)
	codes := [][]float32{{1, 2}, {3, 4}}
	made := func(m Model) func(c Config) ([][]float32, error) {
		return func(c Config) ([][]float32, error) {
			n, err := New(engine, m, c)
			if err != nil {
				return nil, err
			}
			return n.Decode(codes)
		}
	}
	wide := func(widths []int) ([][]float32, error) { return made(Autoencoder{Widths: widths})(Config{Pixels: 6}) }
	convolved := func(side, channels int) ([][]float32, error) {
		return made(Convolutional{Side: side, Channels: channels})(Config{Pixels: 16})
	}
	noisy := func(noise float64) (string, error) {
		d := Denoising{Autoencoder: small, Noise: noise}
		_, err := New(engine, d, Config{Pixels: 6})
		return d.Settings(), err
	}
	varied := func(beta float64, warmUp int, sigma float64) ([][]float32, error) {
		return made(VAE{Autoencoder: Autoencoder{Widths: small.Widths, Likelihood: Gaussian{Sigma: sigma}}, Beta: beta, WarmUp: warmUp})(Config{Pixels: 6})
	}
	played := func(widths []int, r1 float64) ([][]float32, error) {
		return made(GAN{Widths: widths, R1: r1})(Config{Pixels: 6})
	}
	vae := newOf(t, smallVAE, Config{Pixels: 6})
	saved := func(name string) ([][]float32, error) {
		if err := n.Save(name); err != nil {
			return nil, err
		}
		opened, err := Open(engine, small, name)
		if err != nil {
			return nil, err
		}
		return opened.Decode(codes)
	}
	none := []hostile.Trial{
		{Name: "New on no engine", Value: "zero", Call: func() []any { return hostile.Of(New(backend.Engine{}, small, Config{Pixels: 6})) }},
		{Name: "New of nothing", Value: "nil", Call: func() []any { return hostile.Of(New(engine, nil, Config{Pixels: 6})) }},
		{Name: "Open of nothing", Value: "nil", Call: func() []any { return hostile.Of(Open(engine, nil, "small")) }},
		{Name: "Network.On no engine", Value: "zero", Call: func() []any { return hostile.Of(n.On(backend.Engine{})) }},
	}
	const building = "it runs while a graph is built: New and Network.Encode are tried with it"
	const asIs = "it takes nothing, and returns what the network was made of"
	tries, lost := hostile.Table{Prefixes: []string{"model: ", "checkpoint: "}, Check: numbers, Calls: []hostile.Call{
		hostile.With("New", made(small), Config{Pixels: 6, Sigma: 0.1, Seed: 1}),
		hostile.With("New of widths", wide, []int{6, 4, 2}),
		hostile.With("New of a convolution", convolved, 4, 2),
		hostile.With("New with noise", noisy, 0.3),
		hostile.With("New of a VAE", varied, 1.0, 10, 0.5),
		hostile.With("New of a GAN", played, []int{6, 4, 2}, 1.0),
		hostile.With("Network.LogWeights", vae.LogWeights, images, 3, uint64(1)),
		hostile.With("Network.LogEvidence", vae.LogEvidence, images, 5),
		hostile.With("Network.Evaluate", n.Evaluate, images, uint64(1)),
		hostile.With("Labelled", Labelled, images, []int{1, 9}),
		hostile.With("Network.Save", saved, "small"),
		hostile.With("Network.Encode", n.Encode, images),
		hostile.With("Network.Decode", n.Decode, codes),
		hostile.With("Network.Reconstruct", n.Reconstruct, images),
		hostile.With("Network.Layers", n.Layers, "encoder"),
		hostile.With("Network.Weights", n.Weights, "encoder"),
		hostile.With("Network.Trained", func(scope string) int { return len(n.Trained(scope)) }, "encoder"),
		hostile.With("Training.Complete", Training.Complete, n.Training()),
	}, Trials: none, Spared: map[string]string{
		"Autoencoder.Losses": building, "Autoencoder.Encode": building, "Autoencoder.Decode": building, "Dense": building, "MSE": building,
		"Convolutional.Losses": building, "Convolutional.Encode": building, "Convolutional.Decode": building,
		"Denoising.Losses": building, "Network.Losses": building, "Network.SetStep": building, "Loss.Term": building, "Step": building,
		"Normal": building, "KL": building, "Larger": building, "VAE.Losses": building, "VAE.Posterior": building, "VAE.Encode": building, "VAE.Decode": building,
		"GAN.Losses": building, "GAN.Decode": building, "Classifier.Losses": building, "Classifier.Encode": building,
		"Bernoulli.LogProb": building, "Bernoulli.LogProbs": building, "Gaussian.LogProbs": building, "Bernoulli.Mean": building, "Gaussian.LogProb": building, "Gaussian.Mean": building,
		"VAE.Kind": asIs, "VAE.Settings": asIs, "GAN.Kind": asIs, "GAN.Settings": asIs, "GAN.Latent": "New of a GAN is tried with it",
		"Classifier.Kind": asIs, "Classifier.Settings": asIs, "Bernoulli.String": asIs, "Gaussian.String": "New of a VAE is tried with it",
		"Autoencoder.Kind": asIs, "Autoencoder.Settings": asIs, "Convolutional.Kind": asIs, "Convolutional.Settings": asIs,
		"Denoising.Kind": asIs, "Denoising.Settings": "New with noise is tried with it",
		"Network.Training": asIs, "Network.Engine": asIs, "Network.Model": asIs, "Network.Config": asIs, "Network.Pixels": asIs,
		"Network.LossNames": asIs, "Network.Store": asIs, "Network.String": asIs, "Network.Identity": asIs,
		"Network.SetTraining": "it takes a training's own store", "Network.SaveTo": "Network.Save is tried with it",
	}}.Try(t)
	faults.Note(t, "hostile argument", tries, lost)
}

// numbers finds fault with images, codes and weights that are not finite.
func numbers(results []any) error {
	var plain []any
	for _, r := range results {
		switch r.(type) {
		case [][]float32, error:
			plain = append(plain, r)
		}
	}
	return hostile.Finite(plain)
}
