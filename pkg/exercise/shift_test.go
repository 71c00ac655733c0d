package exercise_test

import (
	"math"

	"latentlab/pkg/exercise"
)

// move returns image with each pixel where to says, if anywhere.
func move(image []float32, to func(column, row int) (int, int)) []float32 {
	out := make([]float32, 784)
	for i, ink := range image {
		column, row := to(i%28, i/28)
		if column >= 0 && column < 28 && row >= 0 && row < 28 {
			out[row*28+column] += ink
		}
	}
	return out
}

func shifted(image []float32, right, down int) []float32 {
	return move(image, func(column, row int) (int, int) { return column + right, row + down })
}

// compared returns the best of the errors between x and y moved by up to most pixels.
func compared(x, y []float32, most, pixels int, start float64, best func(a, b float64) float64, try func(right, down int) bool) float64 {
	for right := -most; right <= most; right++ {
		for down := -most; down <= most; down++ {
			sum := 0.0
			for i, ink := range shifted(y, right, down) {
				sum += float64(x[i]-ink) * float64(x[i]-ink) / float64(pixels)
			}
			if try(right, down) {
				start = best(start, sum)
			}
		}
	}
	return start
}

func each(int, int) bool { return true }

var shifts = []try{
	right(exercise.Shift, shifted),
	wrong(exercise.Shift, "", "returns 0 numbers; an image has 784 pixels", func([]float32, int, int) []float32 { return nil }),
	wrong(exercise.Shift, "comes in again", "in column 0, row 6: what is moved beyond an edge is lost", func(image []float32, right, down int) []float32 {
		out := make([]float32, 784)
		for i, ink := range image {
			if to := i + right + 28*down; to >= 0 && to < 784 {
				out[to] = ink
			}
		}
		return out
	}),
	wrong(exercise.Shift, "comes in again", "in column 0, row 5", func(image []float32, right, down int) []float32 {
		return move(image, func(column, row int) (int, int) { return (column + right + 28) % 28, (row + down + 28) % 28 })
	}),
	wrong(exercise.Shift, "other way", "has gone the other way", func(image []float32, right, down int) []float32 { return shifted(image, -right, -down) }),
	wrong(exercise.Shift, "rows and columns", "down for right", func(image []float32, right, down int) []float32 { return shifted(image, down, right) }),
	wrong(exercise.Shift, "not moved", "column 14, row 14 has not moved", func(image []float32, right, down int) []float32 { return image }),
	wrong(exercise.Shift, "lost", "is nowhere", func(image []float32, right, down int) []float32 {
		if right == 0 && down == 0 {
			return image
		}
		return make([]float32, 784)
	}),
	wrong(exercise.Shift, "smeared", "write into a new image", func(image []float32, right, down int) []float32 {
		for i := range 784 {
			if to := i + right + 28*down; to >= 0 && to < 784 && image[i] > 0 {
				image[to] = image[i]
			}
		}
		return image
	}),
	wrong(exercise.Shift, "lost", "overwritten before you read it", func(image []float32, right, down int) []float32 {
		for row := range 28 {
			for column := range 28 {
				if c, r := column-right, row-down; c >= 0 && r >= 0 && c < 28 && r < 28 {
					image[row*28+column] = image[r*28+c]
				}
			}
		}
		return image
	}),
	wrong(exercise.Shift, "", "is in column 16, row 14, and should be in column 15, row 14", func(image []float32, right, down int) []float32 { return shifted(image, 2*right, down) }),

	right(exercise.FairError, func(x, y []float32) float64 { return compared(x, y, 1, 784, math.Inf(1), math.Min, each) }),
	wrong(exercise.FairError, "not moved", "as they lie", func(x, y []float32) float64 { return compared(x, y, 0, 784, math.Inf(1), math.Min, each) }),
	wrong(exercise.FairError, "largest", "keep the least", func(x, y []float32) float64 { return compared(x, y, 1, 784, 0, math.Max, each) }),
	wrong(exercise.FairError, "straight only", "try all nine moves", func(x, y []float32) float64 {
		return compared(x, y, 1, 784, math.Inf(1), math.Min, func(right, down int) bool { return right == 0 || down == 0 })
	}),
	wrong(exercise.FairError, "two pixels", "forgives two pixels", func(x, y []float32) float64 { return compared(x, y, 2, 784, math.Inf(1), math.Min, each) }),
	wrong(exercise.FairError, "not averaged", "divide it by 784", func(x, y []float32) float64 { return compared(x, y, 1, 1, math.Inf(1), math.Min, each) }),
	wrong(exercise.FairError, "always 0", "start the least error", func(x, y []float32) float64 { return compared(x, y, 1, 784, 0, math.Min, each) }),
}
