package main

import (
	"fmt"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
)

// builder builds the cells of one clone.
type builder struct {
	goCommand string // Go's own
	clone     string
	list      string // the file that keeps what is known of packages
}

// build compiles and links the cell in a directory to a program. It prints nothing. With an error there is no new program, and Go's
// own command has to say why.
func (b builder) build(directory, program string) error {
	if err := b.plain(directory); err != nil {
		return err
	}
	imports, err := imports(filepath.Join(directory, "main.go"))
	if err != nil {
		return err
	}
	a, err := b.archives()
	if err != nil {
		return err
	}
	needed, err := a.closure(append(imports, "runtime"))
	if err != nil {
		return err
	}
	work, err := os.MkdirTemp(filepath.Dir(program), ".build-*") // beside it, so that it can be moved there
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	if work, err = filepath.Abs(work); err != nil {
		return err
	}
	if err := a.compile(directory, work, imports); err != nil {
		return err
	}
	if err := a.link(work, needed); err != nil {
		return err
	}
	// Moved, because a program that still runs cannot be written over.
	return os.Rename(filepath.Join(work, "program"), program)
}

// plain tells by an error what makes a directory other than one cell of GoNB's in a workspace with nothing but the clone: then
// versions may be others, and files that are compiled in other ways.
func (b builder) plain(directory string) error {
	entries, err := os.ReadDir(directory)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		switch filepath.Ext(entry.Name()) {
		case ".go", ".c", ".cc", ".cpp", ".cxx", ".m", ".h", ".s", ".S", ".f", ".swig", ".swigcxx", ".syso":
			if entry.Name() != "main.go" && !strings.HasSuffix(entry.Name(), "_test.go") {
				return fmt.Errorf("%s is there beside the cell", entry.Name())
			}
		}
	}
	for name, lines := range map[string][]string{
		"go.mod":  {"replace latentlab => " + b.clone},
		"go.work": {"use (", ".", b.clone, ")"},
	} {
		text, err := os.ReadFile(filepath.Join(directory, name))
		if err != nil {
			return err
		}
		for line := range strings.Lines(string(text)) {
			line = strings.TrimSpace(line)
			if line != "" && !strings.HasPrefix(line, "module ") && !strings.HasPrefix(line, "go ") && !slices.Contains(lines, line) {
				return fmt.Errorf("%s says %q", name, line)
			}
		}
	}
	return nil
}

// imports returns the import paths of a file that is compiled as all are.
func imports(path string) ([]string, error) {
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly|parser.ParseComments)
	if err != nil {
		return nil, err
	}
	for _, group := range file.Comments {
		for _, comment := range group.List {
			if strings.HasPrefix(comment.Text, "//go:") {
				return nil, fmt.Errorf("%s is compiled otherwise: %s", path, comment.Text)
			}
		}
	}
	found := []string{}
	for _, spec := range file.Imports {
		name, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return nil, err
		}
		if name == "C" || name == "embed" {
			return nil, fmt.Errorf("%s imports %s", path, name)
		}
		found = append(found, name)
	}
	return found, nil
}

// compile writes the cell's archive, main.a, into work.
func (a *archives) compile(directory, work string, imports []string) error {
	where := filepath.Join(work, "imports")
	if err := os.WriteFile(where, []byte(a.files(imports)), 0o600); err != nil {
		return err
	}
	return a.tool(directory, "compile", "-o", filepath.Join(work, "main.a"), "-p", "main", "-lang", a.Language, "-complete",
		"-goversion", a.Version, "-c", strconv.Itoa(runtime.GOMAXPROCS(0)), "-nolocalimports", "-importcfg", where, "-pack", "./main.go")
}

// link makes the program of main.a and all packages that it needs.
func (a *archives) link(work string, paths []string) error {
	var modules []string
	for _, path := range paths {
		if module := a.Packages[path].Module; module != "" {
			modules = append(modules, "dep\t"+module+"\n")
		}
	}
	slices.Sort(modules)
	info := infoStart + "path\tmain\n" + strings.Join(slices.Compact(modules), "") + infoEnd
	main, where := filepath.Join(work, "main.a"), filepath.Join(work, "all")
	config := fmt.Sprintf("packagefile main=%s\n%smodinfo %q\n", main, a.files(paths), info)
	if err := os.WriteFile(where, []byte(config), 0o600); err != nil {
		return err
	}
	arguments := []string{"-o", filepath.Join(work, "program"), "-importcfg", where, "-buildmode", "exe", "-s", "-extld", a.CC}
	if runtime.GOARCH == "amd64" {
		// Go's linker can do without the C compiler's what XLA's binding asks of it: a cell that trains links in half the time.
		arguments = append(arguments, "-linkmode", "internal")
	}
	return a.tool(work, "link", append(arguments, main)...)
}

// What encloses the text in a program that runtime/debug.ReadBuildInfo reads, from cmd/go/internal/modload.
const (
	infoStart = "0w\xaf\f\x92t\b\x02A\xe1\xc1\a\xe6\xd6\x18\xe6"
	infoEnd   = "\xf932C1\x86\x18 r\x00\x82B\x10A\x16\xd8\xf2"
)

// tool runs the compiler or the linker, which ends with this program.
func (a *archives) tool(directory, name string, arguments ...string) error {
	c := exec.Command(filepath.Join(a.GoRoot, "pkg", "tool", runtime.GOOS+"_"+runtime.GOARCH, name), arguments...)
	c.Dir = directory
	c.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	runtime.LockOSThread() // with whose end the signal comes
	defer runtime.UnlockOSThread()
	if output, err := c.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w: %s", name, err, output)
	}
	return nil
}
