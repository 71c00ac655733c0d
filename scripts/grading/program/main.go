// Command program writes a notebook's functions and one check of them as a Go program of two files in a directory:
//
//	program DIRECTORY < cells.json
//
// The functions' file holds what the check needs of the cells, and nothing else: a cell that the check does not need may be
// unfinished. The check's file holds the check. So the cells see none of what the check imports.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/imports"
)

// A cell is a code cell of a notebook: its grade_id, or another name for it, and its text.
type cell struct{ Name, Source string }

// A notebook is what is to become a program. Where two cells declare the same name, the later one counts, as in the kernel.
type notebook struct {
	Cells   []cell
	Check   cell
	Trusted bool // the master's, which may import anything
}

// refused are packages by which a program could reach into others' memory, or compile others' files into itself; and that of the
// checks, which know what is right.
var refused = []string{"C", "unsafe", "syscall", "plugin", "embed", "latentlab/pkg/exercise"}

func main() {
	var n notebook
	if err := json.NewDecoder(os.Stdin).Decode(&n); err != nil {
		fail(2, err)
	}
	check, functions, err := n.files()
	if err != nil {
		fail(1, err)
	}
	for name, source := range map[string][]byte{"check.go": check, "functions.go": functions} {
		if err := os.WriteFile(filepath.Join(os.Args[1], name), source, 0o644); err != nil {
			fail(2, err)
		}
	}
}

// fail ends with a status: 1 where the cells are at fault, 2 where they are not.
func fail(status int, err error) {
	fmt.Println(err)
	os.Exit(status)
}

// files returns the program's files.
func (n notebook) files() (check, functions []byte, err error) {
	declarations, body := split(n.Check.Source)
	check, err = complete(n.Check.Name, []byte(head+declarations+"\nfunc main() {\n"+body+"\n}\n"))
	if err != nil {
		return nil, nil, err
	}
	functions, err = n.functions(check)
	return check, functions, err
}

const head = "package main\n"

// split parts a cell as the kernel does: what follows the line %% is the body of main.
func split(source string) (declarations, body string) {
	lines := strings.SplitAfter(source, "\n")
	for i, line := range lines {
		if strings.TrimSpace(line) == "%%" {
			return strings.Join(lines[:i], ""), strings.Join(lines[i+1:], "")
		}
	}
	return source, ""
}

// A declaration is one of a cell, with its text as the cell has it.
type declaration struct {
	text  string
	names []string // that it declares
	uses  []string // every name in it but those after a dot
	free  []string // those of them that the cell does not declare
}

// functions returns the file of what the check needs of the cells.
func (n notebook) functions(check []byte) ([]byte, error) {
	byName, methods := map[string]*declaration{}, map[string][]*declaration{}
	var all []*declaration
	var imported, broken []string
	for _, c := range n.Cells {
		declarations, _ := split(c.Source)
		text := head + declarations
		file, err := parser.ParseFile(token.NewFileSet(), "", text, 0)
		if err != nil {
			broken = append(broken, placed(c.Name, declarations))
			continue
		}
		for _, spec := range file.Imports {
			imported = append(imported, "import "+text[spec.Pos()-1:spec.End()-1])
		}
		for _, d := range file.Decls {
			from, to := int(d.Pos())-1, int(d.End())-1
			line := strings.Count(text[:from], "\n")
			made := &declaration{text: fmt.Sprintf("\n//line %s:%d\n%s\n", c.Name, line, text[from:to]), uses: identifiers(d)}
			for _, id := range file.Unresolved {
				if d.Pos() <= id.Pos() && id.Pos() < d.End() {
					made.free = append(made.free, id.Name)
				}
			}
			all = append(all, made)
			if f, ok := d.(*ast.FuncDecl); ok && f.Recv != nil {
				for _, name := range identifiers(f.Recv) {
					methods[name] = append(methods[name], made)
				}
				continue
			}
			made.names = declared(d)
			for _, name := range made.names {
				byName[name] = made
			}
		}
	}
	file, err := parser.ParseFile(token.NewFileSet(), "", check, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	needed := map[*declaration]bool{}
	var need func(names []string)
	need = func(names []string) {
		for _, name := range names {
			for _, d := range append(methods[name], byName[name]) {
				if d != nil && !needed[d] {
					needed[d] = true
					need(d.uses)
				}
			}
		}
	}
	need(identifiers(file))
	if len(needed) == 0 && len(broken) > 0 {
		return nil, errors.New(strings.Join(broken, "\n"))
	}
	var text strings.Builder
	foreign := false // a name that may come from an import with a dot
	for _, d := range all {
		if needed[d] {
			text.WriteString(d.text)
			foreign = foreign || slices.ContainsFunc(d.free, func(name string) bool { return ast.IsExported(name) && byName[name] == nil })
		}
	}
	slices.Sort(imported)
	imported = slices.DeleteFunc(slices.Compact(imported), func(text string) bool { return strings.HasPrefix(text, "import .") && !foreign })
	source, err := complete("functions", []byte(head+strings.Join(imported, "\n")+"\n"+text.String()))
	if err != nil {
		return nil, err
	}
	return source, n.allowed(source)
}

// placed returns what the parser says of a cell, at the cell's own lines.
func placed(name, declarations string) string {
	_, err := parser.ParseFile(token.NewFileSet(), "", head+"//line "+name+":1\n"+declarations, parser.SkipObjectResolution)
	return err.Error()
}

// complete adds the imports that are missing, and removes those that are not needed, as the kernel does.
func complete(name string, source []byte) ([]byte, error) {
	return imports.Process(name+".go", source, &imports.Options{Comments: true, TabIndent: true, TabWidth: 8})
}

// allowed says of a submission what it imports and must not.
func (n notebook) allowed(source []byte) error {
	file, err := parser.ParseFile(token.NewFileSet(), "", source, parser.ImportsOnly)
	if err != nil || n.Trusted {
		return err
	}
	for _, spec := range file.Imports {
		path, err := strconv.Unquote(spec.Path.Value)
		first, _, _ := strings.Cut(path, "/")
		if err != nil || slices.Contains(refused, path) || strings.Contains(first, ".") {
			return fmt.Errorf("it imports %s, which a submission may not: the exercises need nothing but Go's own packages and latentlab's", spec.Path.Value)
		}
	}
	return nil
}

// identifiers returns the names in a part of a cell, but for those after a dot.
func identifiers(node ast.Node) (names []string) {
	ast.Inspect(node, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			names = append(names, identifiers(n.X)...)
			return false
		case *ast.Ident:
			names = append(names, n.Name)
		}
		return true
	})
	return names
}

// declared returns the names that a declaration gives to what other cells see.
func declared(d ast.Decl) (names []string) {
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Name.Name != "main" { // a cell's own, as the kernel allows
			names = append(names, d.Name.Name)
		}
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			switch s := spec.(type) {
			case *ast.TypeSpec:
				names = append(names, s.Name.Name)
			case *ast.ValueSpec:
				for _, id := range s.Names {
					names = append(names, id.Name)
				}
			}
		}
	}
	return names
}
