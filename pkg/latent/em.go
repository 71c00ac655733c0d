package latent

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat/distuv"
	"latentlab/pkg/internal/cores"
	"latentlab/pkg/internal/vectors"
)

// MixtureConfig says how to fit a mixture. The zero value fits ten Gaussians, as many as there are digits.
type MixtureConfig struct {
	Components int    // Gaussians in the mixture; 0 means 10
	Steps      int    // of EM, at most; 0 means 500
	Seed       uint64 // of the start
}

const (
	// gainEnough is the gain in log-likelihood, in nats per code, below which a step of EM is the last.
	gainEnough = 1e-6

	// leastVariance is what a component's variance is at least in each direction, as a share of the variance of all codes in
	// the direction in which they vary least: a standard deviation of 1 %. Without it a component on a single code, or on
	// several in a line, would have infinite likelihood.
	leastVariance = 1e-4

	// leastCodes is the sum of responsibilities below which a component keeps its mean and covariance.
	leastCodes = 1e-9
)

// errNoEigenvalues says that gonum's eigendecomposition did not converge.
var errNoEigenvalues = errors.New("gonum found no eigenvalues of a covariance: want codes whose magnitudes differ less")

// FitMixture fits a mixture of Gaussians to codes z (n × d) by expectation maximisation (Dempster, Laird and Rubin 1977),
// from a k-means++ start. The last step of EM is the one that gains less than 10⁻⁶ nats per code; the log-likelihood after
// each step is in the mixture's History and never falls. A component's covariance is the most likely one of those with no
// variance below 10⁻⁴ of the codes' least.
//
// 18,081 codes in two dimensions take about a second. Besides what is an error for [FitGaussian], fewer different codes
// than components are one, and a decomposition that does not converge. It panics where FitGaussian does, where the
// configuration has numbers below 0, and where components times codes are above 2²⁴.
func FitMixture(z [][]float32, config MixtureConfig) (*Mixture, error) {
	const function = "FitMixture"
	wantCodes(function, z)
	if config.Components == 0 {
		config.Components = 10
	}
	if config.Steps == 0 {
		config.Steps = 500
	}
	wantCount(function, "Components", config.Components, 1, max(1, mostNumbers/len(z)), "Gaussians")
	wantCount(function, "Steps", config.Steps, 1, math.MaxInt, "step")
	m, err := fitMixture(z, config)
	if err != nil {
		return nil, fmt.Errorf("latent: %s: %w", function, err)
	}
	return m, nil
}

// fitMixture is FitMixture for arguments that have been checked.
func fitMixture(z [][]float32, config MixtureConfig) (*Mixture, error) {
	all, err := mostLikely(z)
	if err != nil {
		return nil, err
	}
	var eigen mat.EigenSym
	if !eigen.Factorize(all.Covariance, false) {
		return nil, errNoEigenvalues
	}
	nearest, err := kMeansPlusPlus(z, config.Components, source(config.Seed))
	if err != nil {
		return nil, err
	}
	e := newEM(z, config.Components)
	e.floor = leastVariance * eigen.Values(nil)[0]
	for i, k := range nearest {
		e.responsibilities[k][i] = 1
	}
	for step := range config.Steps {
		if err := e.mStep(); err != nil {
			return nil, err
		}
		e.mixture.History = append(e.mixture.History, e.eStep())
		if h := e.mixture.History; step > 0 && !(h[step]-h[step-1] >= gainEnough) {
			break
		}
	}
	return e.mixture, nil
}

// kMeansPlusPlus draws k of the codes as centres, each with a probability in proportion to its squared distance from the
// nearest centre so far (Arthur and Vassilvitskii 2007), and returns for each code which centre is the nearest. Fewer
// than k different codes are an error.
func kMeansPlusPlus(z [][]float32, k int, src rand.Source) (nearest []int, err error) {
	nearest = make([]int, len(z))
	squared := make([]float64, len(z))
	floats.AddConst(math.Inf(1), squared)
	centre := rand.New(src).IntN(len(z))
	for c := range k {
		for i, code := range z {
			if d := vectors.SquaredDistance(code, z[centre]); d < squared[i] {
				nearest[i], squared[i] = c, d
			}
		}
		if c == k-1 {
			break
		}
		if floats.Sum(squared) == 0 {
			return nil, fmt.Errorf("there are only %d different codes for %d components: want fewer components", c+1, k)
		}
		centre = int(distuv.NewCategorical(squared, src).Rand())
	}
	return nearest, nil
}

// em is a mixture while it is being fitted.
type em struct {
	z                [][]float32
	mixture          *Mixture
	responsibilities [][]float64 // k × n: the probability that code i comes from component k
	logs             []float64   // n: log-density of each code
	floor            float64     // least variance of a component
}

func newEM(z [][]float32, k int) *em {
	e := &em{z: z, logs: make([]float64, len(z))}
	e.mixture = &Mixture{Weights: make([]float64, k), Components: make([]*Gaussian, k)}
	for range k {
		e.responsibilities = append(e.responsibilities, make([]float64, len(z)))
	}
	return e
}

// eStep computes the responsibilities under the mixture and returns the codes' mean log-likelihood.
func (e *em) eStep() float64 {
	m := e.mixture
	logWeights := make([]float64, len(m.Weights))
	for k, w := range m.Weights {
		logWeights[k] = math.Log(w)
	}
	cores.Parts(len(e.z), func(lo, hi int) {
		logs := make([]float64, len(m.Components))
		for i := lo; i < hi; i++ {
			for k, g := range m.Components {
				logs[k] = logWeights[k] + g.logDensity(e.z[i])
			}
			largest, sum := floats.Max(logs), 0.0
			for k, l := range logs {
				logs[k] = math.Exp(l - largest) // at least one of them is 1
				sum += logs[k]
			}
			for k, part := range logs {
				e.responsibilities[k][i] = part / sum
			}
			e.logs[i] = largest + math.Log(sum)
		}
	})
	return floats.Sum(e.logs) / float64(len(e.z))
}

// mStep makes the mixture the most likely one for the responsibilities.
func (e *em) mStep() error {
	errs := make([]error, len(e.responsibilities))
	cores.Parts(len(e.responsibilities), func(lo, hi int) {
		for k := lo; k < hi; k++ {
			total, mean, covariance := weightedMoments(e.z, e.responsibilities[k])
			e.mixture.Weights[k] = total / float64(len(e.z))
			if total < leastCodes {
				continue
			}
			if errs[k] = raiseVariances(covariance, e.floor); errs[k] == nil {
				e.mixture.Components[k], errs[k] = newGaussian(mean, covariance)
			}
		}
	})
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// raiseVariances raises each variance of the covariance, along its principal axes, that is below the floor to it. Of all
// covariances without a variance below the floor the result has the greatest likelihood, so that the likelihood still
// never falls.
func raiseVariances(covariance *mat.SymDense, floor float64) error {
	var eigen mat.EigenSym
	if !eigen.Factorize(covariance, true) {
		return errNoEigenvalues
	}
	variances := eigen.Values(nil) // rising
	if variances[0] >= floor {
		return nil
	}
	var axes mat.Dense
	eigen.VectorsTo(&axes)
	covariance.Zero()
	for k, v := range variances {
		covariance.SymRankOne(covariance, max(v, floor), axes.ColView(k))
	}
	return nil
}
