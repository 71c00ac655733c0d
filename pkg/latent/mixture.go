package latent

import (
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/stat/distmv"
	"gonum.org/v1/gonum/stat/distuv"
)

// A Mixture is the density Σₖ wₖ N(μₖ, Σₖ). Its fields are for reading.
type Mixture struct {
	Weights    []float64 // wₖ, which add up to 1
	Components []*Gaussian

	// History is the mean log-likelihood of the codes it was fitted to, in nats per code, after each step of EM: it never
	// falls. Nil for a mixture that is not fitted by EM.
	History []float64
}

// FitGaussians returns one Gaussian for each label, as [FitGaussian] fits it to the codes z (n × d) with that label,
// weighted by their share; the labels in rising order. Errors are FitGaussian's, and say for which label.
func FitGaussians(z [][]float32, labels []int) (*Mixture, error) {
	classes := byLabel("FitGaussians", z, labels)
	m := &Mixture{}
	for _, label := range slices.Sorted(maps.Keys(classes)) {
		class := classes[label]
		g, err := mostLikely(class)
		if err != nil {
			return nil, fmt.Errorf("latent: FitGaussians: the %d codes with label %d: %w", len(class), label, err)
		}
		m.Components = append(m.Components, g)
		m.Weights = append(m.Weights, float64(len(class))/float64(len(z)))
	}
	return m, nil
}

// Dim returns the length of a code. It panics on the zero value.
func (m *Mixture) Dim() int {
	if m == nil || len(m.Components) == 0 || len(m.Weights) != len(m.Components) {
		panic("latent: a Mixture without components, or not with one weight each: FitMixture or FitGaussians makes one")
	}
	return m.Components[0].Dim()
}

// LogDensity returns log Σₖ wₖ N(z; μₖ, Σₖ) in nats, as [Density] says.
func (m *Mixture) LogDensity(z []float32) float64 {
	fits(z, m.Dim())
	var room [16]float64
	logs := room[:0]
	for k, g := range m.Components {
		logs = append(logs, math.Log(m.Weights[k])+g.LogDensity(z))
	}
	if sum := floats.LogSumExp(logs); !math.IsNaN(sum) {
		return sum
	}
	return farAway(z)
}

// Sample draws n codes, as [Density] says, each from a component drawn by its weight.
func (m *Mixture) Sample(n int, seed uint64) [][]float32 {
	demand("Sample", makable("the number of codes", n, m.Dim(), 0))
	src := source(seed)
	component := distuv.NewCategorical(m.Weights, src)
	codes := make([][]float32, n)
	for i := range codes {
		g := m.Components[int(component.Rand())]
		codes[i] = narrow(distmv.NormalRand(nil, g.Mean, &g.cholesky, src))
	}
	return codes
}

// spread returns k of the codes as centres, each drawn by its squared distance from the nearest one drawn before, and
// for each code which centre is the nearest (k-means++; Arthur and Vassilvitskii 2007). It fails where there are fewer
// than k different codes.
func spread(z [][]float32, k int, src rand.Source) (nearest []int, err error) {
	nearest = make([]int, len(z))
	squared := make([]float64, len(z))
	floats.AddConst(math.Inf(1), squared)
	centre := rand.New(src).IntN(len(z))
	for c := range k {
		for i, code := range z {
			if d := squaredDistance(code, z[centre]); d < squared[i] {
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
