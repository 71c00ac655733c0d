// Package files knows where the lecture keeps its data and how to write a file so that nobody ever sees half of it.
package files

import (
	"fmt"
	"io"
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
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("files: %w", err)
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
	return os.Rename(f.Name(), name)
}

func isFile(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.Mode().IsRegular()
}

func isDir(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.IsDir()
}
