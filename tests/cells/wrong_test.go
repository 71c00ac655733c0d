package main

import (
	"fmt"
	"regexp"
	"slices"
	"testing"

	"latentlab/tests/faults"
)

// A wrong number is one that a student may write where a notebook invites to change it.
type wrong struct {
	cell     int
	old      string // what the cell has
	new      string // in its place, %s being the number
	numbers  []string
	run      []int // numbers of the cells to run
	training bool  // they take more than ten seconds where the number is not refused
}

var (
	counts64 = []string{"0", "-1", "1 << 40", "100000"}
	rates    = []string{"0", "-1", "1e300"}
)

// wrongs are all numbers that notebooks invite to change, by notebook.
var wrongs = map[string][]wrong{
	"01-unsupervised-learning": {
		{cell: 5, old: "most = 64", new: "most = %s", numbers: counts64, run: []int{5, 6}},
		{cell: 6, old: "Images, most)", new: "Images[:%s], most)", numbers: []string{"0", "1", "1 << 40"}, run: []int{6}},
		{cell: 7, old: "digit = 3", new: "digit = %s", numbers: counts64, run: []int{7, 8, 10, 11, 12}},
	},
	"02-autoencoder": {
		{cell: 8, old: "d = 2 ", new: "d = %s ", numbers: []string{"0", "-1", "1 << 40"}, run: []int{8, 9, 10}},
		{cell: 8, old: "LastRate: 3e-4", new: "LastRate: %s", numbers: rates, run: []int{8, 9, 10}, training: true},
		{cell: 13, old: "Steps: 200", new: "Steps: %s", numbers: []string{"0", "-1"}, run: []int{13}, training: true},
	},
	"03-train-on-mnist": {
		{cell: 3, old: "500, 300, 2)", new: "500, 300, %s)", numbers: []string{"0", "-1", "1 << 40"}, run: []int{3, 4}},
		{cell: 5, old: "1e-3", new: "%s", numbers: rates, run: []int{5}, training: true},
	},
	"04-evaluation": {
		{cell: 4, old: "places[len(places)-1]", new: "places[len(places)-%s]", numbers: []string{"2"}, run: []int{4}},
		{cell: 5, old: "TrainSet().Images, 2)", new: "TrainSet().Images, %s)", numbers: counts64, run: []int{5}},
	},
	"05-latent-space": {
		{cell: 4, old: "labels, 10)", new: "labels, %s)", numbers: counts64, run: []int{4}},
		{cell: 7, old: "Steps: 1200, Seed: Seed(), Every: 30", new: "Steps: 80, Seed: Seed(), Every: %s", numbers: []string{"0", "-1", "1 << 40"}, run: []int{7}},
		{cell: 7, old: "Steps: 1200", new: "Steps: %s", numbers: []string{"0", "-1"}, run: []int{7}, training: true},
	},
	"06-generation": {
		{cell: 7, old: "latent.Middle(z, 0.96)", new: "plane.Square(%s)", numbers: []string{"0", "-1", "1e300", "1e-300"}, run: []int{7}},
	},
	"07-interpolation": {
		{cell: 3, old: "first = 0", new: "first = %s", numbers: counts64, run: []int{3, 4, 7}},
		{cell: 3, old: "first = 0", new: "first = %s", numbers: []string{"-1 + 0*iota"}, run: []int{3}},
		{cell: 4, old: "lines(9)", new: "lines(%s)", numbers: counts64, run: []int{4}},
	},
	"08-latent-walk": {
		{cell: 2, old: "steps = 12", new: "steps = %s", numbers: counts64, run: []int{2, 3, 4}},
		{cell: 3, old: "step = 6", new: "step = %s", numbers: counts64, run: []int{3}},
	},
	"09-why-vae-or-gan": {},
}

// sentence says a panic's words without what Go says of an index, a length or a pointer that nobody has looked at.
var bare = regexp.MustCompile(`.*(runtime error|index out of range|slice bounds|nil pointer|goroutine \d|fatal error|signal ).*`)

// A number that makes no sense, where a notebook invites to change one, is answered with a figure or with a sentence.
func TestWrongNumbers(t *testing.T) {
	settings := []string{"LATENTLAB_DIGITS=builtin", "LATENTLAB_CHECKPOINTS=" + t.TempDir()}
	for _, n := range lecture(t) {
		t.Run(n.name, func(t *testing.T) {
			newKernel(t, n, settings).run(t, 1, 0)
			for _, w := range wrongs[n.name] {
				for _, number := range w.numbers {
					q := question{name: number, edits: []edit{{w.cell, w.old, fmt.Sprintf(w.new, number)}}}
					changed := q.edited(t, n)
					k, err := compiled(t, changed, settings)
					if err != nil {
						t.Logf("%s: %v", q.edits[0].new, err)
						continue
					}
					for _, cell := range w.run {
						out := k.run(t, cell, 0)
						t.Logf("%s cell %d: %v %q", q.edits[0].new, cell, out.failed, out.stderr)
						if found := bare.FindString(out.stderr); found != "" {
							t.Errorf("%s: cell %d says %q", q.edits[0].new, cell, found)
						}
					}
				}
			}
		})
	}
	_ = slices.Clone[[]int]
	_ = faults.Note
}
