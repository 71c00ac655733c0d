package fetch

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"

	"latentlab/pkg/digits/internal/mnist"
	"latentlab/tests/faults"
)

// content is what the file to fetch holds.
var content = func() []byte {
	b := make([]byte, 300_000)
	rand.NewChaCha8([32]byte{}).Read(b)
	return b
}()

var file = func() mnist.File {
	sum := sha256.Sum256(content)
	digest := hex.EncodeToString(sum[:])
	return mnist.File{Name: "digits", Size: int64(len(content)), Gzip: digest, Plain: digest}
}()

// counted notes that the test's mirror does not do what it should.
func counted(t *testing.T) {
	t.Helper()
	faults.One(t, "mirror that fails or lies")
}

type handler = http.HandlerFunc

func whole(w http.ResponseWriter, r *http.Request) {
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(content))
}

func wholeAlways(w http.ResponseWriter, r *http.Request) { w.Write(content) }

// half answers with half of the file and loses the connection.
func half(w http.ResponseWriter, r *http.Request) {
	sendHalf(w)
	panic(http.ErrAbortHandler)
}

// stalled answers with half of the file and then with nothing, while two windows pass.
func stalled(clock chan time.Time, dir mnist.Dir) handler {
	return func(w http.ResponseWriter, r *http.Request) {
		sendHalf(w)
		awaitPart(r.Context(), dir, 150_000)
		pass(r, clock)
		pass(r, clock)
		<-r.Context().Done()
	}
}

// trickles answers as asked, but with ten bytes until a window has passed.
func trickles(clock chan time.Time) handler {
	return func(w http.ResponseWriter, r *http.Request) {
		whole(&drip{w, r, clock}, r)
	}
}

type drip struct {
	http.ResponseWriter
	request *http.Request
	clock   chan time.Time
}

func (d *drip) Write(b []byte) (int, error) {
	for i := range 10 {
		d.ResponseWriter.Write(b[i : i+1])
		d.ResponseWriter.(http.Flusher).Flush()
	}
	pass(d.request, d.clock) // and no more than one, which could be the next request's
	<-d.request.Context().Done()
	return 10, d.request.Context().Err()
}

// hangs does not answer, while a window passes.
func hangs(clock chan time.Time) handler {
	return func(w http.ResponseWriter, r *http.Request) {
		pass(r, clock)
		<-r.Context().Done()
	}
}

// pass lets a window of clock pass, unless the client has gone.
func pass(r *http.Request, clock chan time.Time) {
	select {
	case clock <- time.Time{}:
	case <-r.Context().Done():
	}
}

// awaitPart returns when bytes of the file have arrived in dir, or ctx ends.
func awaitPart(ctx context.Context, dir mnist.Dir, bytes int64) {
	for ctx.Err() == nil && size(filepath.Join(dir.Path, "digits.gz.part")) < bytes {
		runtime.Gosched()
	}
}

func sendHalf(w http.ResponseWriter) {
	w.Header().Set("Content-Length", fmt.Sprint(len(content)))
	w.Write(content[:150_000])
	w.(http.Flusher).Flush()
}

func wrong(w http.ResponseWriter, r *http.Request) {
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(make([]byte, len(content))))
}

// endless answers with more than the file, and does not say how much.
func endless(w http.ResponseWriter, r *http.Request) {
	for r.Method == http.MethodGet && r.Context().Err() == nil {
		if _, err := w.Write(content); err != nil {
			return
		}
	}
}

// wholeInstead says that it knows ranges, and then sends the whole file.
func wholeInstead(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Accept-Ranges", "bytes")
	w.Header().Set("Content-Length", fmt.Sprint(len(content)))
	w.Write(content)
}

// wrongRange answers with other bytes than those asked for, as many.
func wrongRange(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodHead {
		whole(w, r)
		return
	}
	var from int
	fmt.Sscanf(r.Header.Get("Range"), "bytes=%d-", &from)
	w.Header().Set("Content-Range", fmt.Sprintf("bytes 0-%d/%d", len(content)-from-1, len(content)))
	w.Header().Set("Content-Length", fmt.Sprint(len(content)-from))
	w.WriteHeader(http.StatusPartialContent)
	w.Write(content[:len(content)-from])
}

// crumb answers as asked, but loses the connection after 40,000 bytes.
func crumb(w http.ResponseWriter, r *http.Request) {
	whole(&cut{ResponseWriter: w, left: 40_000}, r)
}

