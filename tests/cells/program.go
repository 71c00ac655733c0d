package main

import (
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"go/types"
	"path"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/imports"

	"latentlab/pkg/exercise"
)

// A finding is what a reader would stumble over, and where.
type finding struct {
	notebook string
	cell     int
	what     string
}

func (f finding) String() string { return fmt.Sprintf("%s, cell %d: %s", f.notebook, f.cell, f.what) }

// findings returns what is wrong with the cells of a notebook, each by itself and beside those before it.
func (n notebook) findings() (found []finding) {
	packages := map[string]bool{} // by the name that the notebook calls them
	for _, c := range n.cells {
		for _, spec := range c.imports() {
			packages[nameOf(spec)] = true
		}
	}
	first := n.firstDeclared()
	imported := map[string]bool{"fmt": true} // by the kernel itself, and used in nearly every cell
	for _, c := range n.cells {
		say := func(format string, args ...any) {
			found = append(found, finding{n.name, c.number, fmt.Sprintf(format, args...)})
		}
		if count := len(c.code()); count > mostLines {
			say("%d lines of code: want at most %d", count, mostLines)
		}
		for _, line := range strings.Split(c.source, "\n") {
			if wide := columns(line); wide > mostColumns {
				say("%d columns, want at most %d: %s", wide, mostColumns, strings.TrimSpace(line))
			}
			if strings.Contains(line, "Setenv(") {
				say("it sets an environment variable: %s", strings.TrimSpace(line))
			}
		}
		for _, part := range c.misformatted() {
			say("gofmt would write: %s", part)
		}
		file, err := c.parse()
		if err != nil {
			say("%v", err)
			continue
		}
		used, dotted := selectors(file), 0
		for _, spec := range c.imports() {
			name, key := nameOf(spec), nameOf(spec)
			if name == "." { // what is used of it has no dot
				key = spec.Path.Value
				dotted++
			}
			if imported[key] {
				say("%s is imported in a cell before it", spec.Path.Value)
			}
			if name != "." && !used[name] && !strings.Contains(c.source, exercise.Empty) { // a gap does not use yet what its solution will
				say("it imports %s, which it does not use: want that in the first cell that does", spec.Path.Value)
			}
			imported[key] = true
		}
		if dotted > 1 {
			say("%d dot imports: of a name alone nobody can tell which of them it is from", dotted)
		}
		for name := range used {
			if packages[name] && !imported[name] {
				say("it uses %s, which only a later cell imports", name)
			}
		}
		for _, name := range file.Unresolved {
			if number := first[name.Name]; number > c.number {
				say("it uses %s, which only cell %d declares", name.Name, number)
			}
		}
		for _, name := range declared(file) {
			if types.Universe.Lookup(name) != nil {
				say("%s hides Go's own %s", name, name)
			} else if packages[name] {
				say("%s hides the package %s", name, name)
			}
		}
	}
	slices.SortFunc(found, func(a, b finding) int { return strings.Compare(a.String(), b.String()) })
	return found
}

// head is what a cell lacks of a program's beginning.
const head = "package main\n"

// firstDeclared returns the number of the first cell that declares a name for those after it. The kernel knows of no later one.
func (n notebook) firstDeclared() map[string]int {
	first := map[string]int{}
	for _, c := range slices.Backward(n.cells) {
		if file, err := c.parse(); err == nil {
			for name := range file.Scope.Objects {
				first[name] = c.number
			}
		}
	}
	return first
}

// parse returns the cell as a program. What it does not declare itself is unresolved.
func (c cell) parse() (*ast.File, error) {
	return parser.ParseFile(token.NewFileSet(), "", head+c.declarations+"\nfunc main() {\n"+c.body+"\n}\n", 0)
}

func (c cell) imports() []*ast.ImportSpec {
	file, err := c.parse()
	if err != nil {
		return nil
	}
	return file.Imports
}

// nameOf returns what a package is called in the cells: its path's last part, but for versions.
func nameOf(spec *ast.ImportSpec) string {
	if spec.Name != nil {
		return spec.Name.Name
	}
	value, _ := strconv.Unquote(spec.Path.Value)
	if base := path.Base(value); !strings.HasPrefix(base, "v") || len(base) > 3 {
		return base
	}
	return path.Base(path.Dir(value))
}

