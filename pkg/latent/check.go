package latent

import (
	"fmt"
	"math"

	"latentlab/pkg/internal/vectors"
)

const (
	// mostNumbers is how many numbers a count in an argument may ask for: 64 MB of float32. More is a slip of the pen, and
	// would take all memory before anyone notices.
	mostNumbers = 1 << 24

	// mostWidth is how wide rows may be whose covariance is computed: 4096 × 4096 numbers are 128 MB.
	mostWidth = 1 << 12

	// farthestCode is how far from 0 a code's numbers may be where the decoder is asked beside them.
	farthestCode = math.MaxFloat32 / 2
)

// refuse panics with the sentence that says what is wrong with an argument of a function, and what is right.
func refuse(function, format string, args ...any) {
	panic("latent: " + function + ": " + fmt.Sprintf(format, args...))
}

// mostRows returns how many rows of w numbers a count may ask for. A row's header takes the memory of six numbers.
func mostRows(w int) int { return mostNumbers / (w + 6) }

// wantCount refuses a number of units that is below the least or above the most.
func wantCount(function, name string, n, least, most int, units string) {
	if n < least {
		refuse(function, "%s is %d: want at least %d %s", name, n, least, units)
	}
	if n > most {
		refuse(function, "%s is %d: want at most %d %s", name, n, most, units)
	}
}

// wantRows returns the common length of rows, each of which is a noun ("image", "code"). It refuses none, empty ones,
// different lengths and numbers that are not finite.
func wantRows(function, noun string, x [][]float32) int {
	w, fault := vectors.Width(noun, x)
	if fault != "" {
		refuse(function, "%s", fault)
	}
	return w
}

// wantRowsOf refuses what wantRows does, and rows of another length than w, which a thing ("the density") has.
func wantRowsOf(function, noun string, rows [][]float32, w int, thing string) {
	if got := wantRows(function, noun, rows); got != w {
		refuse(function, "each %s has %d numbers: want %d, as %s has", noun, got, w, thing)
	}
}

// wantSameWidth returns the common length of all rows of a and b, and refuses what wantRows does.
func wantSameWidth(function, nounA string, a [][]float32, nounB string, b [][]float32) int {
	widthA, widthB := wantRows(function, nounA, a), wantRows(function, nounB, b)
	if widthA != widthB {
		refuse(function, "each %s has %d numbers, each %s %d: want as many", nounA, widthA, nounB, widthB)
	}
	return widthA
}

// wantPairs refuses numbers of things of which there must be one for each.
func wantPairs(function string, a int, nounA string, b int, nounB string) {
	if a != b {
		refuse(function, "%d %ss, but %d %ss: want one for each", a, nounA, b, nounB)
	}
}

// wantCode refuses a code that is not d finite numbers.
func wantCode(function string, z []float32, d int) {
	if len(z) != d {
		refuse(function, "the code has %d numbers: want %d", len(z), d)
	}
	if j, ok := vectors.Finite(z); !ok {
		refuse(function, "the code holds %v in place %d: want finite numbers", z[j], j)
	}
}

// wantReach refuses codes beside which there may be no float32.
func wantReach(function string, z [][]float32) {
	for i, code := range z {
		for j, v := range code {
			if max(v, -v) > farthestCode {
				refuse(function, "code %d holds %v in place %d: want numbers up to %.2g", i, v, j, float64(farthestCode))
			}
		}
	}
}

// wantDecoder refuses a decoder, or an autoencoder, that is nil.
func wantDecoder(function string, decoder Decoder) {
	if decoder == nil {
		refuse(function, "the decoder is nil: want an autoencoder's or a PCA's")
	}
}