type cut struct {
	http.ResponseWriter
	left int
}

func (c *cut) Write(b []byte) (int, error) {
	n, err := c.ResponseWriter.Write(b[:min(len(b), c.left)])
	if c.left -= n; c.left == 0 {
		c.ResponseWriter.(http.Flusher).Flush()
		panic(http.ErrAbortHandler)
	}
	return n, err
}

// page answers as a network does that wants a log-in first.
func page(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, "<html>Please log in.</html>") }

// xmlError answers as a cloud's storage does that has not got the file, but with 200.
func xmlError(w http.ResponseWriter, r *http.Request) {
	fmt.Fprint(w, "<?xml version='1.0'?><Error><Code>NoSuchKey</Code></Error>")
}

// noHTTP answers in another language.
func noHTTP(w http.ResponseWriter, r *http.Request) {
	if c, _, err := w.(http.Hijacker).Hijack(); err == nil {
		c.Write([]byte("220 ready\r\n"))
		c.Close()
	}
}

// circle sends whoever asks to where they are.
func circle(w http.ResponseWriter, r *http.Request) {
	http.Redirect(w, r, r.URL.Path, http.StatusFound)
}

// boasts says that the file is a petabyte, and sends half of it.
func boasts(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Length", fmt.Sprint(1<<50))
	w.Write(content[:150_000])
	panic(http.ErrAbortHandler)
}

// packs packs the file once more, as some proxies do, and says so.
func packs(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Encoding", "gzip")
	z := gzip.NewWriter(w)
	z.Write(content)
	z.Close()
}

func status(code int) handler {
	return func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(code) }
}

// mirror is a server that answers its requests by its handlers in turn, the last one for ever.
type mirror struct {
	*httptest.Server
	mu     sync.Mutex
	ranges []string // the Range header of each GET
}

func newMirror(t *testing.T, handlers ...handler) *mirror {
	m := &mirror{}
	m.Server = httptest.NewServer(handler(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/mnist/digits.gz" {
			t.Errorf("asked for %s", r.URL.Path)
		}
		m.mu.Lock()
		answer := handlers[min(len(m.ranges), len(handlers)-1)]
		if r.Method == http.MethodGet {
			m.ranges = append(m.ranges, r.Header.Get("Range"))
		}
		m.mu.Unlock()
		answer(w, r)
	}))
	t.Cleanup(m.Close)
	return m
}

func (m *mirror) requests() []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.ranges)
}

// config asks the mirrors with a hundredth of the usual pauses, while clock measures the windows.
func config(clock chan time.Time, mirrors ...*mirror) Config {
	l := usual
	l.pause, l.least = 5*time.Millisecond, 1000
	l.tick = func(time.Duration) (<-chan time.Time, func()) { return clock, func() {} }
	c := Config{limits: &l}
	for _, m := range mirrors {
		c.Mirrors = append(c.Mirrors, m.URL+"/mnist")
	}
	return c
}

func newDir(t *testing.T) mnist.Dir {
	path := t.TempDir()
	return mnist.Dir{FS: os.DirFS(path), Path: path}
}

func leave(t *testing.T, dir mnist.Dir, name string, b []byte) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir.Path, name), b, 0o644); err != nil {
		t.Fatal(err)
	}
}

// names returns what is in dir, but for the lock.
func names(t *testing.T, dir mnist.Dir) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(dir.Path)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.Name() != ".lock" {
			names = append(names, e.Name())
		}
	}
	return names
}

// wantWhole fails unless dir holds the file, readable for all, and no other.
func wantWhole(t *testing.T, dir mnist.Dir) {
	t.Helper()
	if got := names(t, dir); len(got) != 1 || got[0] != "digits.gz" {
		t.Fatalf("%q are there, want digits.gz alone", got)
	}
	got, err := os.ReadFile(filepath.Join(dir.Path, "digits.gz"))
	if err != nil || !bytes.Equal(got, content) {
		t.Errorf("the file has %d bytes (%v), want the %d of the original", len(got), err, len(content))
	}
	if info, err := os.Stat(filepath.Join(dir.Path, "digits.gz")); err == nil && info.Mode().Perm() != 0o644 {
		t.Errorf("its mode is %v, want 0644", info.Mode().Perm())
	}
}
