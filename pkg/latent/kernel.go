package latent

import (
	"fmt"
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/stat/distmv"
)

// A Kernel is a kernel estimate: the density (1/n) Σᵢ N(zᵢ, h²Σ), with a small Gaussian around each of n codes.
type Kernel struct {
	Bandwidth float64 // h, the kernels' size as a share of all codes' spread

	codes  [][]float32
	white  []float64 // the codes, row by row, in the coordinates in which a kernel is N(0, I)
	kernel *Gaussian // N(0, h²Σ)
}

// FitKernel returns the kernel estimate from codes z (n × d). Σ is their covariance with denominator n − 1, and h =
// n^(−1/(d+4)) (Scott, "Multivariate Density Estimation", 1992): what SciPy's gaussian_kde does. A code's log-density
// takes time in proportion to n, 0.05 ms for 18,081 codes in two dimensions. It fails as [FitGaussian] does.
func FitKernel(z [][]float32) (*Kernel, error) {
	d, err := width("code", z)
	if err != nil {
		return nil, fmt.Errorf("latent: FitKernel: %w", err)
	}
	n := float64(len(z))
	_, _, covariance := weightedMoments(z, func(int) float64 { return 1 })
	h := math.Pow(n, -1/float64(d+4))
	if n > 1 {
		covariance.ScaleSym(h*h*n/(n-1), covariance)
	}
	kernel, err := newGaussian(make([]float64, d), covariance)
	if err != nil {
		return nil, fmt.Errorf("latent: FitKernel: %w", err)
	}
	q := &Kernel{Bandwidth: h, codes: z, white: make([]float64, len(z)*d), kernel: kernel}
	for i, code := range z {
		kernel.whiten(q.white[i*d:(i+1)*d], code)
	}
	return q, nil
}

// Dim returns the length of a code.
func (q *Kernel) Dim() int { return q.kernel.Dim() }

// LogDensity returns log (1/n) Σᵢ N(z; zᵢ, h²Σ) in nats; NaN where z is of another length.
func (q *Kernel) LogDensity(z []float32) float64 {
	d := q.Dim()
	if len(z) != d {
		return math.NaN()
	}
	at := make([]float64, d)
	q.kernel.whiten(at, z)
	nearest := math.Inf(1)
	for i := 0; i < len(q.white); i += d {
		nearest = min(nearest, squaredGap(at, q.white[i:i+d]))
	}
	// Relative to the nearest kernel, so that far away the sum does not vanish; what is e⁻⁴⁰ of it does not count.
	sum := 0.0
	for i := 0; i < len(q.white); i += d {
		if gap := squaredGap(at, q.white[i:i+d]) - nearest; gap < 80 {
			sum += math.Exp(-gap / 2)
		}
	}
	return q.kernel.logPeak - nearest/2 + math.Log(sum/float64(len(q.codes)))
}

// squaredGap returns ‖a − b‖².
func squaredGap(a, b []float64) float64 {
	sum := 0.0
	for i, v := range a {
		gap := v - b[i]
		sum += gap * gap
	}
	return sum
}

// Sample draws n codes: one of the codes it was fitted to, moved by its kernel.
func (q *Kernel) Sample(n int, seed uint64) [][]float32 {
	src := source(seed)
	pick := rand.New(src)
	around := make([]float64, q.Dim())
	codes := make([][]float32, max(n, 0))
	for i := range codes {
		for j, v := range q.codes[pick.IntN(len(q.codes))] {
			around[j] = float64(v)
		}
		codes[i] = narrow(distmv.NormalRand(nil, around, &q.kernel.cholesky, src))
	}
	return codes
}
