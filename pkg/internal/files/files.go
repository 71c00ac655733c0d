// Package files knows where the lecture keeps its data and how to write a file so that nobody ever sees half of it.
package files

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// Root returns the directory of the clone: LATENTLAB_ROOT where it is set (the kernel's own specification sets it),
// else the nearest directory above the current one that holds both go.mod and pkg/digits.
func Root() (string, error) {
	if root := os.Getenv("LATENTLAB_ROOT"); root != "" {
		return root, nil
	}
	dir, err := os.Getwd()
	if err != nil {
		return "", fmt.Errorf("files: the current directory: %w", err)
	}
	for start := dir; ; dir = filepath.Dir(dir) {
		if isFile(filepath.Join(dir, "go.mod")) && isDir(filepath.Join(dir, "pkg", "digits")) {
			return dir, nil
		}
		if dir == filepath.Dir(dir) {
			return "", fmt.Errorf("files: %s is not inside a clone of latentlab: run from there, or set LATENTLAB_ROOT", start)
		}
	}
}

// Data returns the path of elem below the clone's data directory.
func Data(elem ...string) (string, error) {
	root, err := Root()
	if err != nil {
		return "", err
	}
	return filepath.Join(append([]string{root, "data"}, elem...)...), nil
}

// Write makes the file name hold what write puts out. It writes to a temporary name beside it, syncs and renames, so
// that after an error or an interrupt name is as it was before. Missing directories are made.
func Write(name string, write func(io.Writer) error) (err error) {
	dir := filepath.Dir(name)
	if err := MkdirAll(dir); err != nil {
		return err
	}
	f, err := os.CreateTemp(dir, "."+filepath.Base(name)+".*")
	if err != nil {
		return fmt.Errorf("files: %w", err)
	}
	defer func() {
		if err != nil {
			f.Close()
			os.Remove(f.Name())
		}
	}()
	if err := write(f); err != nil {
		return fmt.Errorf("files: writing %s: %w", name, err)
	}
	if err := f.Chmod(0o644); err != nil {
		return fmt.Errorf("files: %w", err)
	}
	if err := f.Sync(); err != nil {
		return fmt.Errorf("files: %w", err)
	}
	if err := f.Close(); err != nil {
		return fmt.Errorf("files: %w", err)
	}
	if err := os.Rename(f.Name(), name); err != nil {
		return fmt.Errorf("files: %w", err)
	}
	return Sync(dir)
}

// MkdirAll makes a directory and those above it. Others may read them, whatever the umask: a class shares some.
func MkdirAll(dir string) error {
	if isDir(dir) {
		return nil
	}
	if parent := filepath.Dir(dir); parent != dir {
		if err := MkdirAll(parent); err != nil {
			return err
		}
	}
	if err := os.Mkdir(dir, 0o755); err != nil {
		if isDir(dir) { // another program has made it meanwhile
			return nil
		}
		if errors.Is(err, fs.ErrExist) {
			return fmt.Errorf("files: %s is not a directory", dir)
		}
		return fmt.Errorf("files: %w", err)
	}
	if err := os.Chmod(dir, 0o755); err != nil {
		return fmt.Errorf("files: %w", err)
	}
	return nil
}

// Sync returns once the content of a file, or the names in a directory, are on disk.
func Sync(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return fmt.Errorf("files: %w", err)
	}
	defer f.Close()
	if err := f.Sync(); err != nil {
		return fmt.Errorf("files: %w", err)
	}
	return nil
}

// Read returns the content of a regular file of at most so many bytes. Of anything else, such as a pipe that would never
// end, it says what it is.
func Read(name string, most int64) ([]byte, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, fmt.Errorf("files: %w", err)
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("files: %s is a %s, not a file", name, kind(info.Mode()))
	}
	if info.Size() > most {
		return nil, fmt.Errorf("files: %s has %d bytes, want at most %d", name, info.Size(), most)
	}
	content, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("files: %w", err)
	}
	return content, nil
}

func kind(mode os.FileMode) string {
	switch {
	case mode.IsDir():
		return "directory"
	case mode&os.ModeNamedPipe != 0:
		return "named pipe"
	case mode&os.ModeSocket != 0:
		return "socket"
	}
	return "device"
}

func isFile(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.Mode().IsRegular()
}

func isDir(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.IsDir()
}
