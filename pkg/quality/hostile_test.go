package quality

import (
	"testing"

	"latentlab/pkg/internal/hostile"
	"latentlab/tests/faults"
)

func TestHostileArguments(t *testing.T) {
	real, fakes := [][]float32{{0, 1}, {2, -1}, {1, 3}, {4, 4}}, [][]float32{{1, 1}, {2, 0}, {0, 3}}
	probabilities := [][]float32{{0.25, 0.75}, {1, 0}}
	of := func(features, others [][]float32) Numbers {
		p := [][]float32{{1, 0}}
		return Of(Seen{features, p}, Seen{others, p})
	}
	tries, lost := hostile.Table{Prefixes: []string{"quality: "}, Check: hostile.Finite, Calls: []hostile.Call{
		hostile.With("Frechet", Frechet, real, fakes),
		hostile.With("KernelDistance", KernelDistance, real, fakes),
		hostile.With("Compare", Compare, real, fakes, 2),
		hostile.With("Shares", Shares, probabilities),
		hostile.With("Classes", Classes, probabilities),
		hostile.With("Unsure", Unsure, probabilities, 0.9),
		hostile.With("Accuracy", Accuracy, probabilities, []int{1, 0}),
		hostile.With("Bound", Bound, real, 2),
		hostile.With("Activity", Activity, real),
		hostile.With("ActiveUnits", ActiveUnits, real),
		hostile.With("Of", of, append(real, []float32{7, 7}, []float32{8, 9}), append(fakes, real...)),
	}}.Try(t)
	faults.Note(t, "hostile argument", tries, lost)
}
