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
)

func ExampleSeeds_Table() {
	s := Seeds{Digits: "MNIST 1, 5, 6", Backend: "XLA on CPU", Steps: 2500, BySeed: map[uint64]Numbers{
		1: {"test_mse": 0.031}, 2: {"test_mse": 0.033},
	}}
	s.Summarise()
	fmt.Print(s.Table())
	// Output:
	// MNIST 1, 5, 6, 2500 steps on XLA on CPU, 2 seeds
	//
	// measure                           mean    ± spread
	// test_mse                        0.0320 ±    0.0014
}

func TestSeedsAreKept(t *testing.T) {
	t.Setenv("LATENTLAB_ROOT", t.TempDir())
	x := digits.Data{Name: "MNIST", Only: []int{1}}
	training := checkpoint.Identity{Model: "autoencoder", Steps: 2500, Seed: 3, WeightSeed: 3, Data: "a digest"}
	if _, err := OpenSeeds(x, training); !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), "scripts/seeds.sh") {
		t.Errorf("without a file the error is %v", err)
	}
	want := Seeds{Digits: "MNIST 1", Training: Common(training), BySeed: map[uint64]Numbers{3: {"test_mse": 0.03}}}
	want.Summarise()
	if err := want.Save(); err != nil {
		t.Fatal(err)
	}
	training.Seed, training.Data = 4, "another" // the lecture runs from another seed
	got, err := OpenSeeds(x, training)
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("read back: %v\n%s", err, diff)
	}

	refused := func(why string, x digits.Data, training checkpoint.Identity) {
		t.Helper()
		if _, err := OpenSeeds(x, training); err == nil || !strings.Contains(err.Error(), why) || !strings.Contains(err.Error(), "scripts/seeds.sh") {
			t.Errorf("the error is %v, want %q and scripts/seeds.sh", err, why)
		}
	}
	refused("its digits are MNIST 1 where built-in digits 1 are wanted", digits.Data{Name: "built-in digits", Only: []int{1}}, training)
	other := training
	other.Steps = 100
	refused("its number of steps is 2500 where 100 is wanted", x, other)

	name := filepath.Join(os.Getenv("LATENTLAB_ROOT"), "out", "lecture", "seeds.json")
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	for why, content := range map[string]string{
		"damaged: its content is not that of its digest": strings.Replace(string(text), "0.03", "0.02", 1),
		"damaged or cut short":                           string(text[:20]),
		"is damaged":                                     `{"digits": "MNIST 1", "by_seed": {"3": {"test_mse": 0.03}}}`, // without a digest
	} {
		if err := os.WriteFile(name, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
		refused(why, x, training)
	}
}