// misformatted returns the first line of each part of the cell that gofmt would change.
func (c cell) misformatted() (lines []string) {
	check := func(head, text, tail, indent string) {
		if strings.TrimSpace(text) == "" {
			return
		}
		formatted, err := format.Source([]byte(head + text + tail))
		if err != nil {
			return // which parse says
		}
		want := strings.TrimSuffix(strings.TrimPrefix(string(formatted), head), tail)
		have := strings.Split(strings.Trim(text, "\n"), "\n")
		for i, line := range strings.Split(strings.Trim(want, "\n"), "\n") {
			line = strings.TrimPrefix(line, indent)
			if i >= len(have) || line != have[i] {
				lines = append(lines, strconv.Quote(line))
				return
			}
		}
	}
	check("package main\n\n", strings.TrimSpace(c.declarations)+"\n", "", "")
	check("package main\n\nfunc main() {\n", strings.TrimSpace(c.body)+"\n", "}\n", "\t")
	return lines
}

// selectors returns the names that stand before a dot.
func selectors(file *ast.File) map[string]bool {
	names := map[string]bool{}
	ast.Inspect(file, func(node ast.Node) bool {
		if s, ok := node.(*ast.SelectorExpr); ok {
			if id, ok := s.X.(*ast.Ident); ok {
				names[id.Name] = true
			}
		}
		return true
	})
	return names
}

// declared returns the names that the cell gives to something: variables, constants, functions, types, parameters.
func declared(file *ast.File) (names []string) {
	add := func(ids ...*ast.Ident) {
		for _, id := range ids {
			if id != nil && id.Name != "_" && id.Name != "main" {
				names = append(names, id.Name)
			}
		}
	}
	ast.Inspect(file, func(node ast.Node) bool {
		switch d := node.(type) {
		case *ast.AssignStmt:
			if d.Tok == token.DEFINE {
				for _, left := range d.Lhs {
					if id, ok := left.(*ast.Ident); ok {
						add(id)
					}
				}
			}
		case *ast.RangeStmt:
			if d.Tok == token.DEFINE {
				for _, e := range []ast.Expr{d.Key, d.Value} {
					if id, ok := e.(*ast.Ident); ok {
						add(id)
					}
				}
			}
		case *ast.ValueSpec:
			add(d.Names...)
		case *ast.TypeSpec:
			add(d.Name)
		case *ast.FuncDecl:
			if d.Recv == nil {
				add(d.Name)
			}
		case *ast.FuncType:
			for _, list := range []*ast.FieldList{d.Params, d.Results} {
				if list != nil {
					for _, field := range list.List {
						add(field.Names...)
					}
				}
			}
		}
		return true
	})
	return names
}

// program returns the notebook as one program: the declarations of all its cells, and a function for each cell's main, of which
// it runs the one whose number is its argument. Each of its lines says which cell it is from.
func (n notebook) program() ([]byte, error) {
	var all, rest strings.Builder
	all.WriteString("package main\n\n")
	rest.WriteString("func main() {\n\tswitch os.Args[1] {\n")
	for _, c := range n.cells {
		fmt.Fprintf(&rest, "\tcase \"%d\":\n\t\tcell%d()\n", c.number, c.number)
	}
	rest.WriteString("\t}\n}\n")
	for _, c := range n.cells {
		file, err := c.parse()
		if err != nil {
			return nil, fmt.Errorf("%s, cell %d: %w", n.name, c.number, err)
		}
		at, text := fmt.Sprintf("%s-cell-%d.go", n.name, c.number), head+c.declarations
		for _, d := range file.Decls {
			g, ok := d.(*ast.GenDecl)
			from, to := int(d.Pos())-1, int(d.End())-1
			switch {
			case ok && g.Tok == token.IMPORT:
				all.WriteString(text[from:to] + "\n")
			case to <= len(text): // what follows is main, which parse has added
				fmt.Fprintf(&rest, "\n//line %s:%d\n%s\n", at, strings.Count(text[:from], "\n"), text[from:to])
			}
		}
		before := strings.Count(strings.TrimSuffix(c.source, c.body), "\n")
		fmt.Fprintf(&rest, "\nfunc cell%d() {\n//line %s:%d\n%s\n}\n", c.number, at, before+1, c.body)
	}
	source, err := imports.Process(n.name+".go", []byte(all.String()+rest.String()), &imports.Options{Comments: true, TabIndent: true, TabWidth: 8})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", n.name, err)
	}
	return source, nil
}
