package exercise_test

import (
	"math"

	"latentlab/pkg/exercise"
)

// halfOf returns two layers with these activations, after what bends the input.
func halfOf(input, first, second func(a float64) float64) func(x, w1, w2 [][]float64, b1, b2 []float64) [][]float64 {
	return func(x, w1, w2 [][]float64, b1, b2 []float64) [][]float64 {
		layer := func(f func(a float64) float64) func(x, w [][]float64, b []float64) [][]float64 {
			return layerOf(func(x []float64, w [][]float64, b []float64, j int) float64 { return f(dot(x, w, j) + b[j]) })
		}
		bent := make([][]float64, len(x))
		for k, row := range x {
			for _, v := range row {
				bent[k] = append(bent[k], input(v))
			}
		}
		return layer(second)(layer(first)(bent, w1, b1), w2, b2)
	}
}

func asItIs(a float64) float64 { return a }

func cut(a float64) float64 { return max(a, 0) }

func sigmoid(a float64) float64 { return 1 / (1 + math.Exp(-a)) }

// squaredMean returns the mean of the squares of mean differences: over the images for each pixel, or over the pixels for each image.
func squaredMean(overImages bool) func(t, y [][]float64) float64 {
	return func(t, y [][]float64) (sum float64) {
		means := make([]float64, len(t))
		if overImages {
			means = make([]float64, len(t[0]))
		}
		each := float64(len(t) * len(t[0]) / len(means))
		for k, row := range t {
			for i := range row {
				place := k
				if overImages {
					place = i
				}
				means[place] += (t[k][i] - y[k][i]) / each
			}
		}
		for _, mean := range means {
			sum += mean * mean / float64(len(means))
		}
		return sum
	}
}

var hunts = []try{
	right(exercise.Encode, halfOf(asItIs, math.Tanh, asItIs)),
	wrong(exercise.Encode, "dead bottleneck", "still there: a code below 0 comes out as 0", halfOf(asItIs, math.Tanh, cut)),
	wrong(exercise.Encode, "almost dead bottleneck", "a hundred times smaller", halfOf(asItIs, math.Tanh, func(a float64) float64 { return max(a, a/100) })),
	wrong(exercise.Encode, "sign lost", "on either side of 0", halfOf(asItIs, math.Tanh, math.Abs)),
	wrong(exercise.Encode, "tanh on the code", "between −1 and 1", halfOf(asItIs, math.Tanh, math.Tanh)),
	wrong(exercise.Encode, "logistic code", "between 0 and 1", halfOf(asItIs, math.Tanh, sigmoid)),
	wrong(exercise.Encode, "tanh taken out", "which was right", halfOf(asItIs, asItIs, asItIs)),
	wrong(exercise.Encode, "another activation", "ReLU", halfOf(asItIs, cut, asItIs)),
	wrong(exercise.Encode, "", "your code has 1 row, and should have 4", func(x, w1, w2 [][]float64, b1, b2 []float64) [][]float64 {
		return halfOf(asItIs, math.Tanh, asItIs)(x[:1], w1, w2, b1, b2)
	}),
	wrong(exercise.Encode, "empty", "still empty", func(_, _, _ [][]float64, _, _ []float64) [][]float64 { panic(exercise.Empty) }),

	right(exercise.Decode, halfOf(asItIs, math.Tanh, asItIs)),
	wrong(exercise.Decode, "linear", "still there: two layers", halfOf(asItIs, asItIs, asItIs)),
	wrong(exercise.Decode, "last layer bent", "you bend the outputs", halfOf(asItIs, asItIs, math.Tanh)),
	wrong(exercise.Decode, "both layers bent", "the last is bent, too", halfOf(asItIs, math.Tanh, math.Tanh)),
	wrong(exercise.Decode, "code bent", "before the first layer", halfOf(math.Tanh, asItIs, asItIs)),
	wrong(exercise.Decode, "another activation", "ReLU", halfOf(asItIs, cut, asItIs)),
	wrong(exercise.Decode, "logistic hidden layer", "the logistic function", halfOf(asItIs, sigmoid, asItIs)),
	wrong(exercise.Decode, "", "row 0 of your output has 0 numbers, and should have 3", func(x, _, _ [][]float64, _, _ []float64) [][]float64 {
		return make([][]float64, len(x))
	}),

	right(exercise.BatchLoss, lossOf(squared, both)),
	wrong(exercise.BatchLoss, "images averaged first", "still there: you take the mean over the images", squaredMean(true)),
	wrong(exercise.BatchLoss, "pixels averaged first", "over an image's pixels", squaredMean(false)),
	wrong(exercise.BatchLoss, "not averaged", "your loss is a sum", lossOf(squared, func(int, int) int { return 1 })),
	wrong(exercise.BatchLoss, "wrong axis", "the number of images alone", lossOf(squared, func(n, _ int) int { return n })),
	wrong(exercise.BatchLoss, "root taken", "the root of the mean", func(t, y [][]float64) float64 { return math.Sqrt(lossOf(squared, both)(t, y)) }),
}
