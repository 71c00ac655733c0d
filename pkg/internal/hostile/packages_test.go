package hostile

import (
	"io/fs"
	"os"
	"path"
	"strings"
	"testing"
)

// untried are the packages without hostile arguments, and why.
var untried = map[string]string{
	"backend":            "its functions take nothing",
	"backend/xla":        "its function takes nothing",
	"digits/fetch":       "what it is given by servers is tried by its tests of mirrors",
	"exercise":           "what it is given is a student's function, and its own tests have every fault of those",
	"quality/classifier": "what it is given goes to package model, which is tried",
	"lecture/trained":    "its functions stop the cell, and hand on to package model, which is tried",
}

// Every package that anyone may import tries its exported functions, or is listed with the reason.
func TestEveryPackageIsTried(t *testing.T) {
	err := fs.WalkDir(os.DirFS("../.."), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.IsDir() {
			return err
		}
		if entry.Name() == "internal" || entry.Name() == "testdata" {
			return fs.SkipDir
		}
		files, err := os.ReadDir(path.Join("../..", name))
		if err != nil {
			return err
		}
		code, tried := false, false
		for _, file := range files {
			code = code || strings.HasSuffix(file.Name(), ".go")
			tried = tried || file.Name() == "hostile_test.go"
		}
		if _, listed := untried[name]; code && tried == listed {
			t.Errorf("%s: it has a file hostile_test.go: %t; it is listed as untried: %t", name, tried, listed)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}
