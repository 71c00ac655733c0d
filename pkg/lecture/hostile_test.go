package lecture_test

import (
	"testing"

	"latentlab/pkg/digits"
	"latentlab/pkg/internal/hostile"
	"latentlab/pkg/lecture"
	"latentlab/tests/faults"
)

func TestHostileArguments(t *testing.T) {
	t.Setenv("LATENTLAB_CHECKPOINTS", t.TempDir())
	x := digits.Data{Name: "MNIST", Only: []int{1, 5}, Digest: "abc"}
	const stops = "it stops the cell with the error of a package that is tried"
	const converts = "it hands on what it gets, as another type, to what is tried"
	tries, lost := hostile.Table{Calls: []hostile.Call{
		hostile.With("Name", lecture.Name, x, "vae"),
		hostile.With("Caption", lecture.Caption, x),
		hostile.With("Made", func(x digits.Data, model string) string { return lecture.Made(x, model) }, x, "vae"),
		hostile.With("See", func(guess, found float64, unit string) int { lecture.See(guess, found, unit); return 0 }, 80.0, 93.0, "% of the pairs"),
	}, Spared: map[string]string{
		"Seed": stops, "Digits": stops, "TestDigits": stops, "AllDigits": stops, "TrainSet": stops, "Codes": stops, "Show": stops,
		"ShowPage": stops, "Introduce": stops, "Record": stops, "Must": stops, "Stop": stops,
		"PCA":       "it refuses what latent.FitPCA does, which is tried",
		"Float64":   converts,
		"Float32":   converts,
		"Interrupt": "it takes nothing",
		"Stops":     "it hands back what latent.ClassMeans returns, which is tried",
	}}.Try(t)
	faults.Note(t, "hostile argument", tries, lost)
}
