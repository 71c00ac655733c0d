package exercise_test

import (
	"math"

	"latentlab/pkg/exercise"
)

// lossOf returns a loss of what each difference counts, in the end divided by divisor.
func lossOf(term func(d float64) float64, divisor func(n, w int) int) func(t, y [][]float64) float64 {
	return func(t, y [][]float64) (sum float64) {
		for i := range t {
			for j := range t[i] {
				sum += term(t[i][j] - y[i][j])
			}
		}
		return sum / float64(divisor(len(t), len(t[0])))
	}
}

// gradientOf returns a gradient of what the difference y − t gives among n × w.
func gradientOf(term func(d, n, w float64) float64) func(t, y [][]float64) [][]float64 {
	return func(t, y [][]float64) (g [][]float64) {
		for i := range t {
			var row []float64
			for j := range t[i] {
				row = append(row, term(y[i][j]-t[i][j], float64(len(t)), float64(len(t[0]))))
			}
			g = append(g, row)
		}
		return g
	}
}

func squared(d float64) float64 { return d * d }

func both(n, w int) int { return n * w }

var losses = []try{
	right(exercise.Loss, lossOf(squared, both)),
	wrong(exercise.Loss, "square forgotten", "differences of both signs cancel", lossOf(func(d float64) float64 { return d }, both)),
	wrong(exercise.Loss, "square forgotten", "differences of both signs cancel", lossOf(func(d float64) float64 { return -d }, both)),
	wrong(exercise.Loss, "absolute value", "takes its square", lossOf(math.Abs, both)),
	wrong(exercise.Loss, "not averaged", "your loss is a sum", lossOf(squared, func(int, int) int { return 1 })),
	wrong(exercise.Loss, "wrong axis", "number of pixels alone", lossOf(squared, func(_, w int) int { return w })),
	wrong(exercise.Loss, "halved", "no ½", lossOf(func(d float64) float64 { return d * d / 2 }, both)),
	wrong(exercise.Loss, "root taken", "the root of the mean", func(t, y [][]float64) float64 { return math.Sqrt(lossOf(squared, both)(t, y)) }),
	wrong(exercise.Loss, "squared at the end", "square each difference", func(t, y [][]float64) float64 {
		return squared(lossOf(func(d float64) float64 { return d }, both)(t, y))
	}),
	wrong(exercise.Loss, "", "your loss is 3, and should be 0", func(t, y [][]float64) float64 { return 3 }),

	right(exercise.Gradient, gradientOf(func(d, n, w float64) float64 { return 2 * d / (n * w) })),
	wrong(exercise.Gradient, "sign", "turned round", gradientOf(func(d, n, w float64) float64 { return -2 * d / (n * w) })),
	wrong(exercise.Gradient, "2 forgotten", "the derivative of d² is 2d", gradientOf(func(d, n, w float64) float64 { return d / (n * w) })),
	wrong(exercise.Gradient, "not averaged", "divided by how many", gradientOf(func(d, n, w float64) float64 { return 2 * d })),
	wrong(exercise.Gradient, "wrong axis", "number of images alone", gradientOf(func(d, n, w float64) float64 { return 2 * d / n })),
	wrong(exercise.Gradient, "wrong axis", "number of pixels alone", gradientOf(func(d, n, w float64) float64 { return 2 * d / w })),
	wrong(exercise.Gradient, "square kept", "differentiate them", gradientOf(func(d, n, w float64) float64 { return d * d / (n * w) })),
	wrong(exercise.Gradient, "", "your gradient has 1 row, and should have 3", func(t, y [][]float64) [][]float64 { return t[:1] }),
}
