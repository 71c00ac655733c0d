package measure

import (
	"cmp"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"latentlab/pkg/digits"
	"latentlab/pkg/latent"
)

const seed = 3

// few returns 120 built-in digits for training and 60 for the test, so that all can be computed by definition.
func few(t *testing.T) digits.Data {
	t.Helper()
	t.Setenv("LATENTLAB_DIGITS", "builtin")
	x, err := digits.Load(t.Context(), digits.Options{Only: []int{1, 5, 6}, Seed: 1, TestOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	x.Train, x.Test = x.Test.Split(120)
	x.Test, _ = x.Test.Split(60)
	return x
}

// tiny is an autoencoder with random weights and two numbers to a code: images that resemble each other have codes that
// do.
type tiny struct{ weights [][]float64 } // 784 × 2

func newTiny() tiny {
	rng := rand.New(rand.NewPCG(1, 2))
	weights := make([][]float64, digits.Pixels)
	for p := range weights {
		weights[p] = []float64{rng.NormFloat64(), rng.NormFloat64()}
	}
	return tiny{weights}
}

func (g tiny) Encode(images [][]float32) [][]float32 {
	var z [][]float32
	for _, image := range images {
		var h [2]float64
		for p, v := range image {
			h[0] += g.weights[p][0] * float64(v)
			h[1] += g.weights[p][1] * float64(v)
		}
		z = append(z, []float32{float32(math.Tanh(h[0] / 20)), float32(math.Tanh(h[1] / 20))})
	}
	return z
}

func (g tiny) Decode(z [][]float32) [][]float32 {
	var images [][]float32
	for _, code := range z {
		image := make([]float32, digits.Pixels)
		for p, w := range g.weights {
			image[p] = float32(1 / (1 + math.Exp(2-w[0]*float64(code[0])-w[1]*float64(code[1]))))
		}
		images = append(images, image)
	}
	return images
}

func TestOf(t *testing.T) {
	if testing.Short() {
		t.Skip("-short leaves out what measures twice")
	}
	x, ae := few(t), newTiny()
	got, err := Of(ae, x, seed)
	if err != nil {
		t.Fatal(err)
	}
	z, test := ae.Encode(x.Train.Images), ae.Encode(x.Test.Images)
	pca := must(latent.FitPCA(x.Train.Images, 2))(t)
	halfway := latent.HalfWay(ae, x.Test.Images, x.Test.Labels, x.Train.Images, 300, seed)
	want := Numbers{
		"test_mse":                meanSquare(x.Test.Images, ae.Decode(test)),
		"pca_test_mse":            meanSquare(x.Test.Images, pca.Decode(pca.Encode(x.Test.Images))),
		"knn_accuracy":            accuracy(test, x.Test.Labels, 10),
		"trustworthiness":         trust(x.Test.Images, test, 10),
		"log_likelihood_gaussian": gaussianLikelihood(z, test),
		"halfway_pixels":          mean(halfway.Pixels),
		"halfway_latent":          mean(halfway.Codes),
		"halfway_ratio":           mean(halfway.Pixels) / mean(halfway.Codes),
	}
	for _, q := range must(Densities(z, x.Train.Labels, seed))(t) {
		fakes := q.Density.Sample(1000, seed)
		var logs []float64
		for _, code := range test {
			logs = append(logs, q.Density.LogDensity(code))
		}
		if q.Key != "gaussian" {
			want["log_likelihood_"+q.Key] = mean(logs)
		}
		want["fake_distance_"+q.Key] = mean(toNearest(ae.Decode(fakes), x.Train.Images))
		want["between_"+q.Key] = float64(len(latent.BetweenClasses(fakes, z, x.Train.Labels))) / 1000
	}
	for name := range maps.Keys(got) {
		if _, ok := want[name]; !ok {
			t.Errorf("there is a measure %s = %g that this test does not know", name, got[name])
		}
	}
	for name, v := range want {
		if math.Abs(got[name]-v) > 1e-9*math.Abs(v) {
			t.Errorf("%s is %.12g, want %.12g", name, got[name], v)
		}
	}
}

// flat is an autoencoder that has the same code for all images.
type flat struct{ tiny }

func (flat) Encode(images [][]float32) [][]float32 {
	return slices.Repeat([][]float32{{1, 2}}, len(images))
}

func TestOfFails(t *testing.T) {
	x := few(t)
	if _, err := Of(flat{newTiny()}, x, seed); err == nil || !strings.HasPrefix(err.Error(), "measure: the densities: latent: FitGaussian: ") {
		t.Errorf("where all codes are the same the error is %v", err)
	}
	x.Train.Images = slices.Repeat(x.Train.Images[:1], x.Train.Len())
	if _, err := Of(newTiny(), x, seed); err == nil || !strings.HasPrefix(err.Error(), "measure: the PCA: latent: FitPCA: all images are the same") {
		t.Errorf("where all images are the same the error is %v", err)
	}
}

// must ends the test where there is an error.
func must[T any](value T, err error) func(*testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}

func mean(v []float64) float64 {
	sum := 0.0
	for _, number := range v {
		sum += number
	}
	return sum / float64(len(v))
}

// square returns ‖a − b‖².
func square(a, b []float32) float64 {
	sum := 0.0
	for i := range a {
		sum += (float64(a[i]) - float64(b[i])) * (float64(a[i]) - float64(b[i]))
	}
	return sum
}

// meanSquare returns the mean over all pixels of (x − y)².
func meanSquare(x, y [][]float32) float64 {
	sum := 0.0
	for i := range x {
		sum += square(x[i], y[i])
	}
	return sum / float64(len(x)*len(x[0]))
}

// toNearest returns the distance of each of a to the nearest of b.
func toNearest(a, b [][]float32) []float64 {
	var distances []float64
	for _, row := range a {
		least := math.Inf(1)
		for _, other := range b {
			least = min(least, square(row, other))
		}
		distances = append(distances, math.Sqrt(least))
	}
	return distances
}

// order returns the indices of all other rows by their distance from row i.
func order(rows [][]float32, i int) []int {
	var others []int
	for j := range rows {
		if j != i {
			others = append(others, j)
		}
	}
	slices.SortStableFunc(others, func(a, b int) int { return cmp.Compare(square(rows[i], rows[a]), square(rows[i], rows[b])) })
	return others
}

// accuracy returns the share of codes whose label most of the k nearest others have, the smallest of equal votes.
func accuracy(z [][]float32, labels []int, k int) float64 {
	right := 0
	for i := range z {
		var votes [10]int
		for _, j := range order(z, i)[:k] {
			votes[labels[j]]++
		}
		if slices.Index(votes[:], slices.Max(votes[:])) == labels[i] {
			right++
		}
	}
	return float64(right) / float64(len(z))
}

// trust returns the trustworthiness by its definition.
func trust(x, z [][]float32, k int) float64 {
	n, sum := len(z), 0
	for i := range z {
		ranks := order(x, i)
		for _, j := range order(z, i)[:k] {
			sum += max(0, slices.Index(ranks, j)+1-k)
		}
	}
	return 1 - 2/float64(n*k*(2*n-3*k-1))*float64(sum)
}

// gaussianLikelihood returns the mean log-likelihood of held codes under N(μ, Σ), the moments of codes z in two
// dimensions.
func gaussianLikelihood(z, held [][]float32) float64 {
	n := float64(len(z))
	var m [2]float64
	for _, code := range z {
		m[0] += float64(code[0]) / n
		m[1] += float64(code[1]) / n
	}
	var xx, xy, yy float64
	for _, code := range z {
		a, b := float64(code[0])-m[0], float64(code[1])-m[1]
		xx, xy, yy = xx+a*a/n, xy+a*b/n, yy+b*b/n
	}
	det, sum := xx*yy-xy*xy, 0.0
	for _, code := range held {
		a, b := float64(code[0])-m[0], float64(code[1])-m[1]
		sum -= (yy*a*a - 2*xy*a*b + xx*b*b) / (2 * det)
	}
	return sum/float64(len(held)) - math.Log(2*math.Pi) - math.Log(det)/2
}
