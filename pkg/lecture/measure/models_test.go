package measure

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"latentlab/pkg/checkpoint"
	"latentlab/pkg/digits"
	"latentlab/pkg/figure"
)

// two are models from two seeds, one of which one row has.
func two() Models {
	m := Models{Digits: "MNIST 1", Backend: "XLA on CPU", Date: "2026-11-27", Judge: Judge{Name: "classifier 1a2b3c4d", Accuracy: 0.9967}}
	vae := Row{Name: "VAE, Bernoulli", Training: checkpoint.Identity{Model: "VAE", Steps: 2500}}
	m.Rows.Note(Row{Name: "the mean image"}, 1, Numbers{"frechet": 46, "kernel": 0.5, "coverage": 0})
	m.Rows.Note(vae, 1, Numbers{"frechet": 9, "kernel": 0.0625, "coverage": 0.08, "share_5": 0.25, "kl": 5.5})
	m.Rows.Note(vae, 2, Numbers{"frechet": 10, "kernel": 0.0625, "coverage": 0.1, "share_5": 0.25, "kl": 6})
	return m
}

func ExampleModels_Table() {
	fmt.Print(two().Table())
	// Output:
	// MNIST 1, 2 seeds, trained on XLA on CPU, 2026-11-27
	// in the features of classifier 1a2b3c4d, whose accuracy on them is 0.9967
	//
	//                            FID    kernel dist.          unsure     share error
	// the mean image    46.00 ± 0.00   0.500 ± 0.000               ·               ·
	// VAE, Bernoulli     9.50 ± 0.71   0.062 ± 0.000               ·               ·
	//
	//                      precision          recall         density        coverage
	// the mean image               ·               ·               ·   0.000 ± 0.000
	// VAE, Bernoulli               ·               ·               ·   0.090 ± 0.014
	//
	//                     share of 5
	// VAE, Bernoulli   0.250 ± 0.000
	//
	//                      reconstr.              KL           −ELBO       −IWAE 100
	// VAE, Bernoulli               ·     5.75 ± 0.35               ·               ·
}

func TestBars(t *testing.T) {
	mean, vae := figure.Bar{Name: "the mean image", Value: 46}, figure.Bar{Name: "VAE, Bernoulli", Value: 9.5, Spread: 0.7071067811865476}
	for _, test := range []struct{ got, want []figure.Bar }{
		{two().Bars("frechet"), []figure.Bar{mean, vae}},
		{two().Bars("frechet", vae.Name, mean.Name), []figure.Bar{vae, mean}},
		{two().Bars("kl"), []figure.Bar{{Name: vae.Name, Value: 5.75, Spread: 0.3535533905932738}}},
	} {
		if diff := cmp.Diff(test.want, test.got); diff != "" {
			t.Error(diff)
		}
	}
	for want, args := range map[string][]string{
		`there is no row "GAN"`:                        {"frechet", "GAN"},
		`row "the mean image" has no measure "kl"`:     {"kl", "the mean image"},
		`row "VAE, Bernoulli" has no measure "recall"`: {"recall", "VAE, Bernoulli"},
	} {
		said := func() (said string) {
			defer func() { said = fmt.Sprint(recover()) }()
			two().Bars(args[0], args[1:]...)
			return ""
		}()
		if !strings.HasPrefix(said, "measure: Models.Bars: "+want) {
			t.Errorf("it says %q, want %q", said, want)
		}
	}
}

// A run goes on where there are no rows of a training from a seed; those of another training are replaced, of all seeds.
func TestModelsGoOn(t *testing.T) {
	m, vae := two(), checkpoint.Identity{Model: "VAE", Steps: 2500}
	longer := vae
	longer.Steps = 5000
	for _, test := range []struct {
		training checkpoint.Identity
		seed     uint64
		want     bool
	}{
		{checkpoint.Identity{}, 1, true}, {checkpoint.Identity{}, 2, false}, {vae, 2, true}, {vae, 3, false}, {longer, 1, false},
	} {
		if got := m.Rows.Has(test.training, test.seed); got != test.want {
			t.Errorf("it has rows of %v from seed %d: %v", test.training, test.seed, got)
		}
	}
	m.Rows.Note(Row{Name: "VAE, Bernoulli", Training: longer}, 1, Numbers{"frechet": 8})
	if want := (Row{"VAE, Bernoulli", 0, longer, map[uint64]Numbers{1: {"frechet": 8}}}); !cmp.Equal(m.Rows[1], want) {
		t.Errorf("the row is %v, want %v", m.Rows[1], want)
	}
}

func TestModelsAreKept(t *testing.T) {
	kept(t, "models", two(), Models.Save, OpenModels)
	damaged(t, "models", "5.5", "4.5", func(x digits.Data) error { _, err := OpenModels(x); return err })
}

// kept tries that a file of MNIST 1 is missed by the name of its script, and read back as it was saved.
func kept[T any](t *testing.T, name string, want T, save func(T) error, open func(x digits.Data) (T, error)) {
	t.Helper()
	t.Setenv("LATENTLAB_ROOT", t.TempDir())
	x := digits.Data{Name: "MNIST", Only: []int{1}}
	if _, err := open(x); !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), "scripts/"+name+".sh") {
		t.Errorf("without a file the error is %v", err)
	}
	if err := save(want); err != nil {
		t.Fatal(err)
	}
	got, err := open(x)
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("read back: %v\n%s", err, diff)
	}
}

// damaged tries what a file of models of MNIST 1 is refused for, once it is there: other digits, and what changes it.
func damaged(t *testing.T, name, old, new string, open func(x digits.Data) error) {
	t.Helper()
	x := digits.Data{Name: "MNIST", Only: []int{1}}
	refused := func(why string, x digits.Data) {
		t.Helper()
		if err := open(x); err == nil || !strings.Contains(err.Error(), why) || !strings.Contains(err.Error(), "scripts/"+name+".sh") {
			t.Errorf("the error is %v, want %q and scripts/%s.sh", err, why, name)
		}
	}
	refused("holds models of MNIST 1 where those of built-in digits 1 are wanted", digits.Data{Name: "built-in digits", Only: []int{1}})
	path := filepath.Join(os.Getenv("LATENTLAB_ROOT"), "out", "lecture", name+".json")
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for why, content := range map[string]string{
		"damaged: its content is not that of its digest": strings.Replace(string(text), old, new, 1),
		"damaged or cut short":                           string(text[:20]),
		"is damaged":                                     fmt.Sprintf(`{%q: {"digits": "MNIST 1"}}`, name), // without a digest
	} {
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
		refused(why, x)
	}
}

// What was taken by another classifier, on another engine or of other digits is not added to.
func TestModelsDiffer(t *testing.T) {
	if found := two().Differences(two()); len(found) > 0 {
		t.Errorf("the same models differ: %q", found)
	}
	for want, change := range map[string]func(*Models){
		"its digits are MNIST 5 where MNIST 1 are wanted":               func(m *Models) { m.Digits = "MNIST 5" },
		"its models were trained on Go, not on XLA on CPU":              func(m *Models) { m.Backend = "Go" },
		"its distances are those of another classifier 1a2b3c4d: its n": func(m *Models) { m.Judge.Training.Steps = 7 },
	} {
		have := two()
		change(&have)
		if found := two().Differences(have); len(found) != 1 || !strings.HasPrefix(found[0], want) {
			t.Errorf("the differences are %q, want %q", found, want)
		}
	}
}
