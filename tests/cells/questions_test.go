package main

import (
	"cmp"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"latentlab/tests/faults"
)

// A question is one of those at the end of a notebook, done as it is written. What it changes stays changed for those after it.
type question struct {
	name  string
	edits []edit
	own   string // the body of a cell of the student's own, to run after the others
	run   []int  // numbers of the cells to run, in this order
	stop  int    // steps after which the stop button is pressed; 0 for never
	long  bool   // it trains for more than ten seconds, or is one more of several like it
	fails string // what a cell says that must fail
	want  string // regular expression of what is said, printed or in words of a figure
	never string // and of what is not
}

// An edit replaces text in a cell by another, everywhere.
type edit struct {
	cell     int
	old, new string
}

// questions are those that ask for cells to be run, by notebook.
var questions = map[string][]question{
	"01-unsupervised-learning": {
		{name: "1", edits: []edit{{5, "most = 64", "most = 512"}}, run: []int{5, 6}, want: `d = 512: test error 0\.0`},
		{name: "1, put back", edits: []edit{{5, "most = 512", "most = 64"}}, run: []int{5, 6}, long: true},
		{name: "2", edits: []edit{{6, "PCA(x().Train.Images, most)", "PCA(x().Train.Images[:100], most)"}}, run: []int{6}, want: `d =  64: test error 0\.0`},
		{name: "3, digit 1", edits: []edit{{7, "digit = 3", "digit = 1"}}, run: []int{7, 8, 9, 10, 11, 12}, long: true, want: "built-in digits 1 ", never: "built-in digits 3"},
		{name: "3, digit 8", edits: []edit{{7, "digit = 1", "digit = 8"}}, run: []int{7, 8, 9, 10, 11, 12}, want: "built-in digits 8 ", never: "built-in digits 1 "},
	},
	"02-autoencoder": {
		{name: "1", edits: []edit{{8, "3e-4", "2e-2"}}, run: []int{8, 9, 10}, long: true, want: "linear_angle_degrees"},
		{name: "2", edits: []edit{{8, "d = 2", "d = 1"}}, run: []int{8, 9, 10}, want: "linear_test_mse"},
		{name: "3", edits: []edit{{13, "Steps: 200", "Steps: 1000"}}, run: []int{13}, long: true, want: "05-dependencies|share of the variance"},
	},
	"03-train-on-mnist": {
		{name: "1, one dimension", edits: []edit{{3, "500, 300, Latent)", "500, 300, 1)"}}, run: []int{3, 4, 5, 6}, long: true, want: "train_seconds"},
		{name: "1, ten dimensions", edits: []edit{{3, "500, 300, 1)", "500, 300, 10)"}}, run: []int{3, 4, 5, 6}, long: true, want: "train_seconds"},
		{name: "1, then the last cell only", edits: []edit{{3, "500, 300, 10)", "500, 300, Latent)"}}, run: []int{6}, long: true, fails: "holds another training: its layers are"},
		{name: "2, ten times", edits: []edit{{5, "1e-3", "1e-2"}}, run: []int{5}, long: true, want: "train_seconds"},
		{name: "2, a hundred times", edits: []edit{{5, "1e-2", "1e-1"}}, run: []int{5}, long: true, want: "train_seconds"},
		{name: "3, stopped", edits: []edit{{5, "1e-1", "1e-3"}}, run: []int{5}, stop: 1250, long: true, fails: `interrupted; 1\d\d\d of 2500 steps are done and kept in checkpoint`},
		{name: "3, run again", run: []int{5, 6}, long: true, want: "train_seconds"},
	},
	"04-evaluation": {
		{name: "1", edits: []edit{{4, "places[len(places)-1]", "places[len(places)-2]"}}, run: []int{4}},
		{name: "2, 5 numbers", edits: []edit{{5, "PCA(TrainSet().Images, 2)", "PCA(TrainSet().Images, 5)"}, {5, "two numbers an image", "PCA with 5"}}, run: []int{5}, want: "PCA with 5", never: "two numbers an image"},
		{name: "2, 10 numbers", edits: []edit{{5, "PCA(TrainSet().Images, 5)", "PCA(TrainSet().Images, 10)"}, {5, "PCA with 5", "PCA with 10"}}, run: []int{5}, long: true, want: "PCA with 10"},
		{name: "3", edits: []edit{{5, "x().Test.Images", "TrainSet().Images"}, {5, `"test error`, `"training error`}, {5, "Record(x(), Numbers{\"test_mse\": ours, \"pca_test_mse\": linear})", ""}}, run: []int{5}, want: "training error", never: "test error|test_mse"},
	},
	"05-latent-space": {
		{name: "1, one neighbour", edits: []edit{{4, "KNNAccuracy(z, labels, 10)", "KNNAccuracy(z, labels, 1)"}, {4, "10 neighbours read", "1 neighbour reads"}, {6, "KNNAccuracy(z, labels, 10)", "KNNAccuracy(z, labels, 1)"}, {6, "10 neighbours read", "1 neighbour reads"}}, run: []int{4, 6}, want: "1 neighbour reads", never: "10 neighbours"},
		{name: "1, a hundred", edits: []edit{{4, "KNNAccuracy(z, labels, 1)", "KNNAccuracy(z, labels, 100)"}, {4, "1 neighbour reads", "100 neighbours read"}, {6, "KNNAccuracy(z, labels, 1)", "KNNAccuracy(z, labels, 100)"}, {6, "1 neighbour reads", "100 neighbours read"}}, run: []int{4, 6}, long: true, want: "100 neighbours read"},
		{name: "2, the first hundred", edits: []edit{{4, "KNNAccuracy(z, labels, 100)", "KNNAccuracy(z[:100], labels[:100], 10)"}, {4, "100 neighbours", "10 neighbours"}}, run: []int{4}, want: "10 neighbours read"},
		{name: "2, the next", edits: []edit{{4, "KNNAccuracy(z[:100], labels[:100], 10)", "KNNAccuracy(z[100:200], labels[100:200], 10)"}}, run: []int{4}, long: true},
		{name: "3", edits: []edit{{7, "Steps: 1200", "Steps: 80"}, {7, "Every: 30", "Every: 2"}}, run: []int{7}, want: "80"},
	},
	"06-generation": {
		{name: "1", edits: []edit{{3, "latent.FitGaussian(z)", "latent.FitGaussians(z, labels)"}}, run: []int{3, 4, 5, 6, 7}},
		{name: "2", edits: []edit{{5, "Seed())", "Seed() + 1)"}}, run: []int{5}},
		{name: "3", edits: []edit{{7, "square := latent.Middle(z, 0.96)\n", "square := latent.Middle(z, 0.96)\nsquare = plane.Square(30)\n"}}, run: []int{7}, want: "18 × 18 images"},
	},
	"07-interpolation": {
		{name: "1, image 1", edits: []edit{{3, "first = 0", "first = 1"}}, run: []int{3, 4, 5}, own: differ, want: "they are two digits"},
		{name: "1, image 2", edits: []edit{{3, "first = 1", "first = 2"}}, run: []int{3, 4, 5}, long: true, own: differ, want: "they are two digits"},
		{name: "1, image 3", edits: []edit{{3, "first = 2", "first = 3"}}, run: []int{3, 4, 5}, long: true, own: differ, want: "they are two digits"},
		{name: "1, image 7", edits: []edit{{3, "first = 3", "first = 7"}}, run: []int{3, 4, 5}, long: true, own: differ, want: "they are two digits"},
		{name: "2", edits: []edit{{4, "lines(9)", "lines(17)"}}, run: []int{4}, want: "pixel line: 17 images"},
		{name: "3", edits: []edit{{4, "latent.Lerp(z[0], z[1], n)", "latent.Slerp(z[0], z[1], n)"}, {4, "latent line", "latent arc"}, {5, "latent line", "latent arc"}}, run: []int{4, 5}, want: "latent arc", never: "latent line"},
		{name: "4", edits: []edit{{10, "bent = 16", "bent = 1"}}, run: []int{10, 11}, want: "length in the space of images"},
		{name: "a guess", edits: []edit{{6, "guess = 0", "guess = 80"}}, run: []int{6}, want: "your guess: 80"},
	},
	"08-latent-walk": {
		{name: "1", edits: []edit{{3, "here := path[at : at+1]", "here := [][]float32{{20, -20}}"}, {3, `"step %d"`, `"far from step %d"`}}, run: []int{3}, want: "far from step 6"},
		{name: "1, put back", edits: []edit{{3, "here := [][]float32{{20, -20}}", "here := path[at : at+1]"}, {3, `"far from step %d"`, `"step %d"`}}, run: []int{3}, long: true, want: "step 6"},
		{name: "2, step 2", edits: []edit{{3, "step = 6", "step = 2"}}, run: []int{3}, want: "step 2"},
		{name: "2, step 4", edits: []edit{{3, "step = 2", "step = 4"}}, run: []int{3}, long: true, want: "step 4"},
		{name: "2, step 8", edits: []edit{{3, "step = 4", "step = 8"}}, run: []int{3}, long: true, want: "step 8"},
		{name: "2, step 10", edits: []edit{{3, "step = 8", "step = 10"}}, run: []int{3}, long: true, want: "step 10"},
		{name: "2, step 14", edits: []edit{{3, "step = 10", "step = 14"}}, run: []int{3}, long: true, want: "step 14"},
		{name: "2, step 16", edits: []edit{{3, "step = 14", "step = 16"}}, run: []int{3}, long: true, want: "step 16"},
		{name: "2, step 18", edits: []edit{{3, "step = 16", "step = 18"}}, run: []int{3}, long: true, want: "step 18"},
		{name: "2, step 20", edits: []edit{{3, "step = 18", "step = 20"}}, run: []int{3}, long: true, want: "step 20"},
		{name: "2, step 22", edits: []edit{{3, "step = 20", "step = 22"}}, run: []int{3}, long: true, want: "step 22"},
		{name: "3", edits: []edit{{2, "steps = 12", "steps = 4"}}, run: []int{2, 3, 4, 5}, want: "12 steps, from"},
	},
	"09-why-vae-or-gan": {
		{name: "1", own: "z, _ := Codes(x(), \"train\")\ntest, _ := Codes(x(), \"test\")\n" +
			"q := Must(latent.FitMixture(z, latent.MixtureConfig{Components: 3}))\n" +
			"fmt.Printf(\"log q %.3f nats\\n\", latent.LogLikelihood(q, test))", want: `log q -?\d`},
	},
	"10-vae": {
		{name: "1", edits: []edit{{8, "plane.Square(2)", "plane.Square(6)"}}, run: []int{5, 8}, want: "10 × 10 images"},
		{name: "2", edits: []edit{{14, "losses[0].Value, 784)", "losses[0].Value, 784)\nlosses[1].Value = DivScalar(losses[1].Value, 784)"}}, run: []int{14, 15}, long: true, want: `collapsed_active_units +2`},
		{name: "3, little", edits: []edit{{17, "0.5*rng", "0.2*rng"}}, run: []int{17, 18}, long: true, want: `noisy_mse +0\.0`},
		{name: "3, much", edits: []edit{{17, "0.2*rng", "1*rng"}}, run: []int{17, 18}, long: true, want: `noisy_mse +1`},
		{name: "4", edits: []edit{{4, "Beta: 1}", "Beta: 4}"}}, run: []int{4, 5, 6, 7, 8, 9, 10, 11}, long: true, want: `vae_minus_elbo`},
	},
	"11-gan": {
		{name: "1, ten times", edits: []edit{{3, "R1: 1}", "R1: 10}"}}, run: []int{3, 4, 5, 6, 7}, long: true, want: "GAN: 6"},
		{name: "1, a tenth", edits: []edit{{3, "R1: 10}", "R1: 0.1}"}}, run: []int{3, 4, 5, 6, 7}, long: true, want: "GAN: 6"},
		{name: "2", edits: []edit{{3, "R1: 0.1}", "R1: 1}"}, {3, "ReduceAllMean(Softplus(Neg(onFakes)))", "Neg(critics)"}}, run: []int{3, 4}, long: true, want: "step 500"},
		{name: "3", edits: []edit{{3, "Neg(critics)", "ReduceAllMean(Softplus(Neg(onFakes)))"}, {2, "Larger(scope, 10)", "Larger(scope, 1)"}}, run: []int{2, 3, 4}, long: true, want: "step 0"},
		{name: "3, put back", edits: []edit{{2, "Larger(scope, 1)", "Larger(scope, 10)"}}, run: []int{2, 3, 4}, long: true, want: "step 3000"},
		{name: "4, one start", edits: []edit{{11, "Sample(10, Seed())", "Sample(1, Seed())"}}, run: []int{11}, long: true, want: "GAN: 10 images"},
		{name: "4, the autoencoder's decoder", edits: []edit{{11, "generator()", "ae()"}}, run: []int{11}, long: true, want: "GAN: 10 images"},
	},
}

