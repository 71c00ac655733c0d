package fetch

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"latentlab/pkg/digits/internal/mnist"
)

func TestFetchesWhatIsMissingAndOnlyThat(t *testing.T) {
	m := newMirror(t, whole)
	dir, c := newDir(t), config(m)
	var out strings.Builder
	c.Out = &out
	for range 2 {
		if err := c.fill(t.Context(), dir, []mnist.File{file}); err != nil {
			t.Fatal(err)
		}
	}
	wantWhole(t, dir)
	if got := m.requests(); len(got) != 1 {
		t.Errorf("the mirror was asked %d times, want once: %q", len(got), got)
	}
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if len(lines) != 2 || !strings.HasPrefix(lines[0], "digits.gz: 0.3 MB from 127.0.0.1") || !strings.HasPrefix(lines[1], "MNIST is in") {
		t.Errorf("said %q, want a line that the file came and one that it is there", lines)
	}
}

func TestACutDownloadGoesOnWhereItWasCut(t *testing.T) {
	for name, cut := range map[string]handler{"connection lost": half, "nothing more arrives": stalled} {
		t.Run(name, func(t *testing.T) {
			m := newMirror(t, cut, whole)
			dir := newDir(t)
			if err := config(m).fill(t.Context(), dir, []mnist.File{file}); err != nil {
				t.Fatal(err)
			}
			wantWhole(t, dir)
			if got := m.requests(); len(got) != 2 || got[0] != "" || got[1] != "bytes=150000-" {
				t.Errorf("asked for the ranges %q, want all and then from 150000", got)
			}
		})
	}
}

func TestAnotherMirrorIsAsked(t *testing.T) {
	for name, bad := range map[string]handler{
		"403": status(http.StatusForbidden), "503": status(http.StatusServiceUnavailable),
		"wrong bytes": wrong, "a page": page, "hangs": hangs, "wrong range": wrongRange,
	} {
		t.Run(name, func(t *testing.T) {
			bad, good := newMirror(t, bad), newMirror(t, whole)
			dir := newDir(t)
			leave(t, dir, "digits.gz.part", content[:1000])
			if err := config(bad, good).fill(t.Context(), dir, []mnist.File{file}); err != nil {
				t.Fatal(err)
			}
			wantWhole(t, dir)
			want := "bytes=1000-"
			if name == "wrong bytes" {
				want = "" // nobody knows which of them are wrong
			}
			if got := good.requests(); len(bad.requests()) != 1 || len(got) != 1 || got[0] != want {
				t.Errorf("asked the mirrors for the ranges %q and %q, want each once and the second for %q", bad.requests(), got, want)
			}
		})
	}
}

func TestAMirrorThatIsBusyIsAskedAgainLater(t *testing.T) {
	busy := status(http.StatusServiceUnavailable)
	m := newMirror(t, busy, busy, whole)
	dir, c := newDir(t), config(m)
	start := time.Now()
	if err := c.fill(t.Context(), dir, []mnist.File{file}); err != nil {
		t.Fatal(err)
	}
	wantWhole(t, dir)
	if waited := time.Since(start); waited < 3*c.Pause {
		t.Errorf("it took %v, want a pause of %v and one of twice that", waited, c.Pause)
	}
}

func TestAPartSurvivesWhatIsNotTheFile(t *testing.T) {
	m := newMirror(t, page)
	dir := newDir(t)
	leave(t, dir, "digits.gz.part", content[:1000])
	if err := config(m).fill(t.Context(), dir, []mnist.File{file}); !errors.Is(err, ErrUnavailable) {
		t.Fatalf("the error is %v, want ErrUnavailable", err)
	}
	if got, _ := os.ReadFile(filepath.Join(dir.Path, "digits.gz.part")); !bytes.Equal(got, content[:1000]) {
		t.Errorf("%d bytes are left of the part, want the 1000 there were", len(got))
	}
}

func TestAMirrorThatIgnoresRanges(t *testing.T) {
	dir := newDir(t)
	leave(t, dir, "digits.gz.part", bytes.Repeat([]byte{1}, 1000))
	m := newMirror(t, wholeAlways)
	if err := config(m).fill(t.Context(), dir, []mnist.File{file}); err != nil {
		t.Fatal(err)
	}
	wantWhole(t, dir)
	if got := m.requests(); len(got) != 1 {
		t.Errorf("asked %d times, want once: what came was the whole", len(got))
	}
}

func TestEveryBitOfProgressCounts(t *testing.T) {
	m := newMirror(t, crumb)
	dir := newDir(t)
	if err := config(m).fill(t.Context(), dir, []mnist.File{file}); err != nil {
		t.Fatal(err)
	}
	wantWhole(t, dir)
	if got := len(m.requests()); got <= rounds {
		t.Errorf("asked %d times, so this test shows nothing", got)
	}
}

func TestADamagedPartIsFetchedAnew(t *testing.T) {
	for _, size := range []int{1000, len(content), len(content) + 1} {
		dir := newDir(t)
		leave(t, dir, "digits.gz.part", make([]byte, size))
		if err := config(newMirror(t, whole)).fill(t.Context(), dir, []mnist.File{file}); err != nil {
			t.Fatalf("with a part of %d wrong bytes: %v", size, err)
		}
		wantWhole(t, dir)
	}
}

