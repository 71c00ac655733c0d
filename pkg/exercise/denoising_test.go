package exercise_test

import (
	"math"
	"math/rand/v2"

	"latentlab/pkg/exercise"
)

// noiseOf returns an image of what a pixel becomes.
func noiseOf(pixel func(ink, sigma float64, r *rand.Rand) float64) func(image []float32, sigma float64, r *rand.Rand) []float32 {
	return func(image []float32, sigma float64, r *rand.Rand) (out []float32) {
		for _, ink := range image {
			out = append(out, float32(pixel(float64(ink), sigma, r)))
		}
		return out
	}
}

func clip(v float64) float64 { return min(max(v, 0), 1) }

// compareTwo returns the mean squared error between two of three images.
func compareTwo(which func(clean, noisy, rebuilt []float64) (a, b []float64)) func(clean, noisy, rebuilt []float64) float64 {
	return func(clean, noisy, rebuilt []float64) float64 {
		a, b := which(clean, noisy, rebuilt)
		return lossOf(squared, both)([][]float64{a}, [][]float64{b})
	}
}

var noises = []try{
	right(exercise.Noisy, noiseOf(func(ink, sigma float64, r *rand.Rand) float64 { return clip(ink + sigma*r.NormFloat64()) })),
	wrong(exercise.Noisy, "not kept in range", "cut off what is beyond", noiseOf(func(ink, sigma float64, r *rand.Rand) float64 { return ink + sigma*r.NormFloat64() })),
	wrong(exercise.Noisy, "only upwards", "of both signs", noiseOf(func(ink, sigma float64, r *rand.Rand) float64 { return clip(ink + sigma*math.Abs(r.NormFloat64())) })),
	wrong(exercise.Noisy, "variance for deviation", "by sigma itself", noiseOf(func(ink, sigma float64, r *rand.Rand) float64 { return clip(ink + sigma*sigma*r.NormFloat64()) })),
	wrong(exercise.Noisy, "", "your image in place 0 is", noiseOf(func(ink, sigma float64, r *rand.Rand) float64 { return clip(ink + r.NormFloat64()) })),
	wrong(exercise.Noisy, "sigma forgotten", "far more noise than asked for", noiseOf(func(ink, sigma float64, r *rand.Rand) float64 {
		return clip(ink + math.Ceil(sigma)*r.NormFloat64())
	})),
	wrong(exercise.Noisy, "no noise for each pixel", "draw for each pixel", func(image []float32, sigma float64, r *rand.Rand) []float32 {
		noise := sigma * r.NormFloat64()
		return noiseOf(func(ink, _ float64, _ *rand.Rand) float64 { return clip(ink + noise) })(image, sigma, r)
	}),
	wrong(exercise.Noisy, "few draws", "draw anew for each", func(image []float32, sigma float64, r *rand.Rand) []float32 {
		noise := []float64{-sigma, sigma}
		return noiseOf(func(ink, _ float64, r *rand.Rand) float64 { return clip(ink + noise[r.IntN(2)]) })(image, sigma, r)
	}),
	wrong(exercise.Noisy, "", "your image has 0 numbers, and should have 784", func([]float32, float64, *rand.Rand) []float32 { return nil }),
	wrong(exercise.Noisy, "", "your noise has deviation 0.0", noiseOf(func(ink, sigma float64, r *rand.Rand) float64 { return clip(ink + sigma/2*r.NormFloat64()) })),

	right(exercise.DenoisingLoss, compareTwo(func(c, _, r []float64) ([]float64, []float64) { return c, r })),
	wrong(exercise.DenoisingLoss, "noisy target", "The target is the clean one", compareTwo(func(_, n, r []float64) ([]float64, []float64) { return n, r })),
	wrong(exercise.DenoisingLoss, "network forgotten", "nothing can be learnt", compareTwo(func(c, n, _ []float64) ([]float64, []float64) { return c, n })),
	wrong(exercise.DenoisingLoss, "not averaged", "your loss is a sum", func(c, _, r []float64) float64 {
		return lossOf(squared, func(int, int) int { return 1 })([][]float64{c}, [][]float64{r})
	}),
}
