package latent_test

import (
	"math"
	"os"
	"testing"

	"latentlab/pkg/digits"
	"latentlab/pkg/latent"
)

// mnist returns the real digits, or skips the test where they are not there.
func mnist(t testing.TB, only ...int) digits.Data {
	t.Helper()
	if os.Getenv("LATENTLAB_MNIST") == "" {
		t.Skip("LATENTLAB_MNIST does not name a directory with the real MNIST")
	}
	return must(digits.Load(t.Context(), digits.Options{Only: only}))(t)
}

// pcaError returns the error per pixel of a PCA on test images.
func pcaError(t *testing.T, p latent.PCA, images [][]float32) float64 {
	t.Helper()
	y := p.Decode(p.Encode(images))
	return latent.MeanSquaredError(images, y)
}

func TestPCAOfMNIST(t *testing.T) {
	if testing.Short() {
		t.Skip("-short leaves out what takes all of MNIST")
	}
	x := mnist(t, 1, 5, 6)
	if len(x.Train.Images) != 18081 || len(x.Test.Images) != 2985 {
		t.Fatalf("%d and %d images, want 18081 and 2985", len(x.Train.Images), len(x.Test.Images))
	}
	p := must(latent.FitPCA(x.Train.Images, 2))(t)
	if got := pcaError(t, p, x.Test.Images); math.Abs(got-0.04296) > 0.000005 {
		t.Errorf("digits 1, 5, 6 with d = 2: error %.6f, want 0.04296", got)
	}
}

func TestPCAOfAllMNIST(t *testing.T) {
	if testing.Short() {
		t.Skip("-short leaves out what takes all of MNIST")
	}
	x := mnist(t)
	p := must(latent.FitPCA(x.Train.Images, 64))(t)
	for _, c := range []struct {
		d    int
		want float64
	}{{2, 0.0557}, {4, 0.0479}, {8, 0.0374}, {16, 0.0269}, {32, 0.0168}, {64, 0.0090}} {
		if got := pcaError(t, p.First(c.d), x.Test.Images); math.Abs(got-c.want) > 0.00005 {
			t.Errorf("all digits with d = %d: error %.5f, want %.4f", c.d, got, c.want)
		}
	}
}

// PCA's codes stand in for an autoencoder's here: two numbers for each of the lecture's digits.
func mnistCodes(b *testing.B) (x digits.Data, train, test [][]float32) {
	x = mnist(b, 1, 5, 6)
	p := must(latent.FitPCA(x.Train.Images, 2))(b)
	return x, p.Encode(x.Train.Images), p.Encode(x.Test.Images)
}

func BenchmarkFitPCA(b *testing.B) {
	b.Run("18081", func(b *testing.B) {
		x := mnist(b, 1, 5, 6)
		for b.Loop() {
			must(latent.FitPCA(x.Train.Images, 2))(b)
		}
	})
	b.Run("60000", func(b *testing.B) {
		x := mnist(b)
		for b.Loop() {
			must(latent.FitPCA(x.Train.Images, 2))(b)
		}
	})
}

func BenchmarkNearest(b *testing.B) {
	x := mnist(b, 1, 5, 6)
	for b.Loop() {
		latent.Nearest(x.Test.Images[:1000], x.Train.Images)
	}
}

func BenchmarkKNNAccuracy(b *testing.B) {
	x, train, test := mnistCodes(b)
	b.Run("2985", func(b *testing.B) {
		for b.Loop() {
			latent.KNNAccuracy(test, x.Test.Labels, 10)
		}
	})
	b.Run("10000", func(b *testing.B) {
		for b.Loop() {
			latent.KNNAccuracy(train[:10000], x.Train.Labels[:10000], 10)
		}
	})
}

func BenchmarkTrustworthiness(b *testing.B) {
	x, _, test := mnistCodes(b)
	for b.Loop() {
		latent.Trustworthiness(x.Test.Images, test, 10)
	}
}

func BenchmarkFitMixture(b *testing.B) {
	_, train, _ := mnistCodes(b)
	for b.Loop() {
		must(latent.FitMixture(train, latent.MixtureConfig{Seed: 1}))(b)
	}
}

func BenchmarkKernelLogLikelihood(b *testing.B) {
	_, train, test := mnistCodes(b)
	q := must(latent.FitKernel(train))(b)
	for b.Loop() {
		latent.LogLikelihood(q, test)
	}
}

func BenchmarkShareBetweenClasses(b *testing.B) {
	x, train, test := mnistCodes(b)
	for b.Loop() {
		latent.ShareBetweenClasses(test[:1000], train, x.Train.Labels)
	}
}
