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
	"syscall"
	"testing"
	"time"

	"latentlab/pkg/digits/internal/mnist"
)

func TestFetchesWhatIsMissingAndOnlyThat(t *testing.T) {
	m := newMirror(t, whole)
	dir, c := newDir(t), config(nil, m)
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
	for _, name := range []string{"connection lost", "nothing more arrives"} {
		t.Run(name, func(t *testing.T) {
			counted(t)
			dir, clock := newDir(t), make(chan time.Time)
			cut := handler(half)
			if name != "connection lost" {
				cut = stalled(clock, dir)
			}
			m := newMirror(t, cut, whole)
			if err := config(clock, m).fill(t.Context(), dir, []mnist.File{file}); err != nil {
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
	clock := make(chan time.Time)
	for name, bad := range map[string]handler{
		"403": status(http.StatusForbidden), "503": status(http.StatusServiceUnavailable),
		"wrong bytes": wrong, "a page": page, "no file but an error": xmlError, "hangs": hangs(clock),
		"trickles": trickles(clock), "wrong range": wrongRange, "endless": endless,
		"404": status(http.StatusNotFound), "nothing": status(http.StatusOK), "no HTTP": noHTTP, "round in circles": circle,
		"a length beyond all": boasts, "packed on the way": packs,
	} {
		t.Run(name, func(t *testing.T) {
			counted(t)
			bad, good := newMirror(t, bad), newMirror(t, whole)
			dir := newDir(t)
			want, asked := "bytes=1000-", 1
			switch name {
			case "wrong bytes", "endless", "packed on the way":
				want = "" // nobody knows which of them are wrong
			case "trickles":
				want = "bytes=10" // a few bytes may have come
			case "a page", "no file but an error", "hangs", "no HTTP", "round in circles", "a length beyond all":
				asked = 0 // for the file: how much of it there is has been asked first
			}
			leave(t, dir, "digits.gz.part", content[:1000])
			if err := config(clock, bad, good).fill(t.Context(), dir, []mnist.File{file}); err != nil {
				t.Fatal(err)
			}
			wantWhole(t, dir)
			if got := good.requests(); len(bad.requests()) != asked || len(got) != 1 || !strings.HasPrefix(got[0], want) || want == "" && got[0] != "" {
				t.Errorf("asked the mirrors for the ranges %q and %q, want %d and the second for %q", bad.requests(), got, asked, want)
			}
		})
	}
}

func TestAMirrorThatIsBusyIsAskedAgainLater(t *testing.T) {
	counted(t)
	busy := status(http.StatusServiceUnavailable)
	m := newMirror(t, busy, busy, whole)
	dir := newDir(t)
	if err := config(nil, m).fill(t.Context(), dir, []mnist.File{file}); err != nil {
		t.Fatal(err)
	}
	wantWhole(t, dir)
}

func TestAPartSurvivesWhatIsNotTheFile(t *testing.T) {
	counted(t)
	m := newMirror(t, page)
	dir := newDir(t)
	leave(t, dir, "digits.gz.part", content[:1000])
	if err := config(nil, m).fill(t.Context(), dir, []mnist.File{file}); !errors.Is(err, ErrUnavailable) {
		t.Fatalf("the error is %v, want ErrUnavailable", err)
	}
	if got, _ := os.ReadFile(filepath.Join(dir.Path, "digits.gz.part")); !bytes.Equal(got, content[:1000]) {
		t.Errorf("%d bytes are left of the part, want the 1000 there were", len(got))
	}
}

func TestAMirrorThatIgnoresRanges(t *testing.T) {
	for name, test := range map[string]struct {
		ignores handler
		asked   int
	}{"and says so": {wholeAlways, 1}, "and says that it does not": {wholeInstead, 2}} {
		t.Run(name, func(t *testing.T) {
			counted(t)
			dir := newDir(t)
			leave(t, dir, "digits.gz.part", bytes.Repeat([]byte{1}, 1000))
			m := newMirror(t, test.ignores)
			if err := config(nil, m).fill(t.Context(), dir, []mnist.File{file}); err != nil {
				t.Fatal(err)
			}
			wantWhole(t, dir)
			if got := m.requests(); len(got) != test.asked {
				t.Errorf("asked %d times, want %d: what came was the whole", len(got), test.asked)
			}
		})
	}
}

func TestProgressCounts(t *testing.T) {
	counted(t)
	m := newMirror(t, crumb)
	dir := newDir(t)
	if err := config(nil, m).fill(t.Context(), dir, []mnist.File{file}); err != nil {
		t.Fatal(err)
	}
	wantWhole(t, dir)
	if got := len(m.requests()); got <= int(usual.rounds) {
		t.Errorf("asked %d times, so this test shows nothing", got)
	}
}

// TestTricklesAreNoProgress has one mirror that gains a byte in each attempt: it must not be asked 300,000 times.
func TestTricklesAreNoProgress(t *testing.T) {
	counted(t)
	clock := make(chan time.Time)
	m := newMirror(t, trickles(clock))
	err := config(clock, m).fill(t.Context(), newDir(t), []mnist.File{file})
	if !errors.Is(err, ErrUnavailable) || !strings.Contains(err.Error(), "is too slow") {
		t.Errorf("the error is %v, want ErrUnavailable because it is too slow", err)
	}
	if got := len(m.requests()); got != int(usual.rounds) {
		t.Errorf("asked %d times, want %d", got, usual.rounds)
	}
}

func TestSlow(t *testing.T) {
	if err := usual.slow(128_000); err != nil {
		t.Errorf("what arrives as fast as it must is refused: %v", err)
	}
	if err := usual.slow(127_999); err == nil || err.Error() != "is too slow: 127999 bytes in 8s, want 128000" {
		t.Errorf("of a byte less it says %v", err)
	}
}

func TestADamagedPartIsFetchedAnew(t *testing.T) {
	for _, size := range []int{1000, len(content), len(content) + 1} {
		dir := newDir(t)
		leave(t, dir, "digits.gz.part", make([]byte, size))
		if err := config(nil, newMirror(t, whole)).fill(t.Context(), dir, []mnist.File{file}); err != nil {
			t.Fatalf("with a part of %d wrong bytes: %v", size, err)
		}
		wantWhole(t, dir)
	}
}

func TestGivesUp(t *testing.T) {
	dead, clock := newMirror(t, whole), make(chan time.Time)
	dead.Close()
	for name, test := range map[string]struct {
		mirror *mirror
		want   string
	}{
		"all dead":  {dead, "connection refused"},
		"all hang":  {newMirror(t, hangs(clock)), "is too slow: 0 bytes in 8s"},
		"all wrong": {newMirror(t, wrong), "SHA-256 is not " + file.Gzip},
		"all pages": {newMirror(t, page), "sends a web page, not the file"},
		"all busy":  {newMirror(t, status(503)), "503 Service Unavailable"},
		"all XML":   {newMirror(t, xmlError), "has another length than 300000 bytes"},
	} {
		t.Run(name, func(t *testing.T) {
			counted(t)
			dir, c := newDir(t), config(clock, test.mirror, test.mirror)
			err := c.fill(t.Context(), dir, []mnist.File{file, {Name: "second", Size: 1}})
			if !errors.Is(err, ErrUnavailable) || strings.Count(err.Error(), test.want) != 2 {
				t.Errorf("the error is %v, want ErrUnavailable with %q for each mirror", err, test.want)
			}
			if got := names(t, dir); len(got) != 0 {
				t.Errorf("it left %q, want nothing", got)
			}
		})
	}
}

func TestAnInterruptKeepsThePart(t *testing.T) {
	dir, clock := newDir(t), make(chan time.Time)
	ctx, interrupt := context.WithCancel(t.Context())
	m := newMirror(t, func(w http.ResponseWriter, r *http.Request) {
		sendHalf(w)
		awaitPart(r.Context(), dir, 150_000)
		interrupt()
		<-r.Context().Done()
	}, whole)
	c := config(clock, m)
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

func TestWhatIsNoFileIsLeftAlone(t *testing.T) {
	for _, name := range []string{"digits.gz", "digits.gz.part"} {
		dir, m := newDir(t), newMirror(t, whole)
		if err := os.Mkdir(filepath.Join(dir.Path, name), 0o755); err != nil {
			t.Fatal(err)
		}
		err := config(nil, m).fill(t.Context(), dir, []mnist.File{file})
		if err == nil || !strings.Contains(err.Error(), "move it away") || len(m.requests()) > 0 {
			t.Errorf("with a directory %s the error is %v after %d requests, want one that names it and none", name, err, len(m.requests()))
		}
	}
}

func TestOthersMayRead(t *testing.T) {
	defer syscall.Umask(syscall.Umask(0o077))
	path := filepath.Join(t.TempDir(), "data")
	dir := mnist.Dir{FS: os.DirFS(path), Path: path}
	if err := config(nil, newMirror(t, whole)).fill(t.Context(), dir, []mnist.File{file}); err != nil {
		t.Fatal(err)
	}
	wantWhole(t, dir)
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o755 {
		t.Errorf("the directory's mode is %v, want 0755 whatever the umask", info.Mode().Perm())
	}
}

func TestMirrorsThatAreNoAddresses(t *testing.T) {
	for _, mirror := range []string{":", "", "ftp://localhost/", "http://", "\x00"} {
		t.Run(mirror, func(t *testing.T) {
			counted(t)
			c := config(nil)
			c.Mirrors = []string{mirror}
			if err := c.fill(t.Context(), newDir(t), []mnist.File{file}); !errors.Is(err, ErrUnavailable) {
				t.Errorf("the error is %v, want ErrUnavailable", err)
			}
		})
	}
}

func TestVerify(t *testing.T) {
	t.Setenv("LATENTLAB_MNIST", t.TempDir())
	if err := Verify(); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the error is %v, want that a file is missing", err)
	}
}

func TestWithoutAContext(t *testing.T) {
	defer func() {
		if got := recover(); got != "fetch: MNIST: the context is nil: pass context.Background()" {
			t.Errorf("MNIST panics with %v", got)
		}
	}()
	MNIST(context.Context(nil), Config{})
}

func TestADamagedFile(t *testing.T) {
	dir := newDir(t)
	leave(t, dir, "digits.gz", content[:5])
	dead := newMirror(t, whole)
	dead.Close()
	err := config(nil, dead).fill(t.Context(), dir, []mnist.File{file})
	if err == nil || errors.Is(err, ErrUnavailable) || !strings.Contains(err.Error(), "delete the file") {
		t.Errorf("where it cannot be replaced the error is %v, want one that says to delete it", err)
	}
	if got, _ := os.ReadFile(filepath.Join(dir.Path, "digits.gz")); !bytes.Equal(got, content[:5]) {
		t.Errorf("it holds %q then, want what was there", got)
	}
	if err := config(nil, newMirror(t, whole)).fill(t.Context(), dir, []mnist.File{file}); err != nil {
		t.Fatal(err)
	}
	wantWhole(t, dir)
}

func TestADirectoryThatTheUserNamesIsOnlyVerified(t *testing.T) {
	m := newMirror(t, whole)
	path := t.TempDir()
	t.Setenv("LATENTLAB_MNIST", path)
	err := MNIST(t.Context(), config(nil, m))
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
