package latent_test

import (
	"fmt"
	"math"
	"testing"

	"latentlab/pkg/latent"
)

// In polar coordinates the code of a place is its radius and its angle.
func ExampleSearch() {
	z, errs := latent.Search(polar, [][]float32{{3, 3}}, [][]float32{{1, 0}}, 20)
	fmt.Printf("%.2f, error %.4f\n", z, errs)
	// Output: [[4.24 0.79]], error [0.0000]
}

// A PCA's decoder is linear: what is found is what its encoder gives, from wherever the search starts.
func TestSearchOfAPCA(t *testing.T) {
	images := cloud(3, 40, 12)
	pca := must(latent.FitPCA(images, 2))(t)
	z, errs := latent.Search(pca, images, [][]float32{{20, -30}}, 20)
	for i, want := range pca.Encode(images) {
		if distance(z[i], want) > 1e-3 {
			t.Errorf("the code of image %d is %v, want %v", i, z[i], want)
		}
	}
	for i, want := range latent.SquaredErrors(images, pca.Decode(z)) {
		if math.Abs(errs[i]-want) > 1e-6 {
			t.Errorf("the error of image %d is %g, want %g", i, errs[i], want)
		}
	}
}

// Of a place off the sphere the nearest one on it is known, and so is how far it is.
func TestSearchOffTheManifold(t *testing.T) {
	x := [][]float32{{2, 1, 0.5}, {-0.3, 0.1, 0.2}, {0.2, -3, 1}}
	z, errs := latent.Search(sphere, x, latent.StandardGaussian(2).Sample(10, 1), 50)
	for i, place := range sphere.Decode(z) {
		far := distance(x[i], []float32{0, 0, 0})
		for k := range place {
			if math.Abs(float64(place[k])-float64(x[i][k])/far) > 1e-2 {
				t.Errorf("the nearest place to %v is %v, which is not in its direction", x[i], place)
			}
		}
		if want := (far - 1) * (far - 1) / 3; math.Abs(errs[i]/want-1) > 1e-3 {
			t.Errorf("the error of %v is %g, want %g", x[i], errs[i], want)
		}
	}
}

// valleys has two minima of its distance from 0: one near z = −2, and the deeper one near z = 2.
type valleys struct{}

func (valleys) Decode(z [][]float32) [][]float32 {
	out := make([][]float32, len(z))
	for i, code := range z {
		v := float64(code[0])
		out[i] = []float32{float32(v*v - 4), float32(0.3 * (2 - v))}
	}
	return out
}

// One start ends in the valley that it lies in; the best of several is the deepest.
func TestSearchFromSeveralStarts(t *testing.T) {
	x := [][]float32{{0, 0}}
	left, stuck := latent.Search(valleys{}, x, [][]float32{{-3}}, 50)
	if left[0][0] > 0 || stuck[0] < 0.5 {
		t.Fatalf("from −3 it finds %v with an error of %g: this test wants another valley", left, stuck)
	}
	both, errs := latent.Search(valleys{}, x, [][]float32{{-3}, {1}, {-1}}, 50)
	if math.Abs(float64(both[0][0])-2) > 1e-2 || errs[0] > 1e-4 {
		t.Errorf("from three starts it finds %v with an error of %g, want 2 and 0", both, errs)
	}
}

// No step leads uphill, and none at all leaves the best of the starts.
func TestSearchNeverGoesUp(t *testing.T) {
	x, starts := [][]float32{{2, -1}, {0.5, 4}}, [][]float32{{1, 0}, {2, 3}, {5, -1}}
	last := []float64{math.Inf(1), math.Inf(1)}
	for steps := range 8 {
		z, errs := latent.Search(polar, x, starts, steps)
		for i := range errs {
			if errs[i] > last[i] {
				t.Errorf("with %d steps the error of image %d is %g, with one less it was %g", steps, i, errs[i], last[i])
			}
		}
		last = errs
		if steps == 0 && (distance(z[0], starts[0]) > 0 || distance(z[1], starts[0]) > 0) {
			t.Errorf("without steps it finds %v, want the nearest start %v", z, starts[0])
		}
	}
}

func TestSearchRefuses(t *testing.T) {
	x, starts := [][]float32{{1, 2}}, [][]float32{{1, 0}}
	for want, f := range map[string]func(){
		"Search: the decoder is nil":                         func() { latent.Search(nil, x, starts, 1) },
		"Search: there are no images":                        func() { latent.Search(polar, nil, starts, 1) },
		"Search: there are no starts":                        func() { latent.Search(polar, x, nil, 1) },
		"Search: steps is -1: want at least 0":               func() { latent.Search(polar, x, starts, -1) },
		"each decoded image has 2 numbers: want 3":           func() { latent.Search(polar, [][]float32{{1, 2, 3}}, starts, 1) },
		"code 0 holds 3e+38 in place 1: want numbers up to ": func() { latent.Search(polar, x, [][]float32{{1, 3e38}}, 1) },
	} {
		wantPanic(t, "Search", want, f)
	}
}
