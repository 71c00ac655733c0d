package exercise_test

import (
	"math"

	"latentlab/pkg/exercise"
)

// covarianceOf returns the covariance with what may go wrong in it.
func covarianceOf(centred bool, less int, term func(a, b float64) float64) func(x [][]float64) [][]float64 {
	return func(x [][]float64) [][]float64 {
		w := len(x[0])
		mean, c := make([]float64, w), make([][]float64, w)
		for i := range mean {
			for _, row := range x {
				if centred {
					mean[i] += row[i] / float64(len(x))
				}
			}
		}
		for i := range c {
			c[i] = make([]float64, w)
			for j := range c[i] {
				for _, row := range x {
					c[i][j] += term(row[i]-mean[i], row[j]-mean[j])
				}
				if less >= 0 {
					c[i][j] /= float64(len(x) - less)
				}
			}
		}
		return c
	}
}

func product(a, b float64) float64 { return a * b }

// iterate multiplies a start by c and normalises, so many times.
func iterate(steps int, start func(i int) float64, normalise func(v []float64)) func(c [][]float64) []float64 {
	return func(c [][]float64) []float64 {
		v := make([]float64, len(c))
		for i := range v {
			v[i] = start(i)
		}
		normalise(v)
		for range steps {
			next := make([]float64, len(c))
			for i, row := range c {
				for j, x := range row {
					next[i] += x * v[j]
				}
			}
			v = next
			normalise(v)
		}
		return v
	}
}

func byLength(v []float64) {
	l := 0.0
	for _, x := range v {
		l += x * x
	}
	if l == 0 {
		return
	}
	for i := range v {
		v[i] /= math.Sqrt(l)
	}
}

func counting(i int) float64 { return float64(i + 1) }

var principals = []try{
	right(exercise.Covariance, covarianceOf(true, 1, product)),
	wrong(exercise.Covariance, "mean not subtracted", "the mean is not subtracted", covarianceOf(false, 1, product)),
	wrong(exercise.Covariance, "divided by n", "n − 1", covarianceOf(true, 0, product)),
	wrong(exercise.Covariance, "not averaged", "a sum over the images", covarianceOf(true, -1, product)),
	wrong(exercise.Covariance, "square forgotten", "each difference counts once", covarianceOf(true, 1, func(a, _ float64) float64 { return math.Abs(a) })),
	wrong(exercise.Covariance, "only variances", "outside the diagonal", func(x [][]float64) [][]float64 {
		c := covarianceOf(true, 1, product)(x)
		for i := range c {
			for j := range c {
				if i != j {
					c[i][j] = 0
				}
			}
		}
		return c
	}),
	wrong(exercise.Covariance, "transposed", "5 × 5, between images; here it is one between pixels, 3 × 3", func(x [][]float64) [][]float64 {
		columns := make([][]float64, len(x[0]))
		for j := range columns {
			for _, row := range x {
				columns[j] = append(columns[j], row[j])
			}
		}
		return covarianceOf(true, 1, product)(columns)
	}),
	wrong(exercise.Covariance, "", "has 0 rows, and should have 3", func(x [][]float64) [][]float64 { return nil }),

	right(exercise.FirstComponent, iterate(500, counting, byLength)),
	wrong(exercise.FirstComponent, "", "has 2 numbers; for images of 3 pixels", func(c [][]float64) []float64 { return []float64{1, 0} }),
	wrong(exercise.FirstComponent, "zero", "C·0 stays 0", iterate(100, func(int) float64 { return 0 }, byLength)),
	wrong(exercise.FirstComponent, "not normalised", "divide it by its length", iterate(20, counting, func([]float64) {})),
	wrong(exercise.FirstComponent, "divided by the sum", "the root of the sum of its squares", iterate(100, counting, func(v []float64) {
		sum := 0.0
		for _, x := range v {
			sum += math.Abs(x)
		}
		for i := range v {
			v[i] /= sum
		}
	})),
	wrong(exercise.FirstComponent, "bad start", "start from numbers that differ", iterate(100, func(int) float64 { return 1 }, byLength)),
	wrong(exercise.FirstComponent, "too few steps", "more steps", iterate(4, counting, byLength)),
	wrong(exercise.FirstComponent, "least variance", "the first one has the most", func(c [][]float64) []float64 {
		inverse := make([][]float64, len(c)) // 10·I − C has its components in the other order
		for i, row := range c {
			inverse[i] = make([]float64, len(c))
			for j, x := range row {
				inverse[i][j] = -x
			}
			inverse[i][i] += 10
		}
		return iterate(500, counting, byLength)(inverse)
	}),
	wrong(exercise.FirstComponent, "", "(1, 0) is not the direction of most variance", func(c [][]float64) []float64 {
		v := make([]float64, len(c))
		v[0] = 1
		if c[0][1] == 1 && len(c) == 2 {
			v[0], v[1] = math.Sqrt(0.5), math.Sqrt(0.5)
		}
		return v
	}),
}
