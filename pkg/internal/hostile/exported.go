package hostile

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"strings"
	"testing"
)

// complete fails the test for each exported function or method of the package in the current directory that is neither tried
// nor spared, and for each that is spared and not there.
func (tb Table) complete(t testing.TB) {
	t.Helper()
	missing := exported(t)
	for name := range tb.Spared {
		if !missing[name] {
			t.Errorf("%s is spared, and the package has no such function", name)
		}
		delete(missing, name)
	}
	for _, c := range tb.Calls {
		delete(missing, function(c.Name))
	}
	for _, tr := range tb.Trials {
		delete(missing, function(tr.Name))
	}
	for name := range missing {
		t.Errorf("%s is exported, and no call tries it", name)
	}
}

// function returns the function's name in that of a call.
func function(name string) string {
	name, _, _ = strings.Cut(name, " ")
	return name
}

// exported returns the names of the exported functions, and of the exported methods of exported types, of the package in the
// current directory.
func exported(t testing.TB) map[string]bool {
	t.Helper()
	files, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	for _, file := range files {
		if !strings.HasSuffix(file.Name(), ".go") || strings.HasSuffix(file.Name(), "_test.go") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file.Name(), nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, declared := range parsed.Decls {
			f, ok := declared.(*ast.FuncDecl)
			if !ok || !f.Name.IsExported() {
				continue
			}
			if f.Recv == nil {
				names[f.Name.Name] = true
			} else if of := receiver(f.Recv.List[0].Type); ast.IsExported(of) {
				names[of+"."+f.Name.Name] = true
			}
		}
	}
	return names
}

// receiver returns the name of a receiver's type.
func receiver(of ast.Expr) string {
	switch of := of.(type) {
	case *ast.StarExpr:
		return receiver(of.X)
	case *ast.IndexExpr:
		return receiver(of.X)
	case *ast.Ident:
		return of.Name
	}
	return ""
}
