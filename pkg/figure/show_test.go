package figure

import (
	"image/gif"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestShowSaves(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "figures")
	t.Setenv("LATENTLAB_FIGURES", dir)
	kinds := pictures()
	for _, name := range []string{"scatter", "gallery", "walk", "beside"} {
		if err := Show(name, kinds[name]); err != nil {
			t.Fatal(err)
		}
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range entries {
		got = append(got, e.Name())
	}
	want := []string{"beside.png", "beside.svg", "gallery.png", "scatter.png", "scatter.svg", "walk.gif", "walk.png"}
	if !slices.Equal(got, want) {
		t.Errorf("saved %v, want %v", got, want)
	}
	film, err := os.Open(filepath.Join(dir, "walk.gif"))
	if err != nil {
		t.Fatal(err)
	}
	defer film.Close()
	if _, err := gif.DecodeAll(film); err != nil {
		t.Error(err)
	}
}

func TestShowErrors(t *testing.T) {
	blocked := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(blocked, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	t.Setenv("LATENTLAB_FIGURES", blocked)
	err := Show("x", Gallery(rings(1), 1))
	if err == nil || !strings.Contains(err.Error(), "figure: saving x, as LATENTLAB_FIGURES says:") || !strings.Contains(err.Error(), "not a directory") {
		t.Errorf("a file in the place of the directory: %v", err)
	}
}
