package fetch

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/gofrs/flock"

	"latentlab/pkg/digits/internal/mnist"
)

func TestTwoAtOnceFetchOnce(t *testing.T) {
	m := newMirror(t, whole)
	dir, c := newDir(t), config(nil, m)
	var both sync.WaitGroup
	for range 2 {
		both.Go(func() {
			if err := c.fill(t.Context(), dir, []mnist.File{file}); err != nil {
				t.Error(err)
			}
		})
	}
	both.Wait()
	wantWhole(t, dir)
	if got := len(m.requests()); got != 1 {
		t.Errorf("the mirror was asked %d times, want once", got)
	}
}

func TestBesideAnotherProcess(t *testing.T) {
	dir := newDir(t)
	other := flock.New(filepath.Join(dir.Path, ".lock"))
	if locked, err := other.TryLock(); !locked {
		t.Skipf("this file system cannot lock: %v", err)
	}
	defer other.Unlock()
	ctx, interrupt := context.WithCancel(t.Context())
	c := config(nil, newMirror(t, whole))
	c.Out = writer(func(text string) {
		if !strings.Contains(text, "waiting for it") {
			t.Errorf("said is %q, want that it waits", text)
		}
		interrupt()
	})
	if err := c.fill(ctx, dir, []mnist.File{file}); !errors.Is(err, context.Canceled) {
		t.Errorf("interrupted while it waits, the error is %v", err)
	}
	c.Out = writer(func(text string) {
		if strings.Contains(text, "waiting for it") {
			other.Unlock()
		}
	})
	if err := c.fill(t.Context(), dir, []mnist.File{file}); err != nil {
		t.Fatal(err)
	}
	wantWhole(t, dir)
}

// writer calls itself with what is written to it.
type writer func(text string)

func (w writer) Write(b []byte) (int, error) {
	w(string(b))
	return len(b), nil
}

// TestWhereNothingCanBeLocked has a directory where the lock should be.
func TestWhereNothingCanBeLocked(t *testing.T) {
	dir := newDir(t)
	if err := os.Mkdir(filepath.Join(dir.Path, ".lock"), 0o755); err != nil {
		t.Fatal(err)
	}
	leave(t, dir, "digits.gz.part", []byte("another's"))
	if err := config(nil, newMirror(t, half, status(404))).fill(t.Context(), dir, []mnist.File{file}); !errors.Is(err, ErrUnavailable) {
		t.Errorf("the error is %v, want ErrUnavailable", err)
	}
	if err := config(nil, newMirror(t, whole)).fill(t.Context(), dir, []mnist.File{file}); err != nil {
		t.Fatal(err)
	}
	other := filepath.Join(dir.Path, "digits.gz.part")
	if got, _ := os.ReadFile(other); string(got) != "another's" {
		t.Errorf("the other's part holds %q", got)
	}
	os.Remove(other)
	wantWhole(t, dir)
}
