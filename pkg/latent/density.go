package latent

import (
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/stat"
	"latentlab/pkg/internal/cores"
	"latentlab/pkg/internal/vectors"
)

// A Density is q^Z, a probability density over the latent space from which new codes can be drawn.
type Density interface {
	// Dim returns d, the length of a code.
	Dim() int

	// LogDensity returns log q(z) in nats, for d-dimensional volume in the codes' unit. It panics where z is not d finite
	// numbers.
	LogDensity(z []float32) float64

	// Sample draws n codes (n × d). The same seed draws the same codes. It panics where n is below 0, and where n codes
	// would take more than 64 MB: 2,097,152 of them in two dimensions.
	Sample(n int, seed uint64) [][]float32
}

// LogLikelihood returns the mean of log q(z) over codes z (n × d), in nats per code. On codes that q was not fitted to
// it tells how good a model q is: of two densities the better one has the greater. It panics where q is nil and where the
// codes are not of q's length.
func LogLikelihood(q Density, z [][]float32) float64 {
	const function = "LogLikelihood"
	wantDensity(function, q)
	wantRowsOf(function, "code", z, q.Dim(), "the density")
	logs := make([]float64, len(z))
	cores.Parts(len(z), func(lo, hi int) {
		for i := lo; i < hi; i++ {
			logs[i] = q.LogDensity(z[i])
		}
	})
	return stat.Mean(logs, nil)
}

// OnPlane returns a density over two dimensions as a function of the plane, as a picture's contours want it: 0 where x or
// y is beyond float32, NaN where it is NaN. It panics where q is nil or of other dimensions.
func OnPlane(q Density) func(x, y float64) float64 {
	const function = "OnPlane"
	wantDensity(function, q)
	if d := q.Dim(); d != 2 {
		refuse(function, "the density is of %d dimensions: want 2, a plane's", d)
	}
	return func(x, y float64) float64 {
		if math.IsNaN(x) || math.IsNaN(y) {
			return math.NaN()
		}
		z := []float32{float32(x), float32(y)}
		if _, ok := vectors.Finite(z); !ok {
			return 0
		}
		return math.Exp(q.LogDensity(z))
	}
}

func wantDensity(function string, q Density) {
	if q == nil {
		refuse(function, "the density is nil: want one from FitGaussian, FitGaussians, FitMixture or FitKernel")
	}
}

// source returns the random numbers of a seed.
func source(seed uint64) rand.Source { return rand.NewPCG(seed, 0x71a7e27) }
