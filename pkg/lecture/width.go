package lecture

import "latentlab/pkg/internal/vectors"

// Float64 returns the same numbers (n × w) as float64, as the functions of the exercises take them.
func Float64(rows [][]float32) [][]float64 { return vectors.Convert[float64](rows) }

// Float32 returns the same numbers (n × w) as float32, as images and codes have them.
func Float32(rows [][]float64) [][]float32 { return vectors.Convert[float32](rows) }
