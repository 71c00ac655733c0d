package files

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestWriteLeavesTheOldFileWhenWritingFails(t *testing.T) {
	name := filepath.Join(t.TempDir(), "new", "file")
	whole := func(w io.Writer) error { _, err := io.WriteString(w, "whole"); return err }
	if err := Write(name, whole); err != nil {
		t.Fatal(err)
	}
	broken := errors.New("the disk is full")
	half := func(w io.Writer) error { io.WriteString(w, "ha"); return broken }
	if err := Write(name, half); !errors.Is(err, broken) {
		t.Errorf("Write returned %v, want %v", err, broken)
	}
	got, err := os.ReadFile(name)
	if err != nil || string(got) != "whole" {
		t.Errorf("the file holds %q (%v), want the old content", got, err)
	}
	entries, _ := os.ReadDir(filepath.Dir(name))
	if len(entries) != 1 {
		t.Errorf("%d files are left, want 1: %v", len(entries), entries)
	}
}

func TestRoot(t *testing.T) {
	t.Setenv("LATENTLAB_ROOT", "")
	root, err := Root()
	if err != nil || !isFile(filepath.Join(root, "go.mod")) {
		t.Errorf("Root() = %q, %v", root, err)
	}
	t.Chdir(t.TempDir())
	if _, err := Root(); err == nil || !strings.Contains(err.Error(), "LATENTLAB_ROOT") {
		t.Errorf("outside a clone Root's error is %v, want one that names LATENTLAB_ROOT", err)
	}
	t.Setenv("LATENTLAB_ROOT", "/some/where")
	if got, err := Data("mnist"); err != nil || got != "/some/where/data/mnist" {
		t.Errorf(`Data("mnist") = %q, %v`, got, err)
	}
}
