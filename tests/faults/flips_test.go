package faults

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"latentlab/pkg/model"
)

// One bit of any of a checkpoint's files turns over: what is read is what was written, or there is an error.
func TestFlippedBits(t *testing.T) {
	t.Setenv("LATENTLAB_CHECKPOINTS", t.TempDir())
	if _, err := fit(t.Context(), config); err != nil {
		t.Fatal(err)
	}
	dir := directory(t)
	manifest, err := dir.Read()
	if err != nil {
		t.Fatal(err)
	}
	n, err := model.Open(engine(), small, name)
	if err != nil {
		t.Fatal(err)
	}
	z, err := n.Encode(images())
	if err != nil {
		t.Fatal(err)
	}
	labels := make([]int, len(z))
	for i := range labels {
		labels[i] = i
	}
	if err := dir.SaveCodes(manifest, "train", z, labels); err != nil {
		t.Fatal(err)
	}
	want, err := n.Reconstruct(images())
	if err != nil {
		t.Fatal(err)
	}
	network := func() error {
		n, err := model.Open(engine(), small, name)
		if err != nil {
			return nil
		}
		got, err := n.Reconstruct(images())
		if err == nil && !slices.EqualFunc(got, want, slices.Equal) {
			return fmt.Errorf("the network computes something else, and no error")
		}
		return nil
	}
	flips(t, "bit of weights flipped", filepath.Join(dir.Path, "weights-*", "*.bin"), network)
	flips(t, "bit of weights' index flipped", filepath.Join(dir.Path, "weights-*", "*.json"), network)
	flips(t, "bit of manifest flipped", filepath.Join(dir.Path, "manifest.json"), func() error {
		if got, err := dir.Read(); err == nil && !cmp.Equal(got, manifest) {
			return fmt.Errorf("another manifest, and no error: %s", cmp.Diff(manifest, got))
		}
		return network()
	})
	flips(t, "bit of codes flipped", filepath.Join(dir.Path, "codes-*", "*.codes"), func() error {
		gotZ, gotLabels, err := dir.Codes("train")
		if err == nil && (!slices.EqualFunc(gotZ, z, slices.Equal) || !slices.Equal(gotLabels, labels)) {
			return fmt.Errorf("other codes, and no error")
		}
		return nil
	})
}

// flips turns one bit of a file over, a thousand times, and looks what is read.
func flips(t *testing.T, fault, pattern string, look func() error) {
	t.Helper()
	files, err := filepath.Glob(pattern)
	if err != nil || len(files) == 0 {
		t.Fatalf("there is no %s (%v)", pattern, err)
	}
	file := files[0]
	good, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	write := func(b []byte) {
		if err := os.WriteFile(file, b, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := look(); err != nil {
		t.Fatal(err)
	}
	Campaign(t, fault, 1000, func(i int) error {
		random := rand.New(rand.NewPCG(uint64(i), 0))
		bad := slices.Clone(good)
		at, bit := random.IntN(len(bad)), random.IntN(8)
		bad[at] ^= 1 << bit
		write(bad)
		if err := look(); err != nil {
			return fmt.Errorf("bit %d of byte %d: %w", bit, at, err)
		}
		return nil
	})
	write(good)
}
