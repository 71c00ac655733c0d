package latent

import (
	"fmt"
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/stat"
)

// A Density is q^Z, a probability density over the latent space from which new codes can be drawn.
type Density interface {
	// Dim returns d, the length of a code.
	Dim() int

	// LogDensity returns log q(z) in nats, for d-dimensional volume in the codes' unit; −∞ infinitely far away, NaN only where a
	// number of z is. It panics where z is not of length d.
	LogDensity(z []float32) float64

	// Sample draws n codes (n × d). The same seed draws the same codes. It panics where n is below 0 or above a million.
	Sample(n int, seed uint64) [][]float32
}

// LogDensities returns log q(z) in nats of each code z (n × d), on all cores. It panics where the codes are not q's.
func LogDensities(q Density, z [][]float32) []float64 {
	if q == nil {
		panic("latent: LogDensities: there is no density")
	}
	d, err := width("code", z)
	if err == nil && d != q.Dim() {
		err = fmt.Errorf("each code has %d numbers, the density is of %d", d, q.Dim())
	}
	demand("LogDensities", err)
	logs := make([]float64, len(z))
	parallel(len(z), func(lo, hi int) {
		for i := lo; i < hi; i++ {
			logs[i] = q.LogDensity(z[i])
		}
	})
	return logs
}

// LogLikelihood returns the mean of log q(z) over codes z (n × d), in nats per code. On codes that q was not fitted to
// it tells how good a model q is: of two densities the better one has the greater. It panics where the codes are not q's.
func LogLikelihood(q Density, z [][]float32) float64 { return stat.Mean(LogDensities(q, z), nil) }

// OnPlane returns a density over two dimensions as a function of the plane, as a picture's contours want it. It
// panics where q has other dimensions.
func OnPlane(q Density) func(x, y float64) float64 {
	if q == nil || q.Dim() != 2 {
		panic("latent: OnPlane: want a density over two dimensions")
	}
	return func(x, y float64) float64 {
		return math.Exp(q.LogDensity([]float32{float32(x), float32(y)}))
	}
}

// source returns the random numbers of a seed.
func source(seed uint64) rand.Source { return rand.NewPCG(seed, 0x71a7e27) }
