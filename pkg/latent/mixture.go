package latent

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/stat/distmv"
	"gonum.org/v1/gonum/stat/distuv"
)

// A Mixture is the density Σₖ wₖ N(μₖ, Σₖ). Its fields are for reading; the zero value is empty, and its methods panic.
type Mixture struct {
	Weights    []float64 // wₖ, which add up to 1
	Components []*Gaussian

	// History is the mean log-likelihood of the codes it was fitted to, in nats per code, after each step of EM: it never
	// falls. Nil for a mixture that is not fitted by EM.
	History []float64
}

// FitGaussians returns one Gaussian for each label, as [FitGaussian] fits it to the codes z (n × d) with that label,
// weighted by their share; the labels in rising order. What is an error for FitGaussian is one here, which says for
// which label. It panics where FitGaussian does and on labels that do not match the codes.
func FitGaussians(z [][]float32, labels []int) (*Mixture, error) {
	const function = "FitGaussians"
	wantCodes(function, z)
	classes, order := byLabel(function, z, labels)
	m := &Mixture{}
	for _, label := range order {
		class := classes[label]
		g, err := mostLikely(class)
		if err != nil {
			return nil, fmt.Errorf("latent: %s: the %d codes with label %d: %w", function, len(class), label, err)
		}
		m.Components = append(m.Components, g)
		m.Weights = append(m.Weights, float64(len(class))/float64(len(z)))
	}
	return m, nil
}

// wantFitted refuses a mixture that is nil, empty, or has not a weight for each of its components.
func (m *Mixture) wantFitted(function string) {
	if m == nil || len(m.Components) == 0 {
		refuse(function, "the mixture is empty: want one from FitGaussians or FitMixture")
	}
	if len(m.Weights) != len(m.Components) {
		refuse(function, "%d weights, but %d components: want one for each", len(m.Weights), len(m.Components))
	}
	sum := 0.0
	for k, g := range m.Components {
		g.wantFitted(function)
		if len(g.Mean) != len(m.Components[0].Mean) {
			refuse(function, "component %d is of %d dimensions, component 0 of %d: want as many", k, len(g.Mean), len(m.Components[0].Mean))
		}
		if !(m.Weights[k] >= 0) {
			refuse(function, "weight %d is %g: want at least 0", k, m.Weights[k])
		}
		sum += m.Weights[k]
	}
	if !(math.Abs(sum-1) < 1e-6) {
		refuse(function, "the weights add up to %g: want 1", sum)
	}
}

// Dim returns the length of a code.
func (m *Mixture) Dim() int {
	m.wantFitted("Mixture.Dim")
	return m.Components[0].Dim()
}

// LogDensity returns log Σₖ wₖ N(z; μₖ, Σₖ) in nats. It panics where z is not d finite numbers.
func (m *Mixture) LogDensity(z []float32) float64 {
	m.wantFitted("Mixture.LogDensity")
	wantCode("Mixture.LogDensity", z, len(m.Components[0].Mean))
	var room [16]float64
	logs := room[:0]
	for k, g := range m.Components {
		logs = append(logs, math.Log(m.Weights[k])+g.logDensity(z))
	}
	return floats.LogSumExp(logs)
}

// Sample draws n codes (n × d), each from a component drawn by its weight. It panics as [Density] says.
func (m *Mixture) Sample(n int, seed uint64) [][]float32 {
	m.wantFitted("Mixture.Sample")
	wantCount("Mixture.Sample", "n", n, 0, mostRows(m.Dim()), "codes")
	src := source(seed)
	component := distuv.NewCategorical(m.Weights, src)
	codes := make([][]float32, n)
	for i := range codes {
		g := m.Components[int(component.Rand())]
		codes[i] = narrow(distmv.NormalRand(nil, g.Mean, &g.cholesky, src))
	}
	return codes
}
