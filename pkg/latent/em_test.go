package latent_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
	"latentlab/pkg/latent"
)

// difficult returns codes on which components collapse: most are copies of a few, or lie on a line.
func difficult(seed uint64) [][]float32 {
	rng := rand.New(rand.NewPCG(seed, 2))
	z := cloud(seed, 60, 2)
	for i := range 60 {
		z = append(z, z[i%4], []float32{float32(i) / 10, 1})
	}
	rng.Shuffle(len(z), func(i, j int) { z[i], z[j] = z[j], z[i] })
	return z
}

func TestLikelihoodNeverFalls(t *testing.T) {
	steps, floored := 0, 0
	for seed := range uint64(3) {
		three, _ := classes(seed, 3, 50, 2)
		five, _ := classes(seed, 2, 60, 5)
		for name, z := range map[string][][]float32{"classes": three, "five dimensions": five, "difficult": difficult(seed)} {
			for _, k := range []int{1, 3, 12} {
				q := must(latent.FitMixture(z, latent.MixtureConfig{Components: k, Seed: seed}))(t)
				for i := 1; i < len(q.History); i++ {
					if q.History[i] < q.History[i-1]-1e-11 {
						t.Errorf("%s, seed %d, %d components: from %.15g to %.15g in step %d", name, seed, k, q.History[i-1], q.History[i], i)
					}
				}
				steps += len(q.History)
				if got := latent.LogLikelihood(q, z); !near(got, q.History[len(q.History)-1], 1e-12) {
					t.Errorf("%s: log-likelihood %.15g, in the history %.15g", name, got, q.History[len(q.History)-1])
				}
				if got := floats.Sum(q.Weights); !near(got, 1, 1e-12) {
					t.Errorf("%s: the weights add up to %.15g, want 1", name, got)
				}
				least := smallestVariance(must(latent.FitGaussian(z))(t)) * 1e-4
				for _, g := range q.Components {
					switch v := smallestVariance(g); {
					case v < least*(1-1e-6):
						t.Errorf("%s: a component's variance is %g, want at least %g", name, v, least)
					case v < least*(1+1e-6):
						floored++
					}
				}
			}
		}
	}
	// Otherwise this test would not test what is difficult.
	if steps < 300 || floored == 0 {
		t.Errorf("%d steps, %d components at the least variance: want at least 300 and 1", steps, floored)
	}
}

func smallestVariance(g *latent.Gaussian) float64 {
	var eigen mat.EigenSym
	eigen.Factorize(g.Covariance, false)
	return eigen.Values(nil)[0]
}

func TestMixtureOfOneIsTheGaussian(t *testing.T) {
	z := cloud(1, 300, 3)
	g, q := must(latent.FitGaussian(z))(t), must(latent.FitMixture(z, latent.MixtureConfig{Components: 1}))(t)
	allNear(t, "mean", q.Components[0].Mean, g.Mean, 1e-12)
	for _, at := range cloud(2, 20, 3) {
		if got, want := q.LogDensity(at), g.LogDensity(at); !near(got, want, 1e-10) {
			t.Errorf("log-density %g, want %g", got, want)
		}
	}
}

func TestMixtureFindsTheClasses(t *testing.T) {
	z := append(cloud(1, 300, 2), cloud(2, 100, 2)...)
	for i := range 300 {
		z[i][0] += 30
	}
	q := must(latent.FitMixture(z, latent.MixtureConfig{Components: 2, Seed: 3}))(t)
	if w := math.Max(q.Weights[0], q.Weights[1]); !near(w, 0.75, 1e-6) {
		t.Errorf("weights %v, want ¾ and ¼", q.Weights)
	}
}

func TestMixtureIsTheSameOnOneCore(t *testing.T) {
	z, _ := classes(3, 3, 100, 2)
	config := latent.MixtureConfig{Components: 5, Seed: 2}
	want := must(latent.FitMixture(z, config))(t)
	onOneCore(func() {
		got := must(latent.FitMixture(z, config))(t)
		if diff := cmp.Diff(want.History, got.History); diff != "" {
			t.Error(diff)
		}
	})
	config.Seed = 3
	if other := must(latent.FitMixture(z, config))(t); cmp.Equal(want.History, other.History) {
		t.Error("seeds 2 and 3 start in the same place")
	}
}

func TestMixtureDegenerate(t *testing.T) {
	z := cloud(4, 8, 2)
	z = append(z, z...)
	_, err := latent.FitMixture(z, latent.MixtureConfig{})
	wantError(t, "ten components on eight codes", err, "there are only 8 different codes for 10 components")
	wantPanic(t, "components", "Components is -1: want at least 1", func() { latent.FitMixture(z, latent.MixtureConfig{Components: -1}) })
	wantPanic(t, "components", "want at most", func() { latent.FitMixture(z, latent.MixtureConfig{Components: 1 << 40}) })
	wantPanic(t, "steps", "Steps is -1: want at least 1", func() { latent.FitMixture(z, latent.MixtureConfig{Steps: -1}) })
	if q := must(latent.FitMixture(z, latent.MixtureConfig{Components: 8, Steps: 1}))(t); len(q.History) != 1 {
		t.Errorf("%d steps, want 1", len(q.History))
	}
}
