package exercise_test

import "latentlab/pkg/exercise"

// counted returns how many variances it takes until enough says so.
func counted(enough func(sum, share, total, largest float64) bool, number func(i, n int) int) func(variances []float64, share float64) int {
	return func(variances []float64, share float64) int {
		total, sum := 0.0, 0.0
		for _, v := range variances {
			total += v
		}
		for i, v := range variances {
			if sum += v; enough(sum, share, total, variances[0]) {
				return number(i, len(variances))
			}
		}
		return len(variances)
	}
}

func reached(sum, share, total, _ float64) bool { return sum >= share*total }

func next(i, _ int) int { return i + 1 }

var counts = []try{
	right(exercise.Components, counted(reached, next)),
	wrong(exercise.Components, "place for number", "number i + 1", counted(reached, func(i, _ int) int { return i })),
	wrong(exercise.Components, "not divided", "of the sum of all", counted(func(sum, share, _, _ float64) bool { return sum >= share }, next)),
	wrong(exercise.Components, "of the largest", "of the largest variance", counted(func(sum, share, _, largest float64) bool { return sum >= share*largest }, next)),
	wrong(exercise.Components, "one too many", ">= and not >", counted(func(sum, share, total, _ float64) bool { return sum > share*total }, next)),
	wrong(exercise.Components, "counted down", "that are left out", counted(reached, func(i, n int) int { return n - i - 1 })),
	wrong(exercise.Components, "", "your number is 7, and should be 2", func([]float64, float64) int { return 7 }),
}
