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
	if _, err := OpenSeeds(); !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), "scripts/seeds.sh") {
		t.Errorf("without a file the error is %v", err)
	}
	want := Seeds{Digits: "MNIST 1", BySeed: map[uint64]Numbers{3: {"test_mse": 0.03}}}
	want.Summarise()
	if err := want.Save(); err != nil {
		t.Fatal(err)
	}
	got, err := OpenSeeds()
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("read back: %v\n%s", err, diff)
	}
	name := filepath.Join(os.Getenv("LATENTLAB_ROOT"), "out", "lecture", "seeds.json")
	if err := os.Truncate(name, 20); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenSeeds(); err == nil || !strings.Contains(err.Error(), "damaged") {
		t.Errorf("of a damaged file the error is %v", err)
	}
}
