package digits

import (
	"context"
	"math/rand/v2"
	"slices"

	"latentlab/pkg/internal/cores"
)

// FactorNames names the columns of Set.Factors. Each factor is uniform in its range, independent of the others and of
// the label:
//
//	slant      −15 … 35     degrees to the right
//	thickness  1.5 … 4      pixels, the width of the pen
//	size       16 … 20      pixels, the longer side of the ink; MNIST's is always 20
//	shift      −0.5 … 0.5   pixels to the right, of the centre of mass from the image's: what MNIST, centred by whole
//	                        pixels, has left
//	curvature  0 … 1        from a stiff hand to a round one
//
// On top of them the hand trembles: each image has its own small errors in the places that its strokes run through.
var FactorNames = []string{"slant", "thickness", "size", "shift", "curvature"}

// The columns of Set.Factors.
const (
	slant = iota
	thickness
	size
	shift
	curvature
	factors // their number
)

// ranges holds the least and the greatest value of each factor.
var ranges = [factors][2]float64{
	slant:     {-15, 35},
	thickness: {1.5, 4},
	size:      {16, 20},
	shift:     {-0.5, 0.5},
	curvature: {0, 1},
}

// There are as many built-in digits as MNIST has.
const (
	trainCount = 60_000
	testCount  = 10_000
)

// builtinVersion goes into the digest and counts up when the images change.
const builtinVersion = 1

// drawData returns the built-in digits.
func drawData(ctx context.Context, o Options, only []int) (Data, error) {
	d := Data{Name: nameBuiltin, Only: only, Digest: digest(nameBuiltin, builtinVersion, o.Seed, only)}
	var err error
	if d.Test, err = drawSet(ctx, plan(rand.NewPCG(o.Seed, 1), testCount, only)); err != nil {
		return Data{}, err
	}
	if o.TestOnly {
		return d, nil
	}
	if d.Train, err = drawSet(ctx, plan(rand.NewPCG(o.Seed, 0), trainCount, only)); err != nil {
		return Data{}, err
	}
	return d, nil
}

// specimen is what one digit is drawn from.
type specimen struct {
	label   int
	factors []float32
	hand    uint64 // the seed of its tremor
}

// plan returns those of n digits, a tenth of each class in random order, that have one of the labels. It draws the
// random numbers of all n, so that a digit is the same whichever others are kept.
func plan(source rand.Source, n int, only []int) []specimen {
	random := rand.New(source)
	var kept []specimen
	for _, place := range random.Perm(n) {
		s := specimen{label: place % 10, factors: make([]float32, factors)}
		for i, r := range ranges {
			s.factors[i] = float32(r[0] + (r[1]-r[0])*random.Float64())
		}
		s.hand = random.Uint64()
		if slices.Contains(only, s.label) {
			kept = append(kept, s)
		}
	}
	return kept
}

// drawSet draws the specimens, on all processors.
func drawSet(ctx context.Context, specimens []specimen) (Set, error) {
	n := len(specimens)
	s := Set{Images: make([][]float32, n), Labels: make([]int, n), Factors: make([][]float32, n)}
	flat := make([]float32, n*Pixels)
	cores.Each(n, func(i int) {
		if ctx.Err() != nil {
			return
		}
		s.Labels[i], s.Factors[i] = specimens[i].label, specimens[i].factors
		s.Images[i] = flat[i*Pixels : (i+1)*Pixels : (i+1)*Pixels]
		specimens[i].draw(s.Images[i])
	})
	return s, ctx.Err()
}

// draw draws the digit into image, in 256 shades as MNIST has them.
func (s specimen) draw(image []float32) {
	pen := float64(s.factors[thickness])
	lines := skeleton(glyphs[s.label], s.factors, rand.New(rand.NewPCG(s.hand, 0)))
	var ink [Pixels]float64
	// Where strokes cross, ink is not laid twice, so the centre of mass is measured on a first drawing.
	trace(&ink, lines, pen)
	move(lines, centre(&ink), point{Side/2 + float64(s.factors[shift]), Side / 2})
	trace(&ink, lines, pen)
	for p, v := range ink {
		image[p] = float32(int(255*v+0.5)) / 255
	}
}
