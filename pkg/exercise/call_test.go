package exercise_test

import (
	"strings"

	"latentlab/pkg/exercise"
)

var faults = []try{
	wrong(exercise.MeanImage, "empty", "meanImage is still empty: write it in its cell above", func([][]float32) []float32 { panic(exercise.Empty) }),
	wrong(exercise.MeanImage, "panic", "meanImage panics: integer divide by zero.", func(x [][]float32) []float32 {
		return make([]float32, len(x[0])/(len(x)-3))
	}),
	wrong(exercise.MeanImage, "panic", strings.Repeat("a", 200)+"….", func(x [][]float32) []float32 { panic(strings.Repeat("a", 1000)) }),
	wrong(exercise.MeanImage, "not finite", "meanImage returns NaN in place 0: is something divided by 0", summed(func([][]float32) int { return 0 })),
}
