package exercise_test

import (
	"math"

	"latentlab/pkg/exercise"
)

// layerOf returns a layer of whatever unit j makes of an input x.
func layerOf(unit func(x []float64, w [][]float64, b []float64, j int) float64) func(x, w [][]float64, b []float64) [][]float64 {
	return func(x, w [][]float64, b []float64) (y [][]float64) {
		for _, row := range x {
			var units []float64
			for j := range b {
				units = append(units, unit(row, w, b, j))
			}
			y = append(y, units)
		}
		return y
	}
}

func dot(x []float64, w [][]float64, j int) (sum float64) {
	for i := range x {
		sum += x[i] * w[i][j]
	}
	return sum
}

func good(x []float64, w [][]float64, b []float64, j int) float64 {
	return math.Tanh(dot(x, w, j) + b[j])
}

var layers = []try{
	right(exercise.Dense, layerOf(good)),
	wrong(exercise.Dense, "tanh missing", "there is no tanh", layerOf(func(x []float64, w [][]float64, b []float64, j int) float64 { return dot(x, w, j) + b[j] })),
	wrong(exercise.Dense, "bias forgotten", "the bias is missing", layerOf(func(x []float64, w [][]float64, _ []float64, j int) float64 { return math.Tanh(dot(x, w, j)) })),
	wrong(exercise.Dense, "bias after tanh", "tanh(xW + b)", layerOf(func(x []float64, w [][]float64, b []float64, j int) float64 { return math.Tanh(dot(x, w, j)) + b[j] })),
	wrong(exercise.Dense, "transposed", "w[i][j] leads from input i to unit j", layerOf(func(x []float64, w [][]float64, b []float64, j int) float64 {
		sum := b[j]
		for i := range x {
			sum += x[i] * w[j][i]
		}
		return math.Tanh(sum)
	})),
	wrong(exercise.Dense, "not summed", "+= and not =", layerOf(func(x []float64, w [][]float64, b []float64, j int) float64 {
		sum := 0.0
		for i := range x {
			sum = x[i] * w[i][j]
		}
		return math.Tanh(sum + b[j])
	})),
	wrong(exercise.Dense, "bias added for each input", "once for each unit", layerOf(func(x []float64, w [][]float64, b []float64, j int) float64 {
		sum := 0.0
		for i := range x {
			sum += x[i]*w[i][j] + b[j]
		}
		return math.Tanh(sum)
	})),
	wrong(exercise.Dense, "another activation", "the logistic function", layerOf(func(x []float64, w [][]float64, b []float64, j int) float64 {
		return 1 / (1 + math.Exp(-dot(x, w, j)-b[j]))
	})),
	wrong(exercise.Dense, "another activation", "ReLU", layerOf(func(x []float64, w [][]float64, b []float64, j int) float64 {
		return max(0, dot(x, w, j)+b[j])
	})),
	wrong(exercise.Dense, "rows and columns", "a row for each unit", func(x, w [][]float64, b []float64) (y [][]float64) {
		for j := range b {
			var row []float64
			for i := range x {
				row = append(row, good(x[i], w, b, j))
			}
			y = append(y, row)
		}
		return y
	}),
	wrong(exercise.Dense, "", "row 1 of your layer has 0 numbers, and should have 2", func(x, w [][]float64, b []float64) [][]float64 {
		y := layerOf(good)(x, w, b)
		if len(y) > 1 {
			y[1] = nil
		}
		return y
	}),
}
