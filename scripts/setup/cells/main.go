// Command cells is the go command of the kernel, first on its PATH. GoNB builds each cell with the go command, which takes a third
// of a second to see that of hundreds of packages none has changed. This one looks at what can change, the clone's own files, and
// then calls compiler and linker itself. What it is not sure of, Go's own command does, which it finds after itself on PATH:
//
//	go build -o PROGRAM   a cell, in the workspace of a notebook
//	go get                nothing: cells import from the clone and what its go.mod lists
//	go ...                Go's own command
package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"syscall"
)

func main() {
	os.Exit(run(os.Args[1:]))
}

// run does what the arguments say and returns the exit status, if Go's own command does not take this process over.
func run(arguments []string) int {
	// "go get" that GoNB calls before each cell takes a quarter of a second and fails without a network. One that somebody types
	// has a name.
	if slices.Equal(arguments, []string{"get"}) || slices.Equal(arguments, []string{"get", "-t"}) {
		return 0
	}
	// With less garbage collection the compiler and the linker take a tenth less time. Cells' own programs are not affected.
	os.Setenv("GOGC", "400")
	self, err := os.Executable()
	if err != nil {
		return failed(err)
	}
	goCommand, err := behind(self)
	if err != nil {
		return failed(err)
	}
	if len(arguments) == 3 && arguments[0] == "build" && arguments[1] == "-o" {
		// The clone has this program as .lab/kernel/go.
		b := builder{goCommand: goCommand, clone: filepath.Dir(filepath.Dir(filepath.Dir(self))), list: self + ".json"}
		if b.build(".", arguments[2]) == nil {
			return 0
		}
	}
	return failed(syscall.Exec(goCommand, append([]string{goCommand}, arguments...), os.Environ()))
}

func failed(err error) int {
	fmt.Fprintf(os.Stderr, "go: %v\n", err)
	return 1
}

// behind returns the go command that stands after this program, self, on PATH, or the first one where self is not on it.
func behind(self string) (string, error) {
	found := ""
	for _, directory := range filepath.SplitList(os.Getenv("PATH")) {
		path, err := exec.LookPath(filepath.Join(directory, "go"))
		if err != nil || !filepath.IsAbs(path) {
			continue
		}
		real, err := filepath.EvalSymlinks(path)
		switch {
		case err != nil:
		case real == self:
			found = ""
		case found == "":
			found = path
		}
	}
	if found == "" {
		return "", fmt.Errorf("after this stand-in the go command itself is not on PATH: %s", os.Getenv("PATH"))
	}
	return found, nil
}
