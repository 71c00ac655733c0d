package main

import (
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// room is a clone with one package, and a notebook's workspace with one cell.
type room struct {
	*testing.T
	builder
	workspace, program string
}

func newRoom(t *testing.T) room {
	t.Helper()
	goCommand, err := exec.LookPath("go")
	if err != nil {
		t.Fatal(err)
	}
	directory := t.TempDir()
	r := room{t, builder{goCommand, filepath.Join(directory, "clone"), filepath.Join(directory, "kernel", "go.json")}, filepath.Join(directory, "cell"), ""}
	r.program = filepath.Join(r.workspace, "program")
	for _, d := range []string{filepath.Join(r.clone, "pkg", "a"), filepath.Dir(r.list), r.workspace} {
		if err := os.MkdirAll(d, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	r.write(r.clone, "go.mod", "module latentlab\n\ngo 1.26\n")
	r.write(r.clone, "go.sum", "")
	r.says("first")
	r.write(r.workspace, "go.mod", "module cell\n\ngo 1.26\n\nreplace latentlab => "+r.clone+"\n")
	r.write(r.workspace, "go.work", "go 1.26\n\nuse (\n\t.\n\t"+r.clone+"\n)\n")
	r.cell("")
	return r
}

func (r room) write(directory, name, text string) {
	r.Helper()
	if err := os.WriteFile(filepath.Join(directory, name), []byte(text), 0o644); err != nil {
		r.Fatal(err)
	}
}

// says changes what the clone's package says.
func (r room) says(word string) {
	r.Helper()
	r.write(filepath.Join(r.clone, "pkg", "a"), "a.go", fmt.Sprintf("package a\n\nfunc Say() string { return %q }\n", word))
}

// cell writes a cell that prints what the package says and what the module's path is, with more lines before its imports.
func (r room) cell(before string) {
	r.Helper()
	r.write(r.workspace, "main.go", before+`package main

import (
	"fmt"
	"latentlab/pkg/a"
	"runtime/debug"
	_ "unsafe"
)

func main() {
	_, known := debug.ReadBuildInfo()
	fmt.Print(a.Say(), " ", known)
}
`)
}

// prints builds the cell and looks at what it prints.
func (r room) prints(want string) {
	r.Helper()
	if err := r.build(r.workspace, r.program); err != nil {
		r.Fatal(err)
	}
	printed, err := exec.Command(r.program).Output()
	if err != nil || string(printed) != want {
		r.Errorf("the cell prints %q, %v, want %q", printed, err, want)
	}
}

// refuses looks whether building fails, for Go's own command to do it, with nothing left.
func (r room) refuses(what string) {
	r.Helper()
	err := r.build(r.workspace, r.program)
	if err == nil || !strings.Contains(err.Error(), what) {
		r.Errorf("building says %v, want %q", err, what)
	}
	for _, pattern := range []string{"program", ".build-*"} {
		if left, _ := filepath.Glob(filepath.Join(r.workspace, pattern)); left != nil {
			r.Errorf("it left %v", left)
		}
	}
}

func TestWhatChangesIsBuilt(t *testing.T) {
	r := newRoom(t)
	r.prints("first true")
	r.says("other") // of the same length, in the same second
	r.prints("other true")

	a, err := readArchives(r.list)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(a.Packages["latentlab/pkg/a"].File); err != nil {
		t.Fatal(err)
	}
	r.prints("other true")

	r.write(filepath.Dir(r.list), "go.json", "{")
	r.prints("other true")
}

// Go's command deletes what it has not used for five days.
func TestAnOldListIsMadeAnew(t *testing.T) {
	r := newRoom(t)
	r.prints("first true")
	long := time.Now().Add(-2 * oldest)
	if err := os.Chtimes(r.list, long, long); err != nil {
		t.Fatal(err)
	}
	r.prints("first true")
	if r.old() {
		t.Error("the list is as old as before")
	}
}

func TestAProgramThatRuns(t *testing.T) {
	r := newRoom(t)
	r.write(r.workspace, "main.go", "package main\n\nimport \"os\"\n\nfunc main() { os.Stdin.Read(make([]byte, 1)) }\n")
	if err := r.build(r.workspace, r.program); err != nil {
		t.Fatal(err)
	}
	c := exec.Command(r.program)
	stop, err := c.StdinPipe()
	if err == nil {
		err = c.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	r.cell("")
	r.prints("first true")
	stop.Close()
	if err := c.Wait(); err != nil {
		t.Error(err)
	}
}

func TestWhatGoHasToBuild(t *testing.T) {
	for name, c := range map[string]struct {
		change func(r room)
		says   string
	}{
		"a mistake": {func(r room) { r.write(r.workspace, "main.go", "package main\n\nfunc main() { x := 1 }\n") }, "declared and not used"},
		"a mistake in the package": {func(r room) { r.write(filepath.Join(r.clone, "pkg", "a"), "b.go", "package a\n\nvar x int = \"\"\n") },
			"exit status"},
		"a package that is not there": {func(r room) {
			r.write(r.workspace, "main.go", "package main\n\nimport \"example.org/x\"\n\nfunc main() {}\n")
		},
			"example.org/x is not among"},
		"another module": {func(r room) {
			r.write(r.workspace, "go.mod", "module cell\n\ngo 1.26\n\nreplace latentlab => "+r.clone+"\n\nrequire example.org/x v1.0.0\n")
		}, "require example.org/x"},
		"another clone": {func(r room) { r.write(r.workspace, "go.work", "go 1.26\n\nuse (\n\t.\n\t/elsewhere\n)\n") }, "/elsewhere"},
		"a module of the clone's replaced": {func(r room) {
			r.write(r.clone, "go.mod", "module latentlab\n\ngo 1.26\n\nreplace example.org/x => ../x\n")
		}, errReplaced.Error()},
		"no workspace": {func(r room) { os.Remove(filepath.Join(r.workspace, "go.work")) }, "go.work"},
		"another file": {func(r room) { r.write(r.workspace, "more.go", "package main\n") }, "more.go is there beside"},
		"C":            {func(r room) { r.write(r.workspace, "main.go", "package main\n\nimport \"C\"\n\nfunc main() {}\n") }, "imports C"},
		"a constraint": {func(r room) { r.cell("//go:build !purego\n\n") }, "//go:build !purego"},
		"other settings": {func(r room) {
			r.prints("first true")
			os.Remove(r.program)
			r.Setenv("GOAMD64", "v3")
		}, errOther.Error()},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRoom(t)
			c.change(r)
			r.refuses(c.says)
		})
	}
}

// A student of a classroom has no right to keep a list: one that fits is taken, old as it may be, and Go builds what has changed.
func TestAListThatCannotBeKept(t *testing.T) {
	r := newRoom(t)
	r.prints("first true")
	long := time.Now().Add(-2 * oldest)
	if err := os.Chtimes(r.list, long, long); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(filepath.Dir(r.list), 0o555); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.Chmod(filepath.Dir(r.list), 0o755) })
	if r.mayWrite() {
		t.Skip("this user writes into every directory")
	}
	r.prints("first true")
	os.Remove(r.program)
	r.says("second")
	r.refuses(fs.ErrPermission.Error())
}
