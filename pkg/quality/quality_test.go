package quality

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"gonum.org/v1/gonum/floats"
)

// normal draws n rows around the means, with the deviations.
func normal(n int, means, deviations []float64, seed uint64) [][]float32 {
	rng := rand.New(rand.NewPCG(seed, 1))
	rows := make([][]float32, n)
	for i := range rows {
		for j, mean := range means {
			rows[i] = append(rows[i], float32(mean+deviations[j]*rng.NormFloat64()))
		}
	}
	return rows
}

func TestFrechetOfTheSameSetIsZero(t *testing.T) {
	if got := Frechet(peers.Real, peers.Real); got > 1e-9 {
		t.Errorf("%g, want 0", got)
	}
}

// Of normal distributions with independent axes it is Σ (μ − ν)² + (σ − τ)².
func TestFrechetOfTwoGaussians(t *testing.T) {
	const n = 40_000
	a := normal(n, []float64{0, 1, -2}, []float64{1, 2, 0.5}, 1)
	b := normal(n, []float64{3, 1, -1}, []float64{2, 1, 0.5}, 2)
	if got, want := Frechet(a, b), 3*3+1+1+1.0; math.Abs(got-want) > 0.15 {
		t.Errorf("%g, want %g", got, want)
	}
}

// A constant set has no covariance: what is left are the distance of the means and the other's variance.
func TestFrechetToOneImage(t *testing.T) {
	one := slices.Repeat([][]float32{{1, 1, 1, 1, 1, 1}}, 20)
	want := floats.Sum(Activity(peers.Real))
	means, _ := moments(peers.Real)
	for _, mean := range means {
		want += (mean - 1) * (mean - 1)
	}
	if got := Frechet(peers.Real, one); !near(got, want, 1e-9) {
		t.Errorf("%g, want %g", got, want)
	}
}

// Without bias: over many pairs of sets of one distribution the mean is 0, well within its own error.
func TestKernelDistanceHasNoBias(t *testing.T) {
	const pairs = 400
	var sum, squares float64
	for i := range uint64(pairs) {
		a := normal(8, []float64{0, 0}, []float64{1, 1}, 2*i)
		b := normal(8, []float64{0, 0}, []float64{1, 1}, 2*i+1)
		v := KernelDistance(a, b)
		sum, squares = sum+v, squares+v*v
	}
	mean := sum / pairs
	if fault := math.Sqrt(squares/pairs-mean*mean) / math.Sqrt(pairs); math.Abs(mean) > 4*fault {
		t.Errorf("the mean over pairs of sets of one distribution is %g ± %g, want 0", mean, fault)
	}
}

// Under the kernel (xy + 1)³ in one dimension the distance is Σ binomial(3, i) (E xⁱ − E yⁱ)².
func TestKernelDistanceOfTwoGaussians(t *testing.T) {
	a, b := normal(6000, []float64{0}, []float64{1}, 1), normal(6000, []float64{1}, []float64{1}, 2)
	// The moments of N(0, 1) are 0, 1, 0; those of N(1, 1) are 1, 2, 4.
	if got, want := KernelDistance(a, b), 3*1+3*1+16.0; math.Abs(got-want) > 2.5 {
		t.Errorf("%g, want %g", got, want)
	}
}

func TestCompareOfTheSameSet(t *testing.T) {
	got := Compare(peers.Real, peers.Real, 5)
	// A ball holds its own centre and k − 1 neighbours; the k-th is its rim.
	if want := (Manifold{Precision: 1, Recall: 1, Density: 1, Coverage: 1}); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
}

// Two classes far apart, of which the fakes leave one out: all are precise, and half are covered.
func TestCompareWithOneClassLeftOut(t *testing.T) {
	one := normal(200, []float64{0, 0}, []float64{1, 1}, 1)
	other := normal(200, []float64{100, 0}, []float64{1, 1}, 2)
	got := Compare(slices.Concat(one, other), one, 5)
	if want := (Manifold{Precision: 1, Recall: 0.5, Density: got.Density, Coverage: 0.5}); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	if got := Compare(one, slices.Concat(one, other), 5); got.Precision != 0.5 || got.Recall != 1 || got.Coverage != 1 {
		t.Errorf("with the other way round %+v", got)
	}
}

// Shuffled each for itself, the axes keep their distributions and lose what they have in common.
func TestShuffledAxesAreFarther(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	shuffled := make([][]float32, len(peers.Real))
	for i := range shuffled {
		shuffled[i] = slices.Clone(peers.Real[i])
	}
	for j := range shuffled[0] {
		rng.Shuffle(len(shuffled), func(a, b int) { shuffled[a][j], shuffled[b][j] = shuffled[b][j], shuffled[a][j] })
	}
	same := Frechet(peers.Real, peers.Real)
	if got := Frechet(peers.Real, shuffled); got < same+0.5 {
		t.Errorf("the Fréchet distance to shuffled axes is %g", got)
	}
	if got := Compare(peers.Real, shuffled, 3); got.Density > 0.7 {
		t.Errorf("shuffled axes have the density %g", got.Density)
	}
}

