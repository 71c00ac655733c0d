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
	"maps"
	"os"
	"path"
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

// refused are packages by which a program could reach into others' memory, or compile others' files into itself; those of C, whose
// library the box has not; and that of the checks, which know what is right.
var refused = []string{"C", "runtime/cgo", "unsafe", "syscall", "plugin", "embed", "latentlab/pkg/exercise"}

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

// split parts a cell as the kernel does: what follows the line %%, or %main, is the body of main, and a line with package is none.
func split(source string) (declarations, body string) {
	lines := strings.SplitAfter(source, "\n")
	for i, line := range lines {
		if strings.HasPrefix(line, "package") {
			lines[i] = "\n"
		}
		if words := strings.Fields(line); len(words) > 0 && (words[0] == "%%" || words[0] == "%main") {
			return strings.Join(lines[:i], ""), strings.Join(lines[i+1:], "")
		}
	}
	return strings.Join(lines, ""), ""
}

// A declaration is one of a cell, with its text as the cell has it.
type declaration struct {
	text    string
	names   []string          // that it declares: of a method T.Name
	uses    []string          // every name in it but those after a dot
	free    []string          // those of them that the cell does not declare
	imports map[string]string // of its cell: by the name that they have there
}

// functions returns the file of what the check needs of the cells.
func (n notebook) functions(check []byte) ([]byte, error) {
	var all []*declaration
	var broken []string
	for _, c := range n.Cells {
		found, err := c.declarations()
		if err != nil {
			broken = append(broken, err.Error())
		}
		all = append(all, found...)
	}
	file, err := parser.ParseFile(token.NewFileSet(), "", check, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	needed := need(all, identifiers(file))
	if len(needed) == 0 && len(broken) > 0 {
		return nil, errors.New(strings.Join(broken, "\n"))
	}
	var text strings.Builder
	for _, d := range needed {
		text.WriteString(d.text)
	}
	source, err := complete("functions", []byte(head+strings.Join(imported(all, needed), "\n")+"\n"+text.String()))
	if err != nil {
		return nil, err
	}
	return source, n.allowed(source)
}

// declarations returns what a cell declares.
func (c cell) declarations() (all []*declaration, err error) {
	above, _ := split(c.Source)
	text := head + above
	file, err := parser.ParseFile(token.NewFileSet(), "", text, 0)
	if err != nil {
		return nil, placed(c.Name, above)
	}
	imports := map[string]string{}
	for _, spec := range file.Imports {
		imports[nameOf(spec)] = "import " + text[spec.Pos()-1:spec.End()-1]
	}
	for _, d := range file.Decls {
		from, to := int(d.Pos())-1, int(d.End())-1
		place := fmt.Sprintf("%s:%d", c.Name, strings.Count(text[:from], "\n"))
		made := &declaration{text: "\n//line " + place + "\n" + text[from:to] + "\n", names: declared(d), uses: identifiers(d), imports: imports}
		for _, id := range file.Unresolved {
			if d.Pos() <= id.Pos() && id.Pos() < d.End() {
				made.free = append(made.free, id.Name)
			}
		}
		all = append(all, made)
	}
	return all, nil
}

// need returns those of all declarations that the names need, in their order. A type needs its methods.
func need(all []*declaration, names []string) (needed []*declaration) {
	byName := map[string]*declaration{}
	for _, d := range all {
		for _, name := range d.names {
			byName[name] = d
		}
	}
	chosen := map[*declaration]bool{}
	for len(names) > 0 {
		for name, d := range byName {
			if (name == names[0] || strings.HasPrefix(name, names[0]+".")) && !chosen[d] {
				chosen[d] = true
				names = append(names, d.uses...)
			}
		}
		names = names[1:]
	}
	return slices.DeleteFunc(slices.Clone(all), func(d *declaration) bool { return !chosen[d] })
}

// imported returns the cells' imports. Where two have the same name, that of a cell that is needed counts. Those with a dot are
// left out where nothing can come from them, for unlike others they are not found to be superfluous: what a cell does not declare
// comes from its own, and where it has none, from another cell's.
func imported(all, needed []*declaration) []string {
	byName, ours := map[string]string{}, map[string]bool{}
	for _, d := range slices.Concat(all, needed) {
		maps.Copy(byName, d.imports)
		for _, name := range d.names {
			ours[name] = true
		}
	}
	own, foreign := map[string]bool{}, false
	for _, d := range needed {
		if slices.ContainsFunc(d.free, func(name string) bool { return ast.IsExported(name) && !ours[name] }) {
			foreign = true
			for _, text := range d.imports {
				if dotted(text) {
					own[text] = true
				}
			}
		}
	}
	maps.DeleteFunc(byName, func(name, text string) bool {
		return dotted(text) && !own[text] && (!foreign || len(own) > 0 || others(name))
	})
	return slices.Sorted(maps.Values(byName))
}

// dotted tells whether an import's names stand by themselves.
func dotted(text string) bool { return strings.HasPrefix(text, "import .") }

// others tells whether a package is neither Go's nor latentlab's.
func others(path string) bool {
	first, _, _ := strings.Cut(path, "/")
	return strings.Contains(first, ".")
}

// nameOf returns what a package is called in a cell: its path's last part, but for versions; its path where it is imported with a dot.
func nameOf(spec *ast.ImportSpec) string {
	name, _ := strconv.Unquote(spec.Path.Value)
	switch base := path.Base(name); {
	case spec.Name != nil && spec.Name.Name != "." && spec.Name.Name != "_":
		return spec.Name.Name
	case spec.Name != nil:
		return name
	case len(base) == 2 && base[0] == 'v':
		return path.Base(path.Dir(name))
	default:
		return base
	}
}

// placed returns what the parser says of a cell, at the cell's own lines.
func placed(name, declarations string) error {
	_, err := parser.ParseFile(token.NewFileSet(), "", head+"//line "+name+":1\n"+declarations, parser.SkipObjectResolution)
	return err
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
		name, err := strconv.Unquote(spec.Path.Value)
		if err != nil || slices.Contains(refused, name) || others(name) {
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
		if d.Recv != nil {
			for _, receiver := range d.Recv.List {
				for _, name := range identifiers(receiver.Type) {
					names = append(names, name+"."+d.Name.Name)
				}
			}
			return names
		}
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
