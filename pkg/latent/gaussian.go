package latent

import (
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat/distmv"
)

// A Gaussian is the normal distribution N(μ, Σ). Its fields are for reading; the zero value is empty, and its methods
// panic.
type Gaussian struct {
	Mean       []float64     // μ, d
	Covariance *mat.SymDense // Σ, d × d

	cholesky mat.Cholesky
	lower    []float64 // L, row by row: Σ = LLᵀ
	logPeak  float64   // log-density at the mean
}

// FitGaussian returns the Gaussian of greatest likelihood for codes z (n × d): their mean, and their covariance with
// denominator n.
//
// Codes in fewer than d dimensions, as n ≤ d codes are, and codes so large that float32 could not hold new ones are an
// error. It panics where codes are empty, not finite or of different lengths, and where d is above 4,096.
func FitGaussian(z [][]float32) (*Gaussian, error) {
	const function = "FitGaussian"
	wantCodes(function, z)
	g, err := mostLikely(z)
	if err != nil {
		return nil, fmt.Errorf("latent: %s: %w", function, err)
	}
	return g, nil
}

// wantCodes returns the length of codes whose covariance is wanted.
func wantCodes(function string, z [][]float32) int {
	d := wantRows(function, "code", z)
	wantCount(function, "the length of a code", d, 1, mostWidth, "numbers")
	return d
}

// StandardGaussian returns N(0, I) in d dimensions, what a variational autoencoder wants its codes to follow. It panics
// where d is not between 1 and 4,096.
func StandardGaussian(d int) *Gaussian {
	wantCount("StandardGaussian", "d", d, 1, mostWidth, "dimensions")
	identity := mat.NewSymDense(d, nil)
	for i := range d {
		identity.SetSym(i, i, 1)
	}
	g, err := newGaussian(make([]float64, d), identity)
	if err != nil {
		panic(err) // of the identity there is a Cholesky factor
	}
	return g
}

// mostLikely is FitGaussian for codes that have been checked.
func mostLikely(z [][]float32) (*Gaussian, error) {
	_, mean, covariance := weightedMoments(z, nil)
	return newGaussian(mean, covariance)
}

// weightedMoments returns the sum of the codes' weights, nil for 1 each, their weighted mean, and their weighted
// covariance about it. gonum's stat.CovarianceMatrix divides by that sum less 1, which is 0 or below where a component of a
// mixture has no more than one code.
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

var (
	// errFlat says that there is no density over codes without volume.
	errFlat = errors.New("the codes lie in fewer dimensions than they have numbers: want more, or more varied, codes")

	// errHuge says that codes drawn from the density would overflow.
	errHuge = errors.New("float32 cannot hold all codes that may be drawn: want smaller codes")
)

// farthestDraw is how many standard deviations from the mean a drawn code is at most: a number of math/rand/v2's normal
// distribution is beyond 16 with a probability below 10⁻⁵⁶.
const farthestDraw = 16

// newGaussian returns N(mean, covariance); errFlat where the covariance is singular, errHuge where codes overflow.
func newGaussian(mean []float64, covariance *mat.SymDense) (*Gaussian, error) {
	d := len(mean)
	g := &Gaussian{Mean: mean, Covariance: covariance}
	// Codes are float32: a variance 10⁻¹² of another one is their rounding.
	if !g.cholesky.Factorize(covariance) || g.cholesky.Cond() > 1e12 {
		return nil, errFlat
	}
	for j, m := range mean {
		if math.Abs(m)+farthestDraw*math.Sqrt(covariance.At(j, j)) > math.MaxFloat32 {
			return nil, errHuge
		}
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

// wantFitted refuses a Gaussian that is nil or empty.
func (g *Gaussian) wantFitted(function string) {
	if g == nil || len(g.lower) == 0 {
		refuse(function, "the Gaussian is empty: want one from FitGaussian or StandardGaussian")
	}
}

// Dim returns the length of a code.
func (g *Gaussian) Dim() int {
	g.wantFitted("Gaussian.Dim")
	return len(g.Mean)
}

// LogDensity returns log N(z; μ, Σ) in nats. It panics where z is not d finite numbers.
func (g *Gaussian) LogDensity(z []float32) float64 {
	g.wantFitted("Gaussian.LogDensity")
	wantCode("Gaussian.LogDensity", z, len(g.Mean))
	return g.logDensity(z)
}

// logDensity is LogDensity for a code that has been checked. gonum's distmv.Normal computes the same, but allocates and
// takes 40 times as long, for each of the millions of calls of the E-step.
func (g *Gaussian) logDensity(z []float32) float64 {
	var room [8]float64
	white := room[:]
	if len(z) > len(room) {
		white = make([]float64, len(z))
	}
	return g.logPeak - g.whiten(white, z)/2
}

// whiten stores L⁻¹(z − μ) in white and returns its squared length, the squared Mahalanobis distance of z from μ.
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

// Sample draws n codes (n × d). It panics as [Density] says.
func (g *Gaussian) Sample(n int, seed uint64) [][]float32 {
	g.wantFitted("Gaussian.Sample")
	wantCount("Gaussian.Sample", "n", n, 0, mostRows(g.Dim()), "codes")
	src := source(seed)
	codes := make([][]float32, n)
	for i := range codes {
		codes[i] = narrow(distmv.NormalRand(nil, g.Mean, &g.cholesky, src))
	}
	return codes
}
