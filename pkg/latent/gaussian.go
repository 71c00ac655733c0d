package latent

import (
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat/distmv"
)

// A Gaussian is the normal distribution N(μ, Σ). Its fields are for reading.
type Gaussian struct {
	Mean       []float64     // μ, d
	Covariance *mat.SymDense // Σ, d × d

	cholesky mat.Cholesky
	lower    []float64 // L, row by row: Σ = LLᵀ
	logPeak  float64   // log-density at the mean
}

// FitGaussian returns the Gaussian of greatest likelihood for codes z (n × d): their mean, and their covariance with
// denominator n. Codes that lie in fewer than d dimensions, as n ≤ d codes do, are an error.
func FitGaussian(z [][]float32) (*Gaussian, error) {
	_, err := width("code", z)
	demand("FitGaussian", err)
	g, err := mostLikely(z)
	if err != nil {
		return nil, fmt.Errorf("latent: FitGaussian: %w", err)
	}
	return g, nil
}

// StandardGaussian returns N(0, I) in d dimensions, what a variational autoencoder wants its codes to follow. It panics
// where d is below 1 or above 1,000.
func StandardGaussian(d int) *Gaussian {
	if d < 1 || d > 1000 {
		panic(fmt.Sprintf("latent: StandardGaussian: d is %d: want 1 to 1000", d))
	}
	g, err := newGaussian(make([]float64, d), scaledIdentity(d, 1))
	demand("StandardGaussian", err)
	return g
}

// mostLikely is FitGaussian for codes that have been checked.
func mostLikely(z [][]float32) (*Gaussian, error) {
	_, mean, covariance := weightedMoments(z, nil)
	return newGaussian(mean, covariance)
}

// weightedMoments returns the sum of the codes' weights, nil for 1 each, their weighted mean, and their weighted
// covariance about it.
func weightedMoments(z [][]float32, weights []float64) (total float64, mean []float64, covariance *mat.SymDense) {
	d := len(z[0])
	mean = make([]float64, d)
	weight := func(i int) float64 {
		if weights == nil {
			return 1
		}
		return weights[i]
	}
	for i, code := range z {
		w := weight(i)
		total += w
		for j, v := range code {
			mean[j] += w * float64(v)
		}
	}
	for j := range mean {
		mean[j] /= total
	}
	scatter := make([]float64, d*d)
	difference := make([]float64, d)
	for i, code := range z {
		w := weight(i) / total
		for j, v := range code {
			difference[j] = float64(v) - mean[j]
			for k := range j + 1 {
				scatter[k*d+j] += w * difference[j] * difference[k]
			}
		}
	}
	return total, mean, mat.NewSymDense(d, scatter)
}

// errFlat says that there is no density over codes without volume.
var errFlat = errors.New("the codes lie in fewer dimensions than they have numbers: want more, or more varied, codes")

// newGaussian returns N(mean, covariance), or errFlat where the covariance is singular.
func newGaussian(mean []float64, covariance *mat.SymDense) (*Gaussian, error) {
	d := len(mean)
	g := &Gaussian{Mean: mean, Covariance: covariance}
	// Codes are float32: a variance 10⁻¹² of another one is their rounding.
	if !g.cholesky.Factorize(covariance) || g.cholesky.Cond() > 1e12 {
		return nil, errFlat
	}
	var lower mat.TriDense
	g.cholesky.LTo(&lower)
	for i := range d {
		for j := range d {
			g.lower = append(g.lower, lower.At(i, j))
		}
	}
	g.logPeak = -0.5*float64(d)*math.Log(2*math.Pi) - 0.5*g.cholesky.LogDet()
	return g, nil
}

// scaledIdentity returns vI in d dimensions.
func scaledIdentity(d int, v float64) *mat.SymDense {
	m := mat.NewSymDense(d, nil)
	for i := range d {
		m.SetSym(i, i, v)
	}
	return m
}

// Dim returns the length of a code. It panics on the zero value.
func (g *Gaussian) Dim() int {
	if g == nil || len(g.lower) == 0 {
		panic("latent: a Gaussian without a covariance: FitGaussian or StandardGaussian makes one")
	}
	return len(g.Mean)
}

// LogDensity returns log N(z; μ, Σ) in nats, as [Density] says.
func (g *Gaussian) LogDensity(z []float32) float64 {
	fits(z, g.Dim())
	// gonum's distmv.Normal computes the same, but allocates and takes 40 times as long, for each of EM's millions of calls.
	var room [8]float64
	white := room[:]
	if len(z) > len(room) {
		white = make([]float64, len(z))
	}
	if size := g.whiten(white, z); size < math.Inf(1) {
		return g.logPeak - size/2
	}
	return farAway(z)
}

// fits panics where a code is not of d numbers.
func fits(z []float32, d int) {
	if len(z) != d {
		panic(fmt.Sprintf("latent: the code has %d numbers, the density is of %d", len(z), d))
	}
}

// farAway returns the log-density where arithmetic has come to its end: −∞, or NaN where a number of z is.
func farAway(z []float32) float64 {
	for _, v := range z {
		if v != v {
			return math.NaN()
		}
	}
	return math.Inf(-1)
}

// whiten stores L⁻¹(z − μ) in white and returns its squared length, the Mahalanobis distance² of z.
func (g *Gaussian) whiten(white []float64, z []float32) float64 {
	d, sum := len(g.Mean), 0.0
	for i, v := range z {
		row := g.lower[i*d : i*d+i+1]
		rest := float64(v) - g.Mean[i]
		for j, l := range row[:i] {
			rest -= l * white[j]
		}
		rest /= row[i]
		white[i] = rest
		sum += rest * rest
	}
	return sum
}

// Sample draws n codes, as [Density] says.
func (g *Gaussian) Sample(n int, seed uint64) [][]float32 {
	demand("Sample", makable("the number of codes", n, g.Dim(), 0))
	src := source(seed)
	codes := make([][]float32, n)
	for i := range codes {
		codes[i] = narrow(distmv.NormalRand(nil, g.Mean, &g.cholesky, src))
	}
	return codes
}
