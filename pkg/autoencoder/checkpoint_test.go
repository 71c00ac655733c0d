package autoencoder

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gomlx/gomlx/core/graph"
)

func TestSaveAndOpen(t *testing.T) {
	t.Setenv("LATENTLAB_CHECKPOINTS", t.TempDir())
	ae := newSmall(t, Config{Seed: 9, Sigma: 0.5})
	ae.SetProgress(Progress{Steps: 3, Recipe: "three steps", Data: "abc", Time: 1500 * time.Millisecond, Losses: []float32{3, 2, 1}})
	for range 2 { // the second Save replaces the first
		if err := ae.Save("small"); err != nil {
			t.Fatal(err)
		}
	}
	opened, err := Open(goEngine(t), "small")
	if err != nil {
		t.Fatal(err)
	}
	want, _ := ae.Reconstruct(ramps(4))
	got, err := opened.Reconstruct(ramps(4))
	if err != nil || !slices.EqualFunc(got, want, slices.Equal[[]float32]) {
		t.Errorf("the opened checkpoint reconstructs other images (%v)", err)
	}
	if p := opened.Progress(); p.Steps != 3 || p.Recipe != "three steps" || p.Data != "abc" || p.Time != 1500*time.Millisecond || !slices.Equal(p.Losses, []float32{3, 2, 1}) || p.Moments != nil {
		t.Errorf("its progress is %+v", p)
	}
	if c := opened.Config(); c.Seed != 9 || c.Sigma != 0.5 {
		t.Errorf("its configuration is %+v", c)
	}
	dir, _ := Directory("small")
	if left, _ := filepath.Glob(filepath.Join(dir, "*")); len(left) != 2 {
		t.Errorf("the directory holds %v, want the manifest and one directory of tensors", left)
	}
}

// TestOpenSaysWhatIsWrong damages a checkpoint in one way after the other.
func TestOpenSaysWhatIsWrong(t *testing.T) {
	for _, test := range []struct {
		name   string
		damage func(t *testing.T, dir string)
		want   string
	}{
		{"weights cut short", func(t *testing.T, dir string) {
			truncate(t, one(t, dir, "tensors-*/*.bin"))
		}, ".bin is damaged or cut short"},
		{"a bit flipped", func(t *testing.T, dir string) {
			name := one(t, dir, "tensors-*/*.bin")
			data, _ := os.ReadFile(name)
			data[17] ^= 1
			os.WriteFile(name, data, 0o644)
		}, ".bin is damaged or cut short"},
		{"weights gone", func(t *testing.T, dir string) { os.Remove(one(t, dir, "tensors-*/*.bin")) }, ".bin is missing"},
		{"manifest cut short", func(t *testing.T, dir string) {
			truncate(t, filepath.Join(dir, manifestName))
		}, "manifest.json is damaged or cut short"},
		{"manifest of another network", func(t *testing.T, dir string) {
			replace(t, filepath.Join(dir, manifestName), "  4,\n", "  5,\n")
		}, "has shape"},
		{"manifest without files", func(t *testing.T, dir string) {
			os.WriteFile(filepath.Join(dir, manifestName), []byte(`{"widths": [6, 4, 2]}`), 0o644)
		}, "manifest.json is damaged"},
		{"manifest that points outside", func(t *testing.T, dir string) {
			replace(t, filepath.Join(dir, manifestName), "tensors-", "../tensors-")
		}, "not a path below it"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Setenv("LATENTLAB_CHECKPOINTS", t.TempDir())
			if err := newSmall(t, Config{}).Save("small"); err != nil {
				t.Fatal(err)
			}
			dir, _ := Directory("small")
			test.damage(t, dir)
			_, err := Open(goEngine(t), "small")
			if err == nil || !strings.Contains(err.Error(), test.want) || !strings.Contains(err.Error(), "checkpoint small") {
				t.Errorf("the error is %v, want one with %q", err, test.want)
			}
		})
	}
}

func TestOpenOfAnother(t *testing.T) {
	t.Setenv("LATENTLAB_CHECKPOINTS", t.TempDir())
	engine := goEngine(t)
	if _, err := Open(engine, "none"); !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), "no checkpoint none") {
		t.Errorf("a checkpoint that is not there: %v", err)
	}
	for _, name := range []string{"", "../x", ".hidden"} {
		if _, err := Open(engine, name); err == nil {
			t.Errorf("Open takes the name %q", name)
		}
	}
	linear := func(layers []Layer, x *graph.Node) *graph.Node {
		for _, layer := range layers {
			x = MLP([]Layer{layer}, x)
		}
		return x
	}
	if err := newSmall(t, Config{Encoder: linear, Sigma: 1}).Save("linear"); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(engine, "linear"); err == nil || !strings.Contains(err.Error(), "another encoder or decoder") {
		t.Errorf("opened with another encoder: %v", err)
	}
	if _, err := OpenAs(engine, "linear", Config{Encoder: linear}); err != nil {
		t.Errorf("opened with its own encoder: %v", err)
	}
	if _, err := OpenAs(engine, "linear", Config{Encoder: linear, Widths: []int{6, 3, 2}}); err == nil || !strings.Contains(err.Error(), "widths are [6 4 2], want [6 3 2]") {
		t.Errorf("opened with other widths: %v", err)
	}
}

// one returns the only file that matches.
func one(t *testing.T, dir, pattern string) string {
	t.Helper()
	found, _ := filepath.Glob(filepath.Join(dir, pattern))
	if len(found) != 1 {
		t.Fatalf("%s matches %v, want one file", pattern, found)
	}
	return found[0]
}

func truncate(t *testing.T, name string) {
	t.Helper()
	info, err := os.Stat(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(name, info.Size()/2); err != nil {
		t.Fatal(err)
	}
}

func replace(t *testing.T, name, old, new string) {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil || !strings.Contains(string(data), old) {
		t.Fatalf("%s has no %q to replace (%v)", name, old, err)
	}
	if err := os.WriteFile(name, []byte(strings.ReplaceAll(string(data), old, new)), 0o644); err != nil {
		t.Fatal(err)
	}
}
