package exercise_test

import (
	"cmp"
	"math"
	"slices"

	"latentlab/pkg/exercise"
)

// voted returns what takes the label of most of the first codes, in the order of the distance, that from and to say.
func voted(distance func(a, b []float64) float64, among func(k, n int) (from, to int)) func(z []float64, codes [][]float64, labels []int, k int) int {
	return func(z []float64, codes [][]float64, labels []int, k int) int {
		from, to := among(k, len(codes))
		count, best := map[int]int{}, -1
		for _, i := range ordered(z, codes, distance)[from:min(to, len(codes))] {
			count[labels[i]]++
		}
		for label := range 10 {
			if best < 0 || count[label] > count[best] {
				best = label
			}
		}
		return best
	}
}

func ordered(z []float64, codes [][]float64, distance func(a, b []float64) float64) (places []int) {
	for i := range codes {
		places = append(places, i)
	}
	slices.SortFunc(places, func(i, j int) int { return cmp.Compare(distance(codes[i], z), distance(codes[j], z)) })
	return places
}

func straight(a, b []float64) float64 {
	sum := 0.0
	for i := range a {
		sum += (a[i] - b[i]) * (a[i] - b[i])
	}
	return math.Sqrt(sum)
}

func signed(a, b []float64) float64 {
	sum := 0.0
	for i := range a {
		sum += a[i] - b[i]
	}
	return sum
}

func first(k, n int) (int, int) { return 0, k }

var votes = []try{
	right(exercise.Neighbours, voted(straight, first)),
	wrong(exercise.Neighbours, "k ignored", "the k nearest vote", voted(straight, func(k, n int) (int, int) { return 0, 1 })),
	wrong(exercise.Neighbours, "everyone votes", "only the k nearest do", voted(straight, func(k, n int) (int, int) { return 0, n })),
	wrong(exercise.Neighbours, "last of the k", "k-th neighbour alone", voted(straight, func(k, n int) (int, int) { return min(k, n) - 1, k })),
	wrong(exercise.Neighbours, "farthest", "farthest away", voted(func(a, b []float64) float64 { return -straight(a, b) }, first)),
	wrong(exercise.Neighbours, "first number only", "only the first number", voted(func(a, b []float64) float64 { return math.Abs(a[0] - b[0]) }, first)),
	wrong(exercise.Neighbours, "square forgotten", "so that they cancel", voted(signed, first)),
	wrong(exercise.Neighbours, "square forgotten", "so that they cancel", voted(func(a, b []float64) float64 { return signed(b, a) }, first)),
	wrong(exercise.Neighbours, "place for label", "labels[i]", func(z []float64, codes [][]float64, _ []int, _ int) int { return ordered(z, codes, straight)[0] }),
	wrong(exercise.Neighbours, "", "the label is 1, and should be 5", func(_ []float64, codes [][]float64, labels []int, _ int) int {
		if len(codes) == 1 {
			return labels[0]
		}
		return 1
	}),
}
