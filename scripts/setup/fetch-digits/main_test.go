package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"latentlab/pkg/digits/fetch"
)

func TestRun(t *testing.T) {
	defer func(mirrors []string) { fetch.Mirrors = mirrors }(fetch.Mirrors)
	fetch.Mirrors = []string{"http://127.0.0.1:1/"} // nobody listens there
	interrupted, interrupt := context.WithCancel(t.Context())
	interrupt()
	for name, test := range map[string]struct {
		ctx        context.Context
		which, dir string // LATENTLAB_DIGITS, LATENTLAB_MNIST
		status     int
		out, err   string
	}{
		"no mirror":         {t.Context(), "", "", 0, "the lecture will use its built-in digits; for MNIST later", ""},
		"no mirror, wanted": {t.Context(), "mnist", "", 1, "", "or unset LATENTLAB_DIGITS"},
		"not needed":        {t.Context(), "builtin", "/nowhere", 0, "not needed", ""},
		"named, missing":    {t.Context(), "", "/nowhere", 1, "", "unset LATENTLAB_MNIST"},
		"interrupted":       {interrupted, "", "", 130, "", "interrupted"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("LATENTLAB_ROOT", t.TempDir())
			t.Setenv("LATENTLAB_DIGITS", test.which)
			t.Setenv("LATENTLAB_MNIST", test.dir)
			var out, err strings.Builder
			status := run(test.ctx, false, &out, &err, false)
			if status != test.status || !says(out.String(), test.out) || !says(err.String(), test.err) {
				t.Errorf("status %d, stdout %q, stderr %q, want %d, %q and %q", status, &out, &err, test.status, test.out, test.err)
			}
		})
	}
}

// TestCheck has what a set-up must not take for MNIST.
func TestCheck(t *testing.T) {
	for name, test := range map[string]struct {
		left   []string // below data/mnist
		which  string   // LATENTLAB_DIGITS
		status int
		err    string
	}{
		"nothing":             {nil, "", 1, "file does not exist"},
		"nothing, not wanted": {nil, "builtin", 0, ""},
		"a broken download":   {[]string{"t10k-labels-idx1-ubyte.gz.part", "train-images-idx3-ubyte.gz.part"}, "", 1, "file does not exist"},
		"one file":            {[]string{"train-images-idx3-ubyte.gz"}, "", 1, "t10k-labels-idx1-ubyte.gz: file does not exist"},
		"another tree":        {[]string{"MNIST/raw/train-images-idx3-ubyte", "MNIST/raw/t10k-labels-idx1-ubyte"}, "", 1, "file does not exist"},
		"a damaged file":      {[]string{"t10k-labels-idx1-ubyte.gz"}, "", 1, "delete the file"},
	} {
		t.Run(name, func(t *testing.T) {
			root := t.TempDir()
			t.Setenv("LATENTLAB_ROOT", root)
			t.Setenv("LATENTLAB_DIGITS", test.which)
			t.Setenv("LATENTLAB_MNIST", "")
			for _, left := range test.left {
				left = filepath.Join(root, "data/mnist", left)
				if err := os.MkdirAll(filepath.Dir(left), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(left, []byte("something"), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			var out, err strings.Builder
			if status := run(t.Context(), true, &out, &err, false); status != test.status || !says(err.String(), test.err) {
				t.Errorf("status %d, stderr %q, want %d and %q", status, &err, test.status, test.err)
			}
		})
	}
}

// TestCheckOfMNIST reads the real one.
func TestCheckOfMNIST(t *testing.T) {
	if os.Getenv("LATENTLAB_MNIST") == "" {
		t.Skip("LATENTLAB_MNIST does not say where MNIST is")
	}
	t.Setenv("LATENTLAB_DIGITS", "")
	var out, err strings.Builder
	if status := run(t.Context(), true, &out, &err, false); status != 0 {
		t.Errorf("status %d, stderr %q, want 0", status, &err)
	}
}

// says reports whether text is one line that holds what, or nothing where that is to be said.
func says(text, what string) bool {
	if what == "" {
		return text == ""
	}
	return strings.Contains(text, what) && strings.Count(text, "\n") == 1
}