func TestClasses(t *testing.T) {
	probabilities := [][]float32{{0.95, 0.05, 0}, {0.5, 0.5, 0}, {0.3, 0.6, 0.1}, {0, 0.02, 0.98}}
	if got := Classes(probabilities); !slices.Equal(got, []int{0, 0, 1, 2}) {
		t.Errorf("the classes are %v", got)
	}
	if got := Shares(probabilities); !slices.Equal(got, []float64{0.5, 0.25, 0.25}) {
		t.Errorf("the shares are %v", got)
	}
	if got := Unsure(probabilities, 0.9); got != 0.5 {
		t.Errorf("it is unsure of %g, want 0.5", got)
	}
	if got := Accuracy(probabilities, []int{0, 1, 1, 2}); got != 0.75 {
		t.Errorf("the accuracy is %g, want 0.75", got)
	}
}

// Where p(z|x) is known, its weights are all p(x), and every bound is exact.
func TestBoundOfAnExactPosterior(t *testing.T) {
	weights := [][]float32{{-3, -3, -3, -3}, {-700, -700, -700, -700}}
	for _, k := range []int{1, 2, 4} {
		if got, want := Bound(weights, k), -351.5; got != want {
			t.Errorf("k = %d: %g, want %g", k, got, want)
		}
	}
}

func TestActiveUnits(t *testing.T) {
	collapsed := normal(500, []float64{0, 0}, []float64{1, 0.001}, 1)
	if got := ActiveUnits(collapsed); got != 1 {
		t.Errorf("%d of the dimensions are active, want 1", got)
	}
}

// The real images against themselves, and against those of them that are of one class.
func TestOf(t *testing.T) {
	one, other := normal(50, []float64{0, 0}, []float64{1, 1}, 1), normal(50, []float64{9, 0}, []float64{1, 1}, 2)
	real := Seen{slices.Concat(one, other), slices.Concat(slices.Repeat([][]float32{{1, 0}}, 50), slices.Repeat([][]float32{{0.2, 0.8}}, 50))}
	same := Of(real, real)
	for name, want := range (Numbers{"frechet": 0, "precision": 1, "recall": 1, "density": 1, "coverage": 1, "unsure": 0.5, "share_error": 0}) {
		if math.Abs(same[name]-want) > 1e-6 {
			t.Errorf("against themselves %s is %g, want %g", name, same[name], want)
		}
	}
	half := Of(real, Seen{one, real.Probabilities[:50]})
	for name, want := range (Numbers{"precision": 1, "coverage": 0.5, "recall": 0.5, "unsure": 0, "share_error": 0.5}) {
		if math.Abs(half[name]-want) > 1e-6 {
			t.Errorf("with one class left out %s is %g, want %g", name, half[name], want)
		}
	}
	if half["frechet"] < 15 || half["kernel"] < same["kernel"]+1 {
		t.Errorf("with one class left out the distances are %v", half)
	}
}

func TestWrongArgumentsAreRefused(t *testing.T) {
	nan := float32(math.NaN())
	two, three := [][]float32{{1, 2}, {3, 4}}, [][]float32{{1, 2, 3}, {4, 5, 6}}
	for want, f := range map[string]func(){
		"quality: Frechet: there are 0 real rows: want at least 2":                      func() { Frechet(nil, two) },
		"quality: Frechet: each real row has 2 numbers, each fake row 3: want as many":  func() { Frechet(two, three) },
		"quality: KernelDistance: fake row 1 holds NaN in place 0: want finite numbers": func() { KernelDistance(two, [][]float32{{1, 2}, {nan, 4}}) },
		"quality: Compare: k is 0: want 1 to 1":                                         func() { Compare(two, two, 0) },
		"quality: Compare: k is 2: want 1 to 1 for sets of 2 and 2":                     func() { Compare(two, two, 2) },
		"quality: Unsure: sure is 2: want a probability":                                func() { Unsure([][]float32{{1}}, 2) },
		"quality: Shares: the probabilities of row 0 sum to 3: want 1":                  func() { Shares(two) },
		"quality: Shares: row 0 holds the probability -1: want none below 0":            func() { Shares([][]float32{{-1, 2}}) },
		"quality: Accuracy: 1 images, but 2 labels: want one for each":                  func() { Accuracy([][]float32{{1}}, []int{0, 0}) },
		"quality: Bound: k is 2: want a part of the 3 weights of each image":            func() { Bound(three, 2) },
		"quality: Activity: mean 1 has 1 numbers, but mean 0 has 2: want as many":       func() { Activity([][]float32{{1, 2}, {1}}) },
		"quality: Bound: row of weights 0 is empty: want at least one number":           func() { Bound([][]float32{{}}, 1) },
	} {
		said := ""
		func() {
			defer func() { said = fmt.Sprint(recover()) }()
			f()
		}()
		if !strings.HasPrefix(said, want) {
			t.Errorf("it says %q, want %q", said, want)
		}
	}
}
