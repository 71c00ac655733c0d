package exercise_test

import (
	"math"

	"latentlab/pkg/exercise"
)

// walkOf returns a walk of what an angle gives about a centre.
func walkOf(angle func(k, n int) float64, at func(c, s, a, b, radius float64) []float64) func(center []float64, radius float64, n int) [][]float64 {
	return func(center []float64, radius float64, n int) (points [][]float64) {
		for k := range n {
			sin, cos := math.Sincos(angle(k, n))
			points = append(points, at(cos, sin, center[0], center[1], radius))
		}
		return points
	}
}

func onCircle(c, s, a, b, radius float64) []float64 { return []float64{a + radius*c, b + radius*s} }

func evenly(k, n int) float64 { return 2 * math.Pi * float64(k) / float64(n) }

var walks = []try{
	right(exercise.Circle, walkOf(evenly, onCircle)),
	wrong(exercise.Circle, "degrees", "take radians", walkOf(func(k, n int) float64 { return 360 * float64(k) / float64(n) }, onCircle)),
	wrong(exercise.Circle, "half a circle", "a whole turn is 2π", walkOf(func(k, n int) float64 { return evenly(k, n) / 2 }, onCircle)),
	wrong(exercise.Circle, "closed twice", "not by n − 1", walkOf(func(k, n int) float64 { return evenly(k, n-1) }, onCircle)),
	wrong(exercise.Circle, "whole numbers divided", "make numbers of them first", walkOf(func(k, n int) float64 { return 2 * math.Pi * float64(k/n) }, onCircle)),
	wrong(exercise.Circle, "clockwise", "the sine is added", walkOf(evenly, func(c, s, a, b, r float64) []float64 { return []float64{a + r*c, b - r*s} })),
	wrong(exercise.Circle, "started above", "belongs to the first number", walkOf(evenly, func(c, s, a, b, r float64) []float64 { return []float64{a + r*s, b + r*c} })),
	wrong(exercise.Circle, "radius forgotten", "multiply cosine and sine", walkOf(evenly, func(c, s, a, b, _ float64) []float64 { return []float64{a + c, b + s} })),
	wrong(exercise.Circle, "centre forgotten", "add it", walkOf(evenly, func(c, s, _, _, r float64) []float64 { return []float64{r * c, r * s} })),
	wrong(exercise.Circle, "", "your walk in row 0, place 0 is 5, and should be 1", walkOf(evenly, func(_, _, _, _, _ float64) []float64 { return []float64{5, 5} })),
}
