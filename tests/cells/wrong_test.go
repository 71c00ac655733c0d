package main

import (
	"fmt"
	"os"
	"regexp"
	"sync/atomic"
	"testing"

	"latentlab/tests/faults"
)

// A wrong number is one that makes no sense where a notebook invites to change one.
type wrong struct {
	cell     int
	old, new string   // what the cell has, and what in its place, %s being the number
	numbers  []string // the first one is in a tenth of the campaign
	run      []int    // numbers of the cells to run
}

// wrongs are those of all numbers that notebooks invite to change, by notebook.
var wrongs = map[string][]wrong{
	"01-unsupervised-learning": {
		{5, "most = 64", "most = %s", []string{"0", "-1", "1 << 40", "785"}, []int{5, 6}},
		{7, "digit = 3", "digit = %s", []string{"10", "-1", "1 << 40"}, []int{7, 8, 10, 11, 12}},
	},
	"02-autoencoder": {
		{8, "d = 2 ", "d = %s ", []string{"0", "-1", "1 << 40"}, []int{8, 9, 10}},
		{8, "LastRate: 3e-4", "LastRate: %s", []string{"-1", "1e300"}, []int{8}},
		{13, "Steps: 200", "Steps: %s", []string{"-1", "1 << 40"}, []int{13}},
	},
	"03-train-on-mnist": {
		{3, "500, 300, Latent)", "500, 300, %s)", []string{"0", "-1", "1 << 40"}, []int{3, 4}},
		{5, "1e-3", "%s", []string{"-1", "1e300"}, []int{5}},
	},
	"04-evaluation": {
		{5, "TrainSet().Images, 2)", "TrainSet().Images, %s)", []string{"0", "-1", "785"}, []int{5}},
	},
	"05-latent-space": {
		{4, "labels, 10)", "labels, %s)", []string{"0", "-1", "1 << 40"}, []int{4}},
		{7, "Steps: 1200, Seed: Seed(), Every: 30", "Steps: 80, Seed: Seed(), Every: %s", []string{"-1", "1 << 40"}, []int{7}},
	},
	"06-generation": {
		{7, "square := latent.Middle(z, 0.96)\n", "square := latent.Middle(z, 0.96)\nsquare = plane.Square(%s)\n", []string{"0", "-1", "1e300", "1e-300"}, []int{7}},
	},
	"07-interpolation": {
		{3, "first = 0", "first = %s", []string{"1 << 40", "-1", "2999"}, []int{3, 4}},
		{4, "lines(9)", "lines(%s)", []string{"0", "-1", "1 << 40"}, []int{4}},
		{10, "bent = 16", "bent = %s", []string{"-1", "1 << 40"}, []int{10}},
	},
	"08-latent-walk": {
		{2, "steps = 12", "steps = %s", []string{"0", "-1", "1 << 40", "5000"}, []int{2, 3, 4}},
		{3, "step = 6", "step = %s", []string{"-1", "1 << 40"}, []int{3}},
	},
	"10-vae": {
		{4, "Beta: 1}", "Beta: %s}", []string{"1e300", "-1"}, []int{4, 5}},
		{8, "plane.Square(2)", "plane.Square(%s)", []string{"0", "-1", "1e300"}, []int{8}},
		{17, "0.5*rng", "%s*rng", []string{"1e300"}, []int{17}},
	},
	"11-gan": {
		{2, "scope, 10)", "scope, %s)", []string{"1e300", "0", "-1"}, []int{2, 3}},
		{3, "R1: 1}", "R1: %s}", []string{"-1", "1e300"}, []int{3}},
	},
}

// bare is what Go says where nobody has looked at a number.
var bare = regexp.MustCompile(`.*(runtime error|goroutine \d|fatal error|signal: |\[signal ).*`)

// Where a notebook invites to change a number, one that makes no sense is answered with a figure or with a sentence.
func TestWrongNumbers(t *testing.T) {
	if testing.Short() {
		t.Skip("-short leaves out what compiles the lecture")
	}
	settings := []string{"LATENTLAB_DIGITS=builtin", "LATENTLAB_CHECKPOINTS=" + t.TempDir()}
	train(t, settings)
	whole := os.Getenv(faults.Variable) == "all"
	var tries, lost atomic.Int64
	t.Run("in", func(t *testing.T) {
		for _, n := range lecture(t) {
			t.Run(n.name, func(t *testing.T) {
				t.Parallel()
				for _, w := range wrongs[n.name] {
					numbers := w.numbers
					if !whole {
						numbers = numbers[:1]
					}
					for _, number := range numbers {
						tries.Add(1)
						if err := w.answered(t, n, number, settings); err != nil {
							lost.Add(1)
							t.Error(err)
						}
					}
				}
			})
		}
	})
	faults.Note(t, "wrong number in a notebook", int(tries.Load()), int(lost.Load()))
}

// answered runs the cells with the number and returns what is wrong with what they say. What the compiler says is a sentence.
func (w wrong) answered(t *testing.T, n notebook, number string, settings []string) error {
	t.Helper()
	q := question{name: number, edits: []edit{{w.cell, w.old, fmt.Sprintf(w.new, number)}}}
	k, err := compiled(t, q.edited(t, n), settings)
	if err != nil {
		t.Logf("%s: %v", number, err)
		return nil
	}
	for _, cell := range w.run {
		out := k.run(t, cell, 0)
		if found := bare.FindString(out.stderr); found != "" || out.failed != nil && out.stderr == "" {
			return fmt.Errorf("cell %d with %s ends with %v and says %q", cell, q.edits[0].new, out.failed, out.stderr)
		}
	}
	return nil
}
