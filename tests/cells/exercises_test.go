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
func exercises(t *testing.T, kind string) []notebook {
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
	if err != nil || len(names) < 13 {
		t.Fatalf("there are %d exercises (%v): want 13 or more", len(names), err)
	}
	return openAll(t, names)
}

// The cells of the exercises read like those of the lecture, with gaps and with solutions in them.
func TestExercises(t *testing.T) {
	for _, kind := range []string{"student", "solution"} {
		t.Run(kind, func(t *testing.T) { readable(t, exercises(t, kind)) })
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
		t.Run("solution/"+n.name, func(t *testing.T) {
			t.Parallel()
			k, checkpoints := newKernel(t, n, nil), t.TempDir()
			for _, kind := range kinds {
				k.settings = []string{"LATENTLAB_DIGITS=" + kind, "LATENTLAB_CHECKPOINTS=" + checkpoints}
				for _, c := range n.cells {
					out := k.run(t, c.number, 0)
					if out.failed != nil || out.stderr != "" || checked.MatchString(c.body) && !passes.MatchString(out.stdout) {
						t.Errorf("cell %d, %s: it ends with %v: %s%s", c.number, kind, out.failed, out.stdout, out.stderr)
					}
				}
			}
		})
	}
	for _, n := range exercises(t, "student") {
		t.Run("student/"+n.name, func(t *testing.T) {
			t.Parallel()
			k, checks := newKernel(t, n, nil), 0
			for _, c := range n.cells {
				found := checked.FindStringSubmatch(c.body)
				if found == nil {
					continue
				}
				checks++
				out := k.run(t, c.number, 0)
				want := found[1] + " is still empty: write it in its cell above"
				if out.failed == nil || !strings.Contains(out.stdout, want) || out.stderr != "" {
					t.Errorf("cell %d: it ends with %v: %s%s: want %q", c.number, out.failed, out.stdout, out.stderr, want)
				}
			}
			if checks == 0 {
				t.Error("it checks nothing")
			}
		})
	}
}

// Where a student's function panics is told by its line, and which of two is still empty by its name.
func TestPanicsAreTold(t *testing.T) {
	for half, want := range map[string]string{
		"y := x[:len(x)/2]\n\tfor i := range x {\n\t\ty[i] = 0\n\t}\n\treturn y": "meanImage panics in half, called by line 2 of meanImage: index out of range [2] with length 2.",
		"panic(\"YOUR CODE HERE\")": "half is still empty: write it in its cell above",
	} {
		n := notebook{name: "panics", cells: []cell{
			split(1, "func half(x []float32) []float32 {\n\t"+half+"\n}"),
			split(2, "func meanImage(x [][]float32) []float32 {\n\treturn half(x[0])\n}"),
			split(3, "import \"latentlab/pkg/exercise\"\n\n%%\nexercise.MeanImage.Check(meanImage)"),
		}}
		out := newKernel(t, n, nil).run(t, 3, 0)
		if out.failed == nil || !strings.Contains(out.stdout, want) {
			t.Errorf("it ends with %v: %s%s: want %q", out.failed, out.stdout, out.stderr, want)
		}
	}
}