func TestGivesUp(t *testing.T) {
	dead := newMirror(t, whole)
	dead.Close()
	for name, test := range map[string]struct {
		mirror *mirror
		want   string
	}{
		"all dead":  {dead, "connection refused"},
		"all hang":  {newMirror(t, hangs), "nothing has arrived for"},
		"all wrong": {newMirror(t, wrong), "want " + file.Gzip},
		"all busy":  {newMirror(t, status(503)), "503 Service Unavailable"},
	} {
		t.Run(name, func(t *testing.T) {
			dir, c := newDir(t), config(test.mirror, test.mirror)
			c.Stall, c.Patience = time.Minute, 150*time.Millisecond
			start := time.Now()
			err := c.fill(t.Context(), dir, []mnist.File{file, {Name: "second", Size: 1}})
			if !errors.Is(err, ErrUnavailable) || !strings.Contains(err.Error(), test.want) {
				t.Errorf("the error is %v, want ErrUnavailable with %q", err, test.want)
			}
			if took := time.Since(start); took > 5*time.Second {
				t.Errorf("it took %v for a patience of %v", took, c.Patience)
			}
			if got := names(t, dir); len(got) != 0 {
				t.Errorf("it left %q, want nothing", got)
			}
		})
	}
}

func TestASlowDownloadMayTakeLongerThanThePatience(t *testing.T) {
	dir, c := newDir(t), config(newMirror(t, slow))
	c.Stall, c.Patience = 400*time.Millisecond, 400*time.Millisecond
	start := time.Now()
	if err := c.fill(t.Context(), dir, []mnist.File{file}); err != nil {
		t.Fatal(err)
	}
	wantWhole(t, dir)
	if took := time.Since(start); took < c.Patience {
		t.Errorf("it took only %v, so this test shows nothing", took)
	}
}

func TestAnInterruptKeepsThePart(t *testing.T) {
	m := newMirror(t, stalled, whole)
	dir, c := newDir(t), config(m)
	c.Stall, c.Patience = time.Minute, time.Minute
	ctx, interrupt := context.WithCancel(t.Context())
	go func() {
		for {
			if info, err := os.Stat(filepath.Join(dir.Path, "digits.gz.part")); err == nil && info.Size() == 150_000 {
				interrupt()
				return
			}
			time.Sleep(time.Millisecond)
		}
	}()
	if err := c.fill(ctx, dir, []mnist.File{file}); !errors.Is(err, context.Canceled) || errors.Is(err, ErrUnavailable) {
		t.Errorf("the error is %v, want the context's", err)
	}
	if got := names(t, dir); len(got) != 1 || got[0] != "digits.gz.part" {
		t.Fatalf("it left %q, want the part", got)
	}
	if err := c.fill(t.Context(), dir, []mnist.File{file}); err != nil {
		t.Fatal(err)
	}
	wantWhole(t, dir)
	if got := m.requests(); got[1] != "bytes=150000-" {
		t.Errorf("then asked for the range %q, want from 150000", got[1])
	}
}

func TestTwoAtOnceDoNotDisturbEachOther(t *testing.T) {
	dir, c := newDir(t), config(newMirror(t, slow))
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
}

func TestBesideAnotherProcess(t *testing.T) {
	dir := newDir(t)
	lock, alone := tryLock(dir.Path)
	if !alone {
		t.Skip("this file system cannot lock")
	}
	defer lock.Close()
	leave(t, dir, "digits.gz.part", []byte("the other's"))
	if err := config(newMirror(t, half)).fill(t.Context(), dir, []mnist.File{file}); !errors.Is(err, ErrUnavailable) {
		t.Errorf("the error is %v, want ErrUnavailable", err)
	}
	if err := config(newMirror(t, whole)).fill(t.Context(), dir, []mnist.File{file}); err != nil {
		t.Fatal(err)
	}
	other := filepath.Join(dir.Path, "digits.gz.part")
	if got, _ := os.ReadFile(other); string(got) != "the other's" {
		t.Errorf("the other's part holds %q", got)
	}
	os.Remove(other)
	wantWhole(t, dir)
}

func TestADamagedFile(t *testing.T) {
	dir := newDir(t)
	leave(t, dir, "digits.gz", content[:5])
	dead := newMirror(t, whole)
	dead.Close()
	err := config(dead).fill(t.Context(), dir, []mnist.File{file})
	if err == nil || errors.Is(err, ErrUnavailable) || !strings.Contains(err.Error(), "delete the file") {
		t.Errorf("where it cannot be replaced the error is %v, want one that says to delete it", err)
	}
	if got, _ := os.ReadFile(filepath.Join(dir.Path, "digits.gz")); !bytes.Equal(got, content[:5]) {
		t.Errorf("it holds %q then, want what was there", got)
	}
	if err := config(newMirror(t, whole)).fill(t.Context(), dir, []mnist.File{file}); err != nil {
		t.Fatal(err)
	}
	wantWhole(t, dir)
}

func TestADirectoryThatTheUserNamesIsOnlyVerified(t *testing.T) {
	m := newMirror(t, whole)
	path := t.TempDir()
	t.Setenv("LATENTLAB_MNIST", path)
	err := MNIST(t.Context(), config(m))
	if !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), "unset LATENTLAB_MNIST") {
		t.Errorf("the error is %v, want one that names LATENTLAB_MNIST", err)
	}
	if got := m.requests(); len(got) != 0 {
		t.Errorf("the mirror was asked for %q, want nothing", got)
	}
	if entries, _ := os.ReadDir(path); len(entries) != 0 {
		t.Errorf("it left %v there, want nothing", entries)
	}
}
