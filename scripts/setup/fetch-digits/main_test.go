package main

import (
	"context"
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
			status := run(test.ctx, &out, &err, false)
			if status != test.status || !says(out.String(), test.out) || !says(err.String(), test.err) {
				t.Errorf("status %d, stdout %q, stderr %q, want %d, %q and %q", status, &out, &err, test.status, test.out, test.err)
			}
		})
	}
}

// says reports whether text is one line that holds what, or nothing where that is to be said.
func says(text, what string) bool {
	if what == "" {
		return text == ""
	}
	return strings.Contains(text, what) && strings.Count(text, "\n") == 1
}
