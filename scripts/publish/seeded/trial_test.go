package seeded

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"latentlab/pkg/backend"
	"latentlab/pkg/digits"
	"latentlab/pkg/lecture/measure"
	"latentlab/pkg/lecture/trained"
	"latentlab/pkg/model"
	"latentlab/pkg/training"
)

// A run that is stopped keeps what it has taken; the next one takes what is missing, and anew what is trained otherwise.
func TestRunGoesOn(t *testing.T) {
	t.Setenv("LATENTLAB_DIGITS", "builtin")
	x, err := digits.Load(t.Context(), digits.Options{Only: []int{1}, Seed: 1, TestOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	x.Train, _ = x.Test.Split(20)
	engine, err := backend.Go()
	if err != nil {
		t.Fatal(err)
	}
	stop := errors.New("stopped")
	var taken []string
	var stopAt string
	take := func(name string) func(n trained.Net, seed uint64) ([]Result, error) {
		return func(n trained.Net, seed uint64) ([]Result, error) {
			what := fmt.Sprint(name, " ", seed)
			if what == stopAt {
				return nil, stop
			}
			taken = append(taken, what)
			numbers := measure.Numbers{"steps": 0}
			if n.Network != nil {
				numbers["steps"] = float64(n.Training().Step)
			}
			return []Result{{Name: name, Numbers: numbers}}, nil
		}
	}
	recipe := trained.Recipe{Model: model.Autoencoder{Widths: []int{784, 2}}, Training: training.Config{Steps: 2, Batch: 5, Checkpoint: "not to be written"}}
	trials := []Trial{{Name: "none", Measure: take("none")}, {Name: "linear", On: x, Recipe: recipe, Measure: take("linear")}}
	var rows, saved measure.Rows
	run := func(last uint64) error {
		taken = nil
		return Run(t.Context(), engine, last, trials, &rows, func() error { saved = slices.Clone(rows); return nil })
	}

	stopAt = "linear 2"
	if err := run(3); !errors.Is(err, stop) || err.Error() != "linear, seed 2: stopped" {
		t.Errorf("the error is %v", err)
	}
	if want := []string{"none 1", "linear 1", "none 2"}; !slices.Equal(taken, want) || len(saved) != 2 || len(saved[0].BySeed) != 2 {
		t.Errorf("before it stopped it took %q and saved %v", taken, saved)
	}
	stopAt = ""
	if err := run(3); err != nil {
		t.Fatal(err)
	}
	if want := []string{"linear 2", "none 3", "linear 3"}; !slices.Equal(taken, want) {
		t.Errorf("then it took %q, want %q", taken, want)
	}

	trials[1].Recipe.Training.Steps = 3
	if err := run(1); err != nil {
		t.Fatal(err)
	}
	if want := []string{"linear 1"}; !slices.Equal(taken, want) {
		t.Errorf("with another training it took %q, want %q", taken, want)
	}
	if len(saved) != 2 || len(saved[0].BySeed) != 3 || len(saved[1].BySeed) != 1 || saved[1].BySeed[1]["steps"] != 3 {
		t.Errorf("with another training it saved %v", saved)
	}

	trials = trials[:1]
	if err := run(3); err != nil || len(taken) > 0 || len(rows) != 1 {
		t.Errorf("without it the rows are %v, and it took %q (%v)", rows, taken, err)
	}
}
