package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// exercises returns the exercises' versions of a kind, "student" or "solution", as scripts/exercises.sh makes them.
func exercises(t *testing.T, kind string) (all []notebook) {
	t.Helper()
	python := filepath.Join("..", "..", ".venv", "bin", "python")
	if _, err := os.Stat(python); err != nil {
		t.Skip("Python is not set up: scripts/setup.sh")
	}
	out := t.TempDir()
	command := exec.Command(python, "-m", "exercises", "--out", out)
	command.Env = append(os.Environ(), "PYTHONPATH="+filepath.Join("..", "..", "scripts"))
	if said, err := command.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	names, err := filepath.Glob(filepath.Join(out, kind, "*.ipynb"))
	if err != nil || len(names) < 6 {
		t.Fatalf("there are %d exercises (%v): want 6 or more", len(names), err)
	}
	for _, name := range names {
		n, err := open(name)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, n)
	}
	return all
}

// The cells of the exercises read like those of the lecture; only a function that is a solution may be longer.
func TestExercises(t *testing.T) {
	for _, n := range exercises(t, "solution") {
		for _, f := range n.findings() {
			if !strings.Contains(f.what, "lines of code") || len(n.cells[f.cell-1].code()) > mostLines+8 || n.cells[f.cell-1].body != "" {
				t.Error(f)
			}
		}
	}
}

// The solutions are Go that go vet and staticcheck let pass.
func TestSolutionsAsPrograms(t *testing.T) {
	if testing.Short() {
		t.Skip("-short leaves out what analyses GoMLX as well")
	}
	analyse(t, exercises(t, "solution"), func(output string) {
		if output != "" {
			t.Error(output)
		}
	})
}

var (
	checked = regexp.MustCompile(`exercise\.\w+\.Check\((\w+)\)`)
	passes  = regexp.MustCompile(`: all \d+ checks pass\.\n`)
)

// Each solution passes its checks, and what comes after them runs, on both kinds of digits. Each student's version compiles,
// and every check of it says which function is still to be written.
func TestSolutionsPassAndGapsDoNot(t *testing.T) {
	if testing.Short() {
		t.Skip("-short leaves out what compiles the exercises")
	}
	kinds := []string{"builtin"}
	if os.Getenv("LATENTLAB_MNIST") != "" {
		kinds = append(kinds, "mnist")
	}
	for _, n := range exercises(t, "solution") {
		k := newKernel(t, n, nil)
		for _, kind := range kinds {
			k.settings = []string{"LATENTLAB_DIGITS=" + kind}
			for _, c := range n.cells {
				out := k.run(t, c.number, 0)
				if out.failed != nil || out.stderr != "" || checked.MatchString(c.body) && !passes.MatchString(out.stdout) {
					t.Errorf("%s, solution, cell %d, %s: it ends with %v: %s%s", n.name, c.number, kind, out.failed, out.stdout, out.stderr)
				}
			}
		}
	}
	for _, n := range exercises(t, "student") {
		k, checks := newKernel(t, n, nil), 0
		for _, c := range n.cells {
			found := checked.FindStringSubmatch(c.body)
			if found == nil {
				continue
			}
			checks++
			out := k.run(t, c.number, 0)
			if want := found[1] + " is still empty: write it in the cell above"; out.failed == nil || !strings.Contains(out.stdout, want) || out.stderr != "" {
				t.Errorf("%s, with gaps, cell %d: it ends with %v: %s%s: want %q", n.name, c.number, out.failed, out.stdout, out.stderr, want)
			}
		}
		if checks == 0 {
			t.Errorf("%s checks nothing", n.name)
		}
	}
}
