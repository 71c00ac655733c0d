package fetch

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"syscall"

	"latentlab/pkg/digits/internal/mnist"
)

// part is what has arrived of a file.
type part struct {
	*os.File
	keep bool // for the next call to go on with
}

// openPart opens the part of file in dir. Where another process is fetching into dir, alone is false, and the part is
// one of its own.
func openPart(dir string, file mnist.File, alone bool) (part, error) {
	name := filepath.Join(dir, file.Name+".gz.part")
	if !alone {
		f, err := os.CreateTemp(dir, file.Name+".gz.*.part")
		return part{File: f}, err
	}
	f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o644)
	return part{File: f, keep: true}, err
}

// size returns how many bytes have arrived.
func (p part) size() (int64, error) { return p.Seek(0, io.SeekEnd) }

// clear throws away what has arrived.
func (p part) clear() error { return p.Truncate(0) }

// publish gives a part that has all its bytes the name it was fetched for. A part with wrong bytes it clears.
func (p part) publish(name string, file mnist.File) error {
	sum := sha256.New()
	if _, err := io.Copy(sum, io.NewSectionReader(p, 0, file.Size)); err != nil {
		return err
	}
	if got := hex.EncodeToString(sum.Sum(nil)); got != file.Gzip {
		if err := p.clear(); err != nil {
			return err
		}
		return fmt.Errorf("SHA-256 is %s, want %s", got, file.Gzip)
	}
	if err := p.Chmod(0o644); err != nil {
		return err
	}
	if err := p.Sync(); err != nil {
		return err
	}
	return os.Rename(p.Name(), name)
}

// close leaves the part for the next call, unless it is empty or nobody will look for it.
func (p part) close() {
	if size, err := p.size(); !p.keep || err == nil && size == 0 {
		os.Remove(p.Name())
	}
	p.Close()
}

// tryLock reports whether this process is the only one that fetches into dir, until the file it returns is closed.
// Where the file system cannot lock, nobody is alone, which only costs the resumption.
func tryLock(dir string) (lock *os.File, alone bool) {
	lock, err := os.OpenFile(filepath.Join(dir, ".lock"), os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return nil, false
	}
	return lock, syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) == nil
}
