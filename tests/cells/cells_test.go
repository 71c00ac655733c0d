package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// lecture returns the lecture's notebooks.
func lecture(t *testing.T) []notebook {
	t.Helper()
	names, err := filepath.Glob("../../notebooks/[0-9][0-9]-*.ipynb")
	if err != nil || len(names) == 0 {
		t.Fatalf("there are no notebooks (%v)", err)
	}
	return openAll(t, names)
}

// openAll returns the notebooks of these files.
func openAll(t *testing.T, names []string) (all []notebook) {
	t.Helper()
	for _, name := range names {
		n, err := open(name)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, n)
	}
	return all
}

// The cells of the lecture read like the slides.
func TestCells(t *testing.T) { readable(t, lecture(t)) }

// readable fails where a reader of these notebooks would stumble.
func readable(t *testing.T, notebooks []notebook) {
	t.Helper()
	var c counts
	for _, n := range notebooks {
		for _, f := range n.findings() {
			t.Error(f)
		}
		c.add(n)
	}
	// Where the lecture stood at 17 and 40 a notebook, a third of what students read was plumbing.
	if must, plumbing := 5*len(notebooks), 10*len(notebooks); c.must > must || c.lecture > plumbing || c.captions > 0 {
		t.Errorf("%d Must, %d lecture., %d captions by hand: want at most %d, %d and 0", c.must, c.lecture, c.captions, must, plumbing)
	}
}

// The cells of the lecture are Go that go vet and staticcheck let pass, without anything that is deprecated.
func TestCellsAsPrograms(t *testing.T) {
	if testing.Short() {
		t.Skip("-short leaves out what analyses GoMLX as well")
	}
	analyse(t, lecture(t), func(output string) {
		if output != "" {
			t.Error(output)
		}
	})
}

// analyse hands what go vet and staticcheck say of the notebooks' programs, which lie in this module for a while.
func analyse(t *testing.T, notebooks []notebook, look func(output string)) {
	t.Helper()
	staticcheck := filepath.Join("..", "..", ".lab", "staticcheck", "staticcheck")
	if _, err := os.Stat(staticcheck); err != nil {
		t.Skip("staticcheck is not installed: scripts/setup.sh --tests")
	}
	dir, err := os.MkdirTemp(".", "_programs") // which ./... does not take for packages
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	var programs []string
	for _, n := range notebooks {
		source, err := n.program()
		if err != nil {
			t.Fatal(err)
		}
		programs = append(programs, "./"+filepath.Join(dir, n.name))
		if err := os.MkdirAll(filepath.Join(dir, n.name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, n.name, "main.go"), source, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	var said []string
	for _, command := range [][]string{
		append([]string{"go", "vet"}, programs...),
		// ST1001 is about dot imports, by which cells read like the slide.
		append([]string{staticcheck, "-checks", "inherit,-ST1001"}, programs...),
	} {
		out, err := exec.Command(command[0], command[1:]...).CombinedOutput()
		var exit *exec.ExitError
		if err != nil && !errors.As(err, &exit) {
			t.Fatal(err)
		}
		if err != nil {
			said = append(said, fmt.Sprintf("%s:\n%s", filepath.Base(command[0]), out))
		}
	}
	look(strings.Join(said, "\n"))
}

// What each check is for, it finds.
func TestFindings(t *testing.T) {
	good := "import \"strings\"\n\n%%\nfmt.Println(strings.ToUpper(\"a\"))"
	for want, sources := range map[string][]string{
		"":                                                 {good, "import \"math\"\n\nfunc f() float64 {\n\tpanic(\"YOUR CODE HERE\")\n}"},
		"13 lines of code: want at most 12":                {"%%\n" + strings.Repeat("fmt.Println()\n", 13)},
		"columns, want at most 100":                        {"%%\nfmt.Println(\"" + strings.Repeat("x", 100) + "\")"},
		"it sets an environment variable":                  {"import \"os\"\n\n%%\nos.Setenv(\"A\", \"b\")"},
		`gofmt would write: "fmt.Println(1, 2)"`:           {"%%\nfmt.Println(1,2)"},
		`gofmt would write: "var a = 1"`:                   {"var a  = 1\n\n%%\nfmt.Println(a)"},
		"expected operand":                                 {"%%\nfmt.Println(/)"},
		`it imports "strings", which it does not use`:      {"import \"strings\"\n\n%%\nfmt.Println()", good[len("import \"strings\"\n\n"):]},
		`"strings" is imported in a cell before it`:        {good, good},
		"it uses f, which only cell 2 declares":            {"%%\nfmt.Println(f())", "func f() int { return 1 }\n\n%%\nfmt.Println(f())"},
		"it uses strings, which only a later cell imports": {"%%\nfmt.Println(strings.ToUpper(\"a\"))", good},
		"2 dot imports":                                    {"import (\n\t. \"math\"\n\t. \"strings\"\n)\n\n%%\nfmt.Println(Sqrt(2), ToUpper(\"a\"))"},
		"real hides Go's own real":                         {"%%\nreal := 1\nfmt.Println(real)"},
		"max hides Go's own max":                           {"func f(max int) int { return max }\n\n%%\nfmt.Println(f(1))"},
		"strings hides the package strings":                {good, "%%\nstrings := 1\nfmt.Println(strings)"},
	} {
		n := notebook{name: "test"}
		for i, source := range sources {
			n.cells = append(n.cells, split(i+1, source))
		}
		found := fmt.Sprint(n.findings())
		if want == "" && found != "[]" || !strings.Contains(found, want) {
			t.Errorf("of %q it says %s, want %q", sources, found, want)
		}
	}
}

// What go vet and staticcheck find is said, with the cell and the line.
func TestProgramsAreAnalysed(t *testing.T) {
	n := notebook{name: "bad", cells: []cell{
		split(1, "import \"strings\"\n\nvar unused = strings.ToUpper(\"a\")\n\n%%\nfmt.Printf(\"%d\\n\", \"a\")"),
		split(2, "%%\nfmt.Println(strings.Title(\"a\"))"),
	}}
	analyse(t, []notebook{n}, func(output string) {
		for _, want := range []string{"bad-cell-1.go:6", "wrong type string", "bad-cell-1.go:3", "unused is unused", "bad-cell-2.go:2", "strings.Title has been deprecated"} {
			if !strings.Contains(output, want) {
				t.Errorf("it says\n%s\nwant %q in it", output, want)
			}
		}
	})
}
