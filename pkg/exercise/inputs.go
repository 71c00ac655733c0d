package exercise

import (
	"math/rand/v2"

	"latentlab/pkg/internal/vectors"
)

// uniform returns n × w random numbers in [0,1), the same for the same seed.
func uniform(seed uint64, n, w int) [][]float64 {
	r := rand.New(rand.NewPCG(seed, 0))
	return filled(n, w, r.Float64)
}

// normal returns n × w random numbers from N(0, 1), the same for the same seed.
func normal(seed uint64, n, w int) [][]float64 {
	r := rand.New(rand.NewPCG(seed, 0))
	return filled(n, w, r.NormFloat64)
}

func filled(n, w int, next func() float64) [][]float64 {
	rows := zeros(n, w)
	for _, row := range rows {
		for i := range row {
			row[i] = next()
		}
	}
	return rows
}

func zeros(n, w int) [][]float64 {
	rows := make([][]float64, n)
	for i := range rows {
		rows[i] = make([]float64, w)
	}
	return rows
}

// transposed returns the columns of rows.
func transposed(rows [][]float64) [][]float64 {
	columns := zeros(len(rows[0]), len(rows))
	for i, row := range rows {
		for j, v := range row {
			columns[j][i] = v
		}
	}
	return columns
}

// narrow returns the same numbers as images have them.
func narrow(rows [][]float64) [][]float32 { return vectors.Convert[float32](rows) }
