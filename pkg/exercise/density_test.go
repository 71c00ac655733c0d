package exercise_test

import (
	"math"
	"math/rand/v2"

	"latentlab/pkg/exercise"
)

func fitOf(centred bool, less int, root func(v float64) float64) func(codes [][]float64) (mean, deviation []float64) {
	return func(codes [][]float64) (mean, deviation []float64) {
		for i := range codes[0] {
			m, v := 0.0, 0.0
			for _, z := range codes {
				m += z[i] / float64(len(codes))
			}
			for _, z := range codes {
				d := z[i]
				if centred {
					d -= m
				}
				v += d * d / float64(len(codes)-less)
			}
			mean, deviation = append(mean, m), append(deviation, root(v))
		}
		return mean, deviation
	}
}

// sampleOf returns what makes each number of a code of its mean, its deviation and a draw.
func sampleOf(number func(mean, deviation float64, r *rand.Rand) float64) func(mean, deviation []float64, n int, r *rand.Rand) [][]float64 {
	return func(mean, deviation []float64, n int, r *rand.Rand) (codes [][]float64) {
		for range n {
			var z []float64
			for i := range mean {
				z = append(z, number(mean[i], deviation[i], r))
			}
			codes = append(codes, z)
		}
		return codes
	}
}

var densities = []try{
	right(exercise.Fit, fitOf(true, 1, math.Sqrt)),
	wrong(exercise.Fit, "variance for deviation", "take its root", fitOf(true, 1, func(v float64) float64 { return v })),
	wrong(exercise.Fit, "divided by n", "n − 1", fitOf(true, 0, math.Sqrt)),
	wrong(exercise.Fit, "mean not subtracted", "about the mean", fitOf(false, 1, math.Sqrt)),
	wrong(exercise.Fit, "", "your deviation has 0 numbers, and should have 2", func(codes [][]float64) (mean, deviation []float64) {
		mean, _ = fitOf(true, 1, math.Sqrt)(codes)
		return mean, nil
	}),
	wrong(exercise.Fit, "", "your density, the deviation, in place 1 is 7, and should be 2.828", func(codes [][]float64) (mean, deviation []float64) {
		mean, deviation = fitOf(true, 1, math.Sqrt)(codes)
		deviation[1] = 7
		return mean, deviation
	}),

	right(exercise.Sample, sampleOf(func(m, d float64, r *rand.Rand) float64 { return m + d*r.NormFloat64() })),
	wrong(exercise.Sample, "mean forgotten", "add the mean", sampleOf(func(_, d float64, r *rand.Rand) float64 { return d * r.NormFloat64() })),
	wrong(exercise.Sample, "deviation forgotten", "multiply what you draw", sampleOf(func(m, _ float64, r *rand.Rand) float64 { return m + r.NormFloat64() })),
	wrong(exercise.Sample, "variance for deviation", "the square of the deviation", sampleOf(func(m, d float64, r *rand.Rand) float64 { return m + d*d*r.NormFloat64() })),
	wrong(exercise.Sample, "root of deviation", "root of the variance already", sampleOf(func(m, d float64, r *rand.Rand) float64 { return m + math.Sqrt(d)*r.NormFloat64() })),
	wrong(exercise.Sample, "mean multiplied", "multiply first", sampleOf(func(m, d float64, r *rand.Rand) float64 { return d * (m + r.NormFloat64()) })),
	wrong(exercise.Sample, "uniform", "r.NormFloat64", sampleOf(func(m, d float64, r *rand.Rand) float64 { return m + d*math.Sqrt(12)*(r.Float64()-0.5) })),
	wrong(exercise.Sample, "always the same", "make no generator of your own in the loop", sampleOf(func(m, d float64, _ *rand.Rand) float64 {
		return m + d*rand.New(rand.NewPCG(1, 1)).NormFloat64()
	})),
	wrong(exercise.Sample, "one draw for all numbers", "for each of them", func(mean, deviation []float64, n int, r *rand.Rand) (codes [][]float64) {
		for range n {
			noise := r.NormFloat64()
			codes = append(codes, []float64{mean[0] + deviation[0]*noise, mean[1] + deviation[1]*noise, 0}[:len(mean)])
		}
		return codes
	}),
	wrong(exercise.Sample, "", "your sample has 1 row, and should have 5", func(mean, _ []float64, _ int, _ *rand.Rand) [][]float64 { return [][]float64{mean} }),
	wrong(exercise.Sample, "", "4000 of your codes have mean", sampleOf(func(m, d float64, r *rand.Rand) float64 { return m + 9 + d*r.NormFloat64() })),
}
