package exercise_test

import (
	"math"

	"latentlab/pkg/exercise"
)

// lineOf returns a line of what t gives between two numbers.
func lineOf(less int, between func(a, b, t float64) float64) func(a, b []float64, n int) [][]float64 {
	return func(a, b []float64, n int) (line [][]float64) {
		for k := range n {
			var point []float64
			for i := range a {
				point = append(point, between(a[i], b[i], float64(k)/float64(n-less)))
			}
			line = append(line, point)
		}
		return line
	}
}

func weighted(a, b, t float64) float64 { return (1-t)*a + t*b }

// distanceOf returns what combines all distances from a start on.
func distanceOf(start float64, between func(x, y []float64) float64, combine func(before, d float64) float64) func(x []float64, data [][]float64) float64 {
	return func(x []float64, data [][]float64) float64 {
		d := start
		for _, row := range data {
			d = combine(d, between(x, row))
		}
		return d
	}
}

var far = math.Inf(1)

var paths = []try{
	right(exercise.Interpolate, lineOf(1, weighted)),
	wrong(exercise.Interpolate, "end missing", "k / (n − 1)", lineOf(0, weighted)),
	wrong(exercise.Interpolate, "swapped", "from b to a", lineOf(1, func(a, b, t float64) float64 { return weighted(b, a, t) })),
	wrong(exercise.Interpolate, "not weighted", "only 1 − t left", lineOf(1, func(a, b, t float64) float64 { return a + t*b })),
	wrong(exercise.Interpolate, "whole numbers divided", "float64(k) / float64(n-1)", func(a, b []float64, n int) (line [][]float64) {
		for k := range n {
			t, point := k/(n-1), []float64{}
			for i := range a {
				point = append(point, weighted(a[i], b[i], float64(t)))
			}
			line = append(line, point)
		}
		return line
	}),
	wrong(exercise.Interpolate, "", "your line has 1 row, and should have 2", func(a, _ []float64, _ int) [][]float64 { return [][]float64{a} }),

	right(exercise.Distance, distanceOf(far, straight, math.Min)),
	wrong(exercise.Distance, "root forgotten", "take its root", distanceOf(far, func(x, y []float64) float64 { return squared(straight(x, y)) }, math.Min)),
	wrong(exercise.Distance, "farthest", "keep the least", distanceOf(0, straight, math.Max)),
	wrong(exercise.Distance, "only the last", "to the last row", distanceOf(0, straight, func(_, d float64) float64 { return d })),
	wrong(exercise.Distance, "always 0", "start the least at math.Inf(1)", distanceOf(0, straight, math.Min)),
	wrong(exercise.Distance, "averaged", "the mean of those", func(x []float64, data [][]float64) float64 {
		return distanceOf(0, straight, func(sum, d float64) float64 { return sum + d })(x, data) / float64(len(data))
	}),
	wrong(exercise.Distance, "absolute value", "the root of the sum", distanceOf(far, func(x, y []float64) (sum float64) {
		for i := range x {
			sum += math.Abs(x[i] - y[i])
		}
		return sum
	}, math.Min)),
}
