package checkpoint

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"latentlab/pkg/internal/files"
)

// A Lock is the right to write a checkpoint. One process at a time has it; it goes when that process ends, however it ends.
type Lock struct {
	Dir
	file *os.File
}

// Lock makes the checkpoint's directory and takes the right to write it. Where another training has it, the error says so,
// and since when; it also fails on a checkpoint of an earlier version, which is never written over.
func (d Dir) Lock() (*Lock, error) {
	if _, err := d.Read(); errors.Is(err, ErrEarlier) {
		return nil, err
	}
	if err := files.MkdirAll(d.Path); err != nil {
		return nil, fmt.Errorf("checkpoint: %s: %w", d.Name, err)
	}
	f, err := os.OpenFile(filepath.Join(d.Path, lockName), os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return nil, fmt.Errorf("checkpoint: %s: %w", d.Name, err)
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		defer f.Close()
		if !errors.Is(err, syscall.EWOULDBLOCK) {
			return nil, fmt.Errorf("checkpoint: %s: locking %s: %w", d.Name, f.Name(), err)
		}
		holder := make([]byte, 100)
		n, _ := f.ReadAt(holder, 0)
		return nil, fmt.Errorf("checkpoint: %s is being trained by another cell or program (%s): stop that one, or wait for its end",
			d.Name, strings.TrimSpace(string(holder[:n])))
	}
	// Only words for the message above: the lock holds without them.
	if f.Truncate(0) == nil {
		fmt.Fprintf(f, "process %d, since %s\n", os.Getpid(), time.Now().Format("15:04:05"))
	}
	return &Lock{Dir: d, file: f}, nil
}

const lockName = ".lock"

// Unlock gives the right back.
func (l *Lock) Unlock() { l.file.Close() }

// Save makes the checkpoint hold the files that write leaves in the directory it is given, and a manifest with their digests,
// which it returns. The manifest comes last and by a rename; only then what was there before is removed. Where anything
// fails, the checkpoint is as it was.
func (l *Lock) Save(m Manifest, write func(dir string) error) (Manifest, error) {
	m, err := l.save(m, write)
	if err != nil {
		return m, fmt.Errorf("checkpoint: saving %s: %w", l.Name, err)
	}
	return m, nil
}

func (l *Lock) save(m Manifest, write func(dir string) error) (saved Manifest, err error) {
	weights, err := os.MkdirTemp(l.Path, weightsPrefix)
	if err != nil {
		return m, err
	}
	defer func() {
		if err != nil {
			os.RemoveAll(weights)
		}
	}()
	if err := write(weights); err != nil {
		return m, err
	}
	entries, err := os.ReadDir(weights)
	if err != nil {
		return m, err
	}
	m.Files = map[string]string{}
	for _, e := range entries {
		name := filepath.Join(weights, e.Name())
		if err := files.Sync(name); err != nil {
			return m, err
		}
		if m.Files[filepath.Join(filepath.Base(weights), e.Name())], err = digestOfFile(name); err != nil {
			return m, err
		}
	}
	if err := errors.Join(os.Chmod(weights, 0o755), files.Sync(weights)); err != nil {
		return m, err
	}
	if m, err = m.write(filepath.Join(l.Path, manifestName)); err != nil {
		return m, err
	}
	l.tidy(m)
	return m, nil
}

// tidy removes what the manifest does not name: the weights and codes of the checkpoint before, and what killed saves left.
// Nobody else writes such names here but who keeps codes, in a directory named for the manifest. Anything else is the user's.
func (l *Lock) tidy(m Manifest) {
	for _, ours := range []string{weightsPrefix + "*", codesPrefix + "*", "." + manifestName + ".*"} {
		found, _ := filepath.Glob(filepath.Join(l.Path, ours)) // the pattern is well formed
		for _, name := range found {
			if base := filepath.Base(name); base != m.weightsDir() && base != codesDir(m.Digest) {
				os.RemoveAll(name)
			}
		}
	}
}

// weightsPrefix begins the name of the directory of the weights.
const weightsPrefix = "weights-"
