package measure

import (
	"math"
	"slices"
	"strings"
	"testing"

	"gonum.org/v1/gonum/stat"
	"latentlab/pkg/digits"
	"latentlab/pkg/latent"
)

// small returns a few of the built-in digits and a PCA, whose numbers are known from elsewhere, in an autoencoder's place.
func small(t *testing.T) (digits.Data, latent.PCA) {
	t.Helper()
	x, err := digits.Load(t.Context(), digits.Options{Source: digits.BuiltIn, Only: []int{1, 5, 6}, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	x.Train = digits.Set{Images: x.Train.Images[:600], Labels: x.Train.Labels[:600]}
	x.Test = digits.Set{Images: x.Test.Images[:200], Labels: x.Test.Labels[:200]}
	pca, err := latent.FitPCA(x.Train.Images, 2)
	if err != nil {
		t.Fatal(err)
	}
	return x, pca
}

func TestOf(t *testing.T) {
	x, ae := small(t)
	n, err := Of(ae, x, 3)
	if err != nil {
		t.Fatal(err)
	}
	if n["test_mse"] != n["pca_test_mse"] {
		t.Errorf("PCA's error is %g as an autoencoder's and %g as PCA's", n["test_mse"], n["pca_test_mse"])
	}
	z, test := ae.Encode(x.Train.Images), ae.Encode(x.Test.Images)
	sum := 0.0
	for i, y := range ae.Decode(test) {
		for p, v := range y {
			sum += math.Pow(float64(v)-float64(x.Test.Images[i][p]), 2) / 784 / 200
		}
	}
	gaussian, err := latent.FitGaussian(z)
	if err != nil {
		t.Fatal(err)
	}
	var logs []float64
	for _, code := range test {
		logs = append(logs, gaussian.LogDensity(code))
	}
	fakes := ae.Decode(gaussian.Sample(1000, 3))
	nearest := 0.0
	for _, fake := range fakes[:50] {
		least := math.Inf(1)
		for _, image := range x.Train.Images {
			squared := 0.0
			for p, v := range fake {
				squared += math.Pow(float64(v)-float64(image[p]), 2)
			}
			least = min(least, math.Sqrt(squared))
		}
		nearest += least / 50
	}
	for name, want := range map[string]struct{ value, within float64 }{
		"test_mse":                {sum, 1e-6},
		"log_likelihood_gaussian": {stat.Mean(logs, nil), 1e-9},
		"fake_distance_gaussian":  {nearest, 0.2 * nearest}, // the first 50 of its 1,000
		"halfway_ratio":           {n["halfway_pixels"] / n["halfway_latent"], 1e-9},
	} {
		if math.Abs(n[name]-want.value) > want.within {
			t.Errorf("%s is %g, want %g", name, n[name], want.value)
		}
	}
	for name, v := range n {
		share := strings.HasPrefix(name, "between_") || name == "knn_accuracy" || name == "trustworthiness"
		if math.IsNaN(v) || math.IsInf(v, 0) || share && (v < 0 || v > 1) {
			t.Errorf("%s is %g", name, v)
		}
	}
	if len(n) != 4+3*4+3 {
		t.Errorf("there are %d numbers, want 19: %v", len(n), n)
	}
	again, err := Of(ae, x, 3)
	if err != nil || !slices.Equal([]float64{again["halfway_ratio"], again["fake_distance_mixture"]}, []float64{n["halfway_ratio"], n["fake_distance_mixture"]}) {
		t.Errorf("the same seed gives other numbers (%v)", err)
	}
}

// still is a network that has learnt nothing: all codes are the same.
type still struct{ latent.PCA }

func (still) Encode(images [][]float32) [][]float32 {
	return slices.Repeat([][]float32{{1, 2}}, len(images))
}

func TestOfANetworkThatHasLearntNothing(t *testing.T) {
	x, ae := small(t)
	if _, err := Of(still{ae}, x, 1); err == nil || !strings.Contains(err.Error(), "measure: the densities: latent: FitGaussian: ") {
		t.Errorf("the error is %v", err)
	}
}
