package digits

import (
	"fmt"
	"math/rand/v2"
	"slices"
)

// Set is a set of n images with their labels. Its methods return sets that share the images' memory with it, and panic
// where there is not one label, and one row of factors if any, for each image.
type Set struct {
	Images  [][]float32 // n × 784, pixels in [0,1]; as loaded, consecutive rows of one array
	Labels  []int       // n, the digit in the image
	Factors [][]float32 // n × 5, what each built-in digit was drawn from (see FactorNames); nil for MNIST
}

// Len returns the number of images.
func (s Set) Len() int { return len(s.Images) }

// Only returns the images with one of the labels, in their order.
func (s Set) Only(labels ...int) Set {
	s.check()
	var keep []int
	for i, label := range s.Labels {
		if slices.Contains(labels, label) {
			keep = append(keep, i)
		}
	}
	return s.pick(keep)
}

// Shuffle returns the images in random order, the same for the same seed.
func (s Set) Shuffle(seed uint64) Set {
	s.check()
	return s.pick(rand.New(rand.NewPCG(seed, 0)).Perm(s.Len()))
}

// From returns the images from place i on, then those before it. It panics where there is no image i.
func (s Set) From(i int) Set {
	s.check()
	if i < 0 || i >= s.Len() {
		panic(fmt.Sprintf("digits: Set.From: there is no image %d: want one of the %d, the first of which is 0", i, s.Len()))
	}
	at := make([]int, s.Len())
	for k := range at {
		at[k] = (i + k) % s.Len()
	}
	return s.pick(at)
}

// Split returns the first n images and the rest; all of them and none where there are no more than n. To split at
// random, shuffle before.
func (s Set) Split(n int) (first, rest Set) {
	s.check()
	n = min(max(n, 0), s.Len())
	// Without room behind them, so that appending to the first spares the rest.
	first = Set{Images: s.Images[:n:n], Labels: s.Labels[:n:n]}
	rest = Set{Images: s.Images[n:], Labels: s.Labels[n:]}
	if s.Factors != nil {
		first.Factors, rest.Factors = s.Factors[:n:n], s.Factors[n:]
	}
	return first, rest
}

// pick returns the images at the places at.
func (s Set) pick(at []int) Set {
	picked := Set{Images: make([][]float32, len(at)), Labels: make([]int, len(at))}
	if s.Factors != nil {
		picked.Factors = make([][]float32, len(at))
	}
	for i, j := range at {
		picked.Images[i], picked.Labels[i] = s.Images[j], s.Labels[j]
		if s.Factors != nil {
			picked.Factors[i] = s.Factors[j]
		}
	}
	return picked
}

// check panics where images, labels and factors are not equally many.
func (s Set) check() {
	n := s.Len()
	if len(s.Labels) != n || s.Factors != nil && len(s.Factors) != n {
		panic(fmt.Sprintf("digits: Set: %d images, %d labels, %d rows of factors: give each image one of each, or no factors at all",
			n, len(s.Labels), len(s.Factors)))
	}
}
