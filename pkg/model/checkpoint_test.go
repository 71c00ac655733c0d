package model

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
	"github.com/google/go-cmp/cmp"
	"latentlab/pkg/checkpoint"
	"latentlab/pkg/progress"
)

// trained notes a training of three steps in a network.
func trained(t testing.TB, n *Network) Training {
	t.Helper()
	id, err := n.Identity()
	if err != nil {
		t.Fatal(err)
	}
	id.Steps, id.Data = 3, "abc"
	training := Training{Identity: id, Step: 3, Time: 1500 * time.Millisecond, Losses: []progress.Series{{Name: "mse", Values: []float32{3, 2, 1}}}}
	if err := n.SetTraining(training, n.Store()); err != nil {
		t.Fatal(err)
	}
	return training
}

func TestSaveAndOpen(t *testing.T) {
	for _, m := range []Model{small, Denoising{Autoencoder: small}, Convolutional{Side: 4, Channels: 2}} {
		t.Run(m.Kind(), func(t *testing.T) {
			t.Setenv("LATENTLAB_CHECKPOINTS", t.TempDir())
			pixels := 6
			if m.Kind() == "convolutional autoencoder" {
				pixels = 16
			}
			n := newOf(t, m, Config{Pixels: pixels, Seed: 9, Sigma: 0.5})
			want := trained(t, n)
			for range 2 { // the second Save replaces the first
				if err := n.Save("small"); err != nil {
					t.Fatal(err)
				}
			}
			opened, err := Open(goEngine(t), m, "small")
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, opened.Training()); diff != "" {
				t.Errorf("its training:\n%s", diff)
			}
			images := rampsOf(4, pixels)
			before, _ := n.Reconstruct(images)
			after, err := opened.Reconstruct(images)
			if err != nil || !slices.EqualFunc(before, after, slices.Equal[[]float32]) {
				t.Errorf("the opened checkpoint reconstructs other images (%v)", err)
			}
			if c := opened.Config(); c != (Config{Pixels: pixels, Seed: 9, Sigma: 0.5}) {
				t.Errorf("its configuration is %+v", c)
			}
		})
	}
}

// A network that has been through no training is saved as what it is.
func TestSaveUntrained(t *testing.T) {
	t.Setenv("LATENTLAB_CHECKPOINTS", t.TempDir())
	n := newOf(t, small, Config{Pixels: 6, Seed: 9})
	if err := n.Save("small"); err != nil {
		t.Fatal(err)
	}
	opened, err := Open(goEngine(t), small, "small")
	if err != nil {
		t.Fatal(err)
	}
	if opened.Training().Step != 0 || opened.Training().Complete() || opened.Config().Seed != 9 {
		t.Errorf("it is opened as %+v of %+v", opened.Training(), opened.Config())
	}
}

func TestOpenOfAnother(t *testing.T) {
	t.Setenv("LATENTLAB_CHECKPOINTS", t.TempDir())
	engine := goEngine(t)
	if _, err := Open(engine, small, "none"); !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), "there is no none in") {
		t.Errorf("a checkpoint that is not there: %v", err)
	}
	n := newSmall(t, Config{})
	trained(t, n)
	if err := n.Save("small"); err != nil {
		t.Fatal(err)
	}
	for want, m := range map[string]Model{
		"small holds another training: its layers are":                              Autoencoder{Widths: []int{6, 3, 2}},
		"small holds another training: its model is autoencoder":                    Denoising{Autoencoder: small},
		"small holds another training: its loss or networks compute something else": Autoencoder{Widths: small.Widths, Loss: double},
	} {
		_, err := Open(engine, m, "small")
		if other := (checkpoint.Other{}); !errors.As(err, &other) || !strings.Contains(err.Error(), want) {
			t.Errorf("opened as another model: %v, want %q", err, want)
		}
	}
}

// What GoMLX says to have written is compared with what was to be written.
func TestWhatIsWrittenIsReadBack(t *testing.T) {
	t.Setenv("LATENTLAB_CHECKPOINTS", t.TempDir())
	n := newSmall(t, Config{})
	trained(t, n)
	if err := n.Save("small"); err != nil {
		t.Fatal(err)
	}
	dir, err := checkpoint.At("small")
	if err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(name string) error{
		"cut short": func(name string) error { return os.Truncate(name, 20) },
		"holes": func(name string) error {
			data, err := os.ReadFile(name)
			if err != nil {
				return err
			}
			return os.WriteFile(name, append(make([]byte, 40), data[40:]...), 0o644)
		},
	} {
		if err := dir.Weights(func(_ checkpoint.Manifest, weights string) error {
			if err := compareWithFiles(n.Store(), weights); err != nil {
				t.Errorf("what was written as it is: %v", err)
			}
			copied := t.TempDir()
			if err := os.CopyFS(copied, os.DirFS(weights)); err != nil {
				return err
			}
			bins, _ := filepath.Glob(filepath.Join(copied, "*.bin"))
			if err := change(bins[0]); err != nil {
				return err
			}
			if err := compareWithFiles(n.Store(), copied); err == nil || !strings.Contains(err.Error(), "is the disk full?") {
				t.Errorf("%s: %v", name, err)
			}
			return nil
		}); err != nil {
			t.Error(err)
		}
	}
}

// double is another loss than MSE.
func double(t, y *graph.Node) *graph.Node { return graph.MulScalar(MSE(t, y), 2) }
