package figure

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func somePage() Page {
	return Page{Title: `a "page"`, HTML: `<p class="x">1 < 2`, Still: Gallery(rings(1), 1)}
}

func TestShowPageSaves(t *testing.T) {
	root, figures := t.TempDir(), filepath.Join(t.TempDir(), "figures")
	t.Setenv("LATENTLAB_ROOT", root)
	t.Setenv("LATENTLAB_FIGURES", figures)
	if err := ShowPage("14-explorer", somePage()); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{filepath.Join(root, "out", "explorer.html"), filepath.Join(figures, "14-explorer.html")} {
		if got, err := os.ReadFile(name); err != nil || string(got) != somePage().HTML {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
	entries, err := os.ReadDir(figures)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range entries {
		got = append(got, e.Name())
	}
	if want := []string{"14-explorer.html", "14-explorer.png"}; !slices.Equal(got, want) {
		t.Errorf("the figures are %v, want %v", got, want)
	}
}

func TestShowPageErrors(t *testing.T) {
	root := t.TempDir()
	t.Setenv("LATENTLAB_ROOT", root)
	if err := os.WriteFile(filepath.Join(root, "out"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := ShowPage("14-x", somePage()); err == nil || !strings.Contains(err.Error(), "not a directory") {
		t.Errorf("a file in the place of out: %v", err)
	}
}

// In a clone that belongs to somebody else, a page is shown all the same.
func TestShowPageWhereNothingCanBeWritten(t *testing.T) {
	t.Setenv("LATENTLAB_ROOT", "/sys/kernel") // where not even root makes files
	if err := ShowPage("14-explorer", somePage()); err != nil {
		t.Error(err)
	}
}
