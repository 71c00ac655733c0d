package exercise_test

import "latentlab/pkg/exercise"

// summed returns the sum over the images, divided by something.
func summed(divisor func(x [][]float32) int) func(x [][]float32) []float32 {
	return func(x [][]float32) []float32 {
		m := make([]float32, len(x[0]))
		for _, image := range x {
			for i, ink := range image {
				m[i] += ink / float32(divisor(x))
			}
		}
		return m
	}
}

var meanImages = []try{
	right(exercise.MeanImage, summed(func(x [][]float32) int { return len(x) })),
	wrong(exercise.MeanImage, "not averaged", "the sum of the images", summed(func([][]float32) int { return 1 })),
	wrong(exercise.MeanImage, "divided by the pixels", "by the number of pixels", summed(func(x [][]float32) int { return len(x[0]) })),
	wrong(exercise.MeanImage, "divided by n - 1", "one less than the number of images", summed(func(x [][]float32) int { return max(1, len(x)-1) })),
	wrong(exercise.MeanImage, "wrong axis", "3 numbers, one for each image; the mean image has one for each pixel, here 4", func(x [][]float32) (m []float32) {
		for _, image := range x {
			m = append(m, summed(func([][]float32) int { return len(image) })([][]float32{image})[0])
		}
		return m
	}),
	wrong(exercise.MeanImage, "nothing", "returns no numbers", func(x [][]float32) []float32 { return nil }),
	wrong(exercise.MeanImage, "", "returns 1 number; the mean image has one for each pixel", func(x [][]float32) []float32 { return []float32{1} }),
	wrong(exercise.MeanImage, "", "your mean image in place 0 is 7, and should be 0 for [[0 0.25 1]]", func(x [][]float32) []float32 {
		m := make([]float32, len(x[0]))
		m[0] = 7
		return m
	}),
	wrong(exercise.MeanImage, "halved again and again", "the last ones count most", func(x [][]float32) []float32 {
		m := x[0]
		for _, image := range x[1:] {
			for i := range m {
				m[i] = (m[i] + image[i]) / 2
			}
		}
		return m
	}),
	wrong(exercise.MeanImage, "only the last image", "overwrite those before it", func(x [][]float32) []float32 {
		m := make([]float32, len(x[0]))
		for _, image := range x {
			for i, ink := range image {
				m[i] = ink / float32(len(x))
			}
		}
		return m
	}),
	wrong(exercise.MeanImage, "only the last image", "is the last image", func(x [][]float32) (m []float32) {
		for _, image := range x {
			m = image
		}
		return m
	}),
}
