package latent_test

import (
	_ "embed"
	"encoding/json"
	"math"
	"strconv"
	"testing"

	"latentlab/pkg/latent"
)

//go:embed testdata/peers.json
var peersJSON []byte

// peers are small data with what SciPy and scikit-learn compute from them: see testdata/peers.py.
var peers struct {
	X, Z, Queries, Queries3   [][]float32
	Labels                    []int
	Trustworthiness           map[string]float64
	KNNAccuracy               map[string]float64 `json:"knn_accuracy"`
	Kernel, Kernel3, Gaussian []float64
	MixtureOf3                float64   `json:"mixture_of_3"`
	PCAVariances              []float64 `json:"pca_variances"`
	PCA2Error                 float64   `json:"pca_2_error"`
	Angles                    []float64
}

func init() {
	if err := json.Unmarshal(peersJSON, &peers); err != nil {
		panic(err)
	}
}

// near tells whether got is want up to a relative (below 1, absolute) error.
func near(got, want, tolerance float64) bool {
	return math.Abs(got-want) <= tolerance*max(1, math.Abs(want))
}

// allNear compares numbers one by one.
func allNear(t *testing.T, what string, got, want []float64, tolerance float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s: %d numbers, want %d", what, len(got), len(want))
	}
	for i := range want {
		if !near(got[i], want[i], tolerance) {
			t.Errorf("%s: number %d is %.12g, want %.12g", what, i, got[i], want[i])
		}
	}
}

// must ends the test where there is an error.
func must[T any](value T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}

func TestTrustworthinessAgainstScikitLearn(t *testing.T) {
	for name, want := range peers.Trustworthiness {
		k, _ := strconv.Atoi(name)
		if got := latent.Trustworthiness(peers.X, peers.Z, k); !near(got, want, 1e-12) {
			t.Errorf("k = %d: %.15g, want %.15g", k, got, want)
		}
	}
}

func TestKNNAccuracyAgainstScikitLearn(t *testing.T) {
	for name, want := range peers.KNNAccuracy {
		k, _ := strconv.Atoi(name)
		if got := latent.KNNAccuracy(peers.Z, peers.Labels, k); !near(got, want, 1e-12) {
			t.Errorf("k = %d: %.15g, want %.15g", k, got, want)
		}
	}
}

func TestKernelAgainstSciPy(t *testing.T) {
	q := must(latent.FitKernel(peers.Z))(t)
	allNear(t, "two dimensions", logDensities(q, peers.Queries), peers.Kernel, 1e-8)

	first3 := make([][]float32, len(peers.X))
	for i, x := range peers.X {
		first3[i] = x[:3]
	}
	q = must(latent.FitKernel(first3))(t)
	allNear(t, "three dimensions", logDensities(q, peers.Queries3), peers.Kernel3, 1e-8)
}

func TestGaussianAgainstSciPy(t *testing.T) {
	q := must(latent.FitGaussian(peers.Z))(t)
	allNear(t, "log-density", logDensities(q, peers.Queries), peers.Gaussian, 1e-10)
}

// Scikit-learn takes the best of 20 starts; on three classes, EM finds the same from any good one.
func TestMixtureAgainstScikitLearn(t *testing.T) {
	q := must(latent.FitMixture(peers.Z, latent.MixtureConfig{Components: 3, Seed: 1}))(t)
	if got := latent.LogLikelihood(q, peers.Z); !near(got, peers.MixtureOf3, 1e-4) {
		t.Errorf("log-likelihood %.8g, want %.8g", got, peers.MixtureOf3)
	}
}

func TestPCAAgainstScikitLearn(t *testing.T) {
	p := must(latent.FitPCA(peers.X, 2))(t)
	allNear(t, "variances", p.Variances, peers.PCAVariances, 1e-12)
	y := p.Decode(p.Encode(peers.X))
	if got := latent.MeanSquaredError(peers.X, y); !near(got, peers.PCA2Error, 1e-6) {
		t.Errorf("error %.9g, want %.9g", got, peers.PCA2Error)
	}
}

func TestPrincipalAnglesAgainstSciPy(t *testing.T) {
	got := latent.PrincipalAngles(peers.X[:3], peers.X[3:5])
	allNear(t, "angles", got, peers.Angles, 1e-12)
	swapped := latent.PrincipalAngles(peers.X[3:5], peers.X[:3])
	allNear(t, "angles the other way round", swapped, peers.Angles, 1e-12)
}
