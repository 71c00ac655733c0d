package faults

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"latentlab/pkg/model"
	"latentlab/pkg/progress"
)

// A training that is killed at any moment has lost no step that it had saved, goes on from there, comes to the numbers of one
// that was never killed, and leaves nothing behind.
func TestKilledTraining(t *testing.T) {
	whole := config
	whole.Checkpoint = ""
	want, err := fit(t.Context(), whole)
	if err != nil {
		t.Fatal(err)
	}
	Campaign(t, "training killed", 100, func(i int) error {
		t.Setenv("LATENTLAB_CHECKPOINTS", t.TempDir())
		saved, err := killed(rand.New(rand.NewPCG(uint64(i), 0)))
		if err != nil {
			return err
		}
		n, err := model.Open(engine(), small, name)
		if errors.Is(err, fs.ErrNotExist) && saved == 0 {
			err = nil
		} else if err == nil && n.Training().Step < saved {
			err = fmt.Errorf("the checkpoint is at step %d", n.Training().Step)
		}
		if err != nil {
			return fmt.Errorf("after %d steps were saved: %w", saved, err)
		}
		if n != nil && n.Training().Complete() { // a call of Fit would begin anew
			return same(n.Training().Losses, want.Losses)
		}
		h, err := fit(t.Context(), config)
		if err != nil {
			return fmt.Errorf("going on: %w", err)
		}
		if h.Resumed < saved {
			return fmt.Errorf("after %d steps were saved, it went on from %d", saved, h.Resumed)
		}
		if err := same(h.Losses, want.Losses); err != nil {
			return err
		}
		return tidy(directory(t).Path)
	})
}

func same(have, want []progress.Series) error {
	if !slices.EqualFunc(have, want, func(a, b progress.Series) bool { return slices.Equal(a.Values, b.Values) }) {
		return errors.New("its losses are not those of a training that was never killed")
	}
	return nil
}

// killed trains, kills the training, and returns how many steps it had said to have saved.
func killed(random *rand.Rand) (saved int, err error) {
	command := play("train")
	out, err := command.StdoutPipe()
	if err != nil {
		return 0, err
	}
	start := time.Now()
	if err := command.Start(); err != nil {
		return 0, err
	}
	lines := bufio.NewScanner(out)
	pieces, took := random.IntN(19), time.Duration(0)
	for range pieces {
		if !lines.Scan() {
			return 0, fmt.Errorf("the training ended by itself after %d steps", saved)
		}
		fmt.Sscan(lines.Text(), &saved)
		took, start = time.Since(start), time.Now()
	}
	// Any moment of the next piece: it takes about as long as the last one.
	<-time.After(time.Duration(random.Float64() * float64(took)))
	if err := command.Process.Kill(); err != nil {
		return 0, err
	}
	for lines.Scan() {
		fmt.Sscan(lines.Text(), &saved)
	}
	command.Wait() // says that it was killed
	return saved, nil
}

// tidy returns an error where the checkpoint's directory holds anything but one checkpoint.
func tidy(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	var names []string
	for _, e := range entries {
		n, _, _ := strings.Cut(e.Name(), "-")
		names = append(names, n)
	}
	if !slices.Equal(names, []string{".lock", "manifest.json", "weights"}) {
		return fmt.Errorf("it has left %q", names)
	}
	return nil
}