// differ is a cell that says whether the pair of notebook 07 is one of different digits.
const differ = `a, b := pair()
label := func(image []float32) int {
	return x().Test.Labels[slices.IndexFunc(x().Test.Images, func(i []float32) bool { return slices.Equal(i, image) })]
}
if label(a) != label(b) {
	fmt.Println("they are two digits")
}`

// Every question of every notebook is done as it is written, one after the other, on both kinds of digits: no cell crashes,
// no number is none, and no picture says what it does not show. A tenth of the campaign, as in CI, is the built-in digits
// without what takes long.
func TestQuestions(t *testing.T) {
	if testing.Short() {
		t.Skip("-short leaves out what compiles the lecture")
	}
	kinds := map[string]string{"builtin": "built-in digits"}
	whole := os.Getenv(faults.Variable) == "all"
	if whole && os.Getenv("LATENTLAB_MNIST") != "" {
		kinds["mnist"] = "MNIST"
	}
	var tries, lost atomic.Int64
	for kind, caption := range kinds {
		settings := []string{"LATENTLAB_DIGITS=" + kind, "LATENTLAB_CHECKPOINTS=" + t.TempDir()}
		train(t, settings)
		t.Run(kind, func(t *testing.T) {
			for _, n := range lecture(t) {
				if n.name == "03-train-on-mnist" && !whole { // all of its questions are long
					continue
				}
				t.Run(n.name, func(t *testing.T) {
					t.Parallel()
					introduced := false
					for _, q := range questions[n.name] {
						n = q.edited(t, n)
						if q.long && !whole {
							continue
						}
						cells := slices.Clone(q.run)
						if !introduced {
							cells = append([]int{1}, cells...)
							introduced = true
						}
						tries.Add(1)
						if err := q.answered(t, n, cells, settings, caption); err != nil {
							lost.Add(1)
							t.Errorf("question %s: %v", q.name, err)
						}
					}
				})
			}
		})
	}
	faults.Note(t, "question of a notebook", int(tries.Load()), int(lost.Load()))
}

