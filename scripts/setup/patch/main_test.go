package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const good = `Why: a word of explanation.

--- a/in/old.txt
+++ b/in/old.txt
@@ -1,3 +1,3 @@
 one
-two
+2
 three
--- /dev/null
+++ b/in/new.txt
@@ -0,0 +1,1 @@
+new
`

func TestAPatchThatFitsChangesAndMakesFiles(t *testing.T) {
	tree := tree(t)
	if err := apply(tree, write(t, good)); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"in/old.txt": "one\n2\nthree\n", "in/new.txt": "new\n"} {
		if got := read(t, tree, name); got != want {
			t.Errorf("%s holds %q, want %q", name, got, want)
		}
	}
}

func TestAPatchThatDoesNotFitChangesNothing(t *testing.T) {
	for name, c := range map[string]struct{ patch, want string }{
		"another line":    {strings.ReplaceAll(good, "-two", "-zwei"), "in/old.txt: "},
		"another place":   {strings.ReplaceAll(good, "-1,3 +1,3", "-2,3 +2,3"), "in/old.txt: "},
		"no such file":    {strings.ReplaceAll(good, "/old.txt", "/gone.txt"), "gone.txt: no such file"},
		"the file is new": {strings.ReplaceAll(good, "new.txt", "old.txt"), "in/old.txt: the file is there already"},
		"outside":         {strings.ReplaceAll(good, "b/in/new.txt", "b/../new.txt"), "../new.txt: "},
		"a file gone":     {strings.ReplaceAll(good, "+++ b/in/old.txt\n@@ -1,3 +1,3 @@\n one\n-two\n+2\n three", "+++ /dev/null\n@@ -1,3 +0,0 @@\n-one\n-two\n-three"), "in/old.txt: "},
		"cut short":       {strings.TrimSuffix(good, "+new\n"), "fragment"},
		"no patch":        {"only words\n", "it changes nothing"},
	} {
		t.Run(name, func(t *testing.T) {
			tree := tree(t)
			err := apply(tree, write(t, c.patch))
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("the error is %v, want one with %q", err, c.want)
			}
			if got := read(t, tree, "in/old.txt"); got != "one\ntwo\nthree\n" {
				t.Errorf("it is changed to %q all the same", got)
			}
		})
	}
}

// tree returns a directory with one file.
func tree(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "in"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "in", "old.txt"), []byte("one\ntwo\nthree\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	return dir
}

// write returns the path of a file with the text.
func write(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "x.patch")
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func read(t *testing.T, tree, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(tree, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
