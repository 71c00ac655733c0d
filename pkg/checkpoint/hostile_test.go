package checkpoint

import (
	"os"
	"path/filepath"
	"testing"

	"latentlab/pkg/internal/hostile"
	"latentlab/tests/faults"
)

// A checkpoint of hostile names, manifests and codes is written and read, or an error or a sentence says why not.
func TestHostileArguments(t *testing.T) {
	if testing.Short() {
		t.Skip("-short leaves out hostile arguments")
	}
	t.Setenv("LATENTLAB_CHECKPOINTS", t.TempDir())
	saved := func(name string, m Manifest) (Manifest, error) {
		dir, err := At(name)
		if err != nil {
			return m, err
		}
		lock, err := dir.Lock()
		if err != nil {
			return m, err
		}
		defer lock.Unlock()
		if m, err = lock.Save(m, func(weights string) error {
			return os.WriteFile(filepath.Join(weights, "weights.bin"), []byte("content"), 0o600)
		}); err != nil {
			return m, err
		}
		return dir.Read()
	}
	kept, err := saved("codes", example())
	if err != nil {
		t.Fatal(err)
	}
	codes := func(of string, z [][]float32, labels []int) ([][]float32, error) {
		dir, err := At("codes")
		if err != nil {
			return nil, err
		}
		if err := dir.SaveCodes(kept, of, z, labels); err != nil {
			return nil, err
		}
		z, _, err = dir.Codes(of)
		return z, err
	}
	const tried = "Lock.Save and Dir.SaveCodes are tried with it"
	tries, lost := hostile.Table{Prefixes: []string{"checkpoint: "}, Calls: []hostile.Call{
		hostile.With("At", At, "lecture"),
		hostile.With("Lock.Save", saved, "lecture", example()),
		hostile.With("Dir.SaveCodes", codes, "train", [][]float32{{1, 2}, {3, 4}}, []int{1, 5}),
		hostile.With("Identity.Differences", Identity.Differences, example().Identity, example().Identity),
		hostile.With("Identity.Short", Identity.Short, example().Identity),
		hostile.With("Manifest.Complete", Manifest.Complete, example()),
		hostile.With("Other.Error", Other.Error, Other{Name: "lecture", Differences: []string{"its σ is 1"}}),
	}, Spared: map[string]string{
		"Dir.Read": tried, "Dir.Lock": tried, "Lock.Unlock": tried, "Dir.Codes": tried,
		"Dir.Weights": "it takes a function of package model's", "Dir.Damaged": "it takes an error",
	}}.Try(t)
	faults.Note(t, "hostile argument", tries, lost)
}
