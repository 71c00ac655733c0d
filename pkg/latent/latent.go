// Package latent holds what one does with codes z once there is an encoder f and a decoder g: compare them with PCA's,
// measure how well they keep what matters, put a density q^Z over them and draw from it, and walk between them, in a
// straight line or along the decoder's own metric.
//
// Images (n × 784) and codes (n × d) are rows of float32; d is any latent dimension, 2 in the lecture. Errors, distances
// and densities are sums in float64. Everything random takes a seed, and the same seed gives the same numbers, however
// many cores there are. No function changes its arguments.
//
// A wrong argument is a bug, and panics with a sentence that says what is wrong with it, as in gonum: rows that are empty, of
// different lengths, not finite or beyond 10³⁰ in magnitude, labels that are not one for each row, a k or n out of range, the
// zero value of a model. Errors are for data that no answer can be had from, such as images that are all the same.
package latent

import (
	"cmp"
	"fmt"
	"runtime"
	"sync"
)

// A Decoder is g: it turns codes (n × d) into images (n × pixels), as a [PCA] or the lecture's autoencoder does.
type Decoder interface {
	Decode(z [][]float32) [][]float32
}

// demand panics where an argument of a function is wrong.
func demand(function string, err error) {
	if err != nil {
		panic(fmt.Sprintf("latent: %s: %v", function, err))
	}
}

const (
	// largest is how large a number may be, so that weighted sums over an image are finite in float32 too.
	largest = 1e30
	// mostRows and mostNumbers bound what a function makes, so that a slip of the hand does not take all memory.
	mostRows    = 1_000_000
	mostNumbers = 1 << 24
)

// makable says what is wrong with making n rows of d numbers, of which there must be at least a few.
func makable(what string, n, d, least int) error {
	if most := min(mostRows, mostNumbers/max(d, 1)); n < least || n > most {
		return fmt.Errorf("%s is %d: want %d to %d", what, n, least, most)
	}
	return nil
}

// width returns the common length of rows, each of which is a noun ("image", "code"), or says why they have none.
func width(noun string, rows [][]float32) (int, error) {
	if len(rows) == 0 {
		return 0, fmt.Errorf("there are no %ss", noun)
	}
	want := len(rows[0])
	if want == 0 {
		return 0, fmt.Errorf("%s 0 is empty", noun)
	}
	for i, row := range rows {
		if len(row) != want {
			return 0, fmt.Errorf("%s %d has %d numbers, but %s 0 has %d", noun, i, len(row), noun, want)
		}
		for j, v := range row {
			if !(v >= -largest && v <= largest) {
				return 0, fmt.Errorf("%s %d holds %v in place %d: want finite numbers, of at most %g in magnitude", noun, i, v, j, largest)
			}
		}
	}
	return want, nil
}

// sameWidth returns the common length of all rows of a and b, or says why they have none.
func sameWidth(nounA string, a [][]float32, nounB string, b [][]float32) (int, error) {
	widthA, errA := width(nounA, a)
	widthB, errB := width(nounB, b)
	if err := cmp.Or(errA, errB); err != nil {
		return 0, err
	}
	if widthA != widthB {
		return 0, fmt.Errorf("each %s has %d numbers, each %s %d: want as many", nounA, widthA, nounB, widthB)
	}
	return widthA, nil
}

// labelled says what is wrong with labels that are not one for each code.
func labelled(z [][]float32, labels []int) error {
	if len(z) != len(labels) {
		return fmt.Errorf("%d codes, but %d labels: want one for each", len(z), len(labels))
	}
	return nil
}

// parallel calls do for consecutive parts lo ≤ i < hi of 0 ≤ i < n, one on each core. What do computes for i must not
// depend on the part that i is in.
func parallel(n int, do func(lo, hi int)) {
	parts := min(runtime.GOMAXPROCS(0), n)
	var wg sync.WaitGroup
	for p := range parts {
		wg.Go(func() { do(p*n/parts, (p+1)*n/parts) })
	}
	wg.Wait()
}

// squaredDistance returns ‖a − b‖².
func squaredDistance(a, b []float32) float64 {
	sum := 0.0
	for i, v := range a {
		difference := float64(v) - float64(b[i])
		sum += difference * difference
	}
	return sum
}