// train trains the lecture's autoencoder, which notebooks that run side by side would otherwise all train at once.
func train(t *testing.T, settings []string) {
	t.Helper()
	for _, n := range lecture(t) {
		if n.name == "04-evaluation" {
			if out := newKernel(t, n, settings).run(t, 1, 0); out.failed != nil {
				t.Fatalf("notebook 04, cell 1: it ends with %v: %s", out.failed, out.stderr)
			}
			return
		}
	}
	t.Fatal("there is no notebook 04-evaluation")
}

// edited returns the notebook with the question's changes.
func (q question) edited(t *testing.T, n notebook) notebook {
	t.Helper()
	n.cells = slices.Clone(n.cells)
	for _, e := range q.edits {
		c := n.cells[e.cell-1]
		changed := strings.ReplaceAll(c.source, e.old, e.new)
		if changed == c.source {
			t.Fatalf("question %s: cell %d has no %q: has the notebook changed?", q.name, e.cell, e.old)
		}
		n.cells[e.cell-1] = split(e.cell, changed)
	}
	return n
}

// answered runs the cells and returns what is wrong with what they say.
func (q question) answered(t *testing.T, n notebook, cells []int, settings []string, digits string) error {
	t.Helper()
	if q.own != "" {
		number := len(n.cells) + 1
		n.cells = append(slices.Clone(n.cells), split(number, "%%\n"+q.own))
		cells = append(slices.Clone(cells), number)
	}
	k := newKernel(t, n, settings)
	var said []string
	for _, cell := range cells {
		out := k.run(t, cell, q.stop)
		failed := out.failed != nil || out.stderr != ""
		if must := q.fails != "" && cell == cells[len(cells)-1]; failed != must {
			return fmt.Errorf("cell %d ends with %v and says %q", cell, out.failed, out.stderr)
		}
		said = append(said, out.stdout, out.stderr)
		for name, alt := range out.figures {
			if !strings.Contains(alt, digits) && !strings.Contains(alt, "built-in digits") || !strings.Contains(alt, "seed 1") {
				return fmt.Errorf("cell %d: figure %s does not say where it is from: %s", cell, name, alt)
			}
		}
		said = append(said, out.all...)
	}
	text := strings.Join(said, "\n")
	for _, pattern := range []string{"NaN", `\bInf\b`, "panic", "goroutine"} {
		if found := regexp.MustCompile(".*" + pattern + ".*").FindString(text); found != "" {
			return fmt.Errorf("it says %q", found)
		}
	}
	if want := cmp.Or(q.fails, q.want); want != "" && !regexp.MustCompile(want).MatchString(text) {
		return fmt.Errorf("it does not say %q, but\n%s", want, text)
	}
	if q.never != "" {
		if found := regexp.MustCompile(".*(" + q.never + ").*").FindString(text); found != "" {
			return fmt.Errorf("it says %q", found)
		}
	}
	return nil
}
