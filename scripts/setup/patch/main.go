// Command patch changes the files below a directory as a patch says, without git or patch, which a machine may lack:
//
//	go run ./scripts/setup/patch DIRECTORY FILE.patch
//
// The patch must fit exactly. Where any part of it does not, no file is changed.
package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/bluekeyes/go-gitdiff/gitdiff"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "patch: it takes a directory and a patch")
		os.Exit(2)
	}
	if err := apply(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintf(os.Stderr, "patch: %s: %v\n", os.Args[2], err)
		os.Exit(1)
	}
}

// apply changes the files below directory.
func apply(directory, patch string) error {
	f, err := os.Open(patch)
	if err != nil {
		return err
	}
	defer f.Close()
	changes, _, err := gitdiff.Parse(f)
	if err != nil {
		return err
	}
	if len(changes) == 0 {
		return fmt.Errorf("it changes nothing")
	}
	changed := map[string][]byte{}
	for _, c := range changes {
		// Diff names the files below a/ and b/.
		name := strings.TrimPrefix(c.NewName, "b/")
		if c.IsDelete || !filepath.IsLocal(name) {
			return fmt.Errorf("%s: a patch changes or makes files below the directory", c.OldName+c.NewName)
		}
		path := filepath.Join(directory, name)
		if changed[path], err = change(path, c); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	for path, content := range changed {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, content, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// change returns what the file holds afterwards.
func change(path string, c *gitdiff.File) ([]byte, error) {
	var before []byte
	if c.IsNew {
		if _, err := os.Lstat(path); err == nil {
			return nil, fmt.Errorf("the file is there already")
		}
	} else {
		var err error
		if before, err = os.ReadFile(path); err != nil {
			return nil, err
		}
	}
	var after bytes.Buffer
	if err := gitdiff.Apply(&after, bytes.NewReader(before), c); err != nil {
		return nil, err
	}
	return after.Bytes(), nil
}
