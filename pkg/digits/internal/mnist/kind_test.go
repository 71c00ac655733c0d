package mnist

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"testing/fstest"
	"time"
)

func TestWhatIsNotMNISTIsNamed(t *testing.T) {
	images := idx(magicImages, 2, square, shaded(2))
	file := published("images", images)
	pointer := "version https://git-lfs.github.com/spec/v1\noid sha256:440fcabf\nsize 9912422\n"
	for name, test := range map[string]struct {
		file *fstest.MapFile
		want string
	}{
		"a page":          {&fstest.MapFile{Data: []byte("\xef\xbb\xbf\n <!DOCTYPE html><html>Log in")}, "is a web page"},
		"a packed page":   {&fstest.MapFile{Data: pack([]byte("<html>Log in</html>"))}, "is a web page"},
		"an XML error":    {&fstest.MapFile{Data: []byte("<?xml version='1.0'?><Error>AccessDenied</Error>")}, "is a web page"},
		"an LFS pointer":  {&fstest.MapFile{Data: []byte(pointer)}, "is a Git LFS pointer"},
		"a ZIP archive":   {&fstest.MapFile{Data: []byte("PK\x03\x04 and so on")}, "is a ZIP archive"},
		"packed twice":    {&fstest.MapFile{Data: pack(pack(images))}, "is packed with gzip twice"},
		"a directory":     {&fstest.MapFile{Mode: fs.ModeDir}, "is a directory, want a file"},
		"a named pipe":    {&fstest.MapFile{Mode: fs.ModeNamedPipe}, "is a named pipe, want a file"},
		"a device":        {&fstest.MapFile{Mode: fs.ModeDevice}, "is not a regular file"},
		"other content":   {&fstest.MapFile{Data: pack(images[1:])}, "SHA-256 is "},
		"a few bytes":     {&fstest.MapFile{Data: []byte("\x1f\x8b")}, "SHA-256 is "},
		"an endless gzip": {&fstest.MapFile{Data: pack(make([]byte, maxContent+1))}, "SHA-256 is "},
	} {
		dir := Dir{FS: fstest.MapFS{"images.gz": test.file}, Path: "d"}
		parse := func() error {
			_, _, err := dir.Read(t.Context(), Part{2, file, file}, all)
			return err
		}
		for by, read := range map[string]func() error{"Verify": func() error { return dir.Verify(file) }, "Read": parse} {
			err := read()
			if by == "Read" && strings.HasPrefix(test.want, "SHA") {
				continue // the parser is more exact, and has tests of its own
			}
			if err == nil || !strings.HasPrefix(err.Error(), "digits: d/images.gz: "+test.want) || !strings.HasSuffix(err.Error(), "run scripts/setup.sh --digits") {
				t.Errorf("%s: the error of %s is %v, want one with %q and the way out", name, by, err, test.want)
			}
		}
	}
}

// TestANamedPipeIsNotOpened uses a real one, which nobody writes to.
func TestANamedPipeIsNotOpened(t *testing.T) {
	path := t.TempDir()
	if err := syscall.Mkfifo(filepath.Join(path, "images.gz"), 0o644); err != nil {
		t.Skip(err)
	}
	done := make(chan error)
	go func() { done <- Dir{FS: os.DirFS(path), Path: path}.Verify(File{Name: "images"}) }()
	select {
	case err := <-done:
		if err == nil || !strings.Contains(err.Error(), "named pipe") {
			t.Errorf("the error is %v, want one that says what it is", err)
		}
	case <-time.After(10 * time.Second):
		t.Error("Verify waits for the other end of the pipe")
	}
}

// denied is a file system that lets nobody look at anything.
type denied struct{}

func (denied) Open(name string) (fs.File, error) {
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
}

func TestFilesThatMayNotBeReadAreNoMissingOnes(t *testing.T) {
	dir := Dir{FS: denied{}, Path: "d"}
	if !dir.Complete() {
		t.Error("they pass for missing, and built-in digits take their place")
	}
	want := "digits: d/images.gz: permission denied: let this user read it"
	if err := dir.Verify(File{Name: "images"}); err == nil || err.Error() != want {
		t.Errorf("the error is %v, want %s", err, want)
	}
}

func TestUntaken(t *testing.T) {
	for want, fsys := range map[string]fstest.MapFS{
		"": {".lock": {}, ".cache/a": {}},
		"d is not taken for MNIST: t10k-labels-idx1-ubyte.gz is missing: run scripts/setup.sh --digits": {
			"train-images.idx3-ubyte": {}, "t10k-labels-idx1-ubyte.gz.part": {}},
		"d is not taken for MNIST: its download has not ended: run scripts/setup.sh --digits": {
			"t10k-labels-idx1-ubyte.gz.part": {}},
		"d/MNIST/raw/train-images-idx3-ubyte is not taken for MNIST: put the four files into d itself, under the names in data/README.md, or run scripts/setup.sh --digits": {
			"MNIST/raw/train-images-idx3-ubyte": {}},
		"d/mnist.npz is not taken for MNIST: put the four files into d itself, under the names in data/README.md, or run scripts/setup.sh --digits": {
			".lock": {}, "mnist.npz": {}},
	} {
		if got := (Dir{FS: fsys, Path: "d"}).Untaken(); got != want {
			t.Errorf("said is %q, want %q", got, want)
		}
	}
	if got := (Dir{FS: os.DirFS(filepath.Join(t.TempDir(), "nothing")), Path: "d"}).Untaken(); got != "" {
		t.Errorf("of a directory that is not there it says %q", got)
	}
}
