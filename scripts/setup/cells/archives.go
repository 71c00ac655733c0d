package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// archives are the compiled packages that a cell may import: the standard library's, the clone's, and what they import.
type archives struct {
	Settings string             // digest of what Go compiled them by: its version and its environment
	Source   string             // digest of the clone's files that they were compiled from
	GoRoot   string             // where compiler and linker are
	Language string             // that of go.mod, such as go1.26
	Version  string             // Go's, such as go1.26.8
	CC       string             // the C compiler's driver, which the linker may call
	Packages map[string]archive // by import path
}

// archive is one compiled package.
type archive struct {
	File    string   // in Go's build cache; empty for unsafe
	Imports []string // import paths
	Module  string   // path, version and checksum of its module, as debug.BuildInfo has them; empty in the standard library and the clone
}

// oldest is how old a list may get. Go deletes from its cache what its own command has not used for five days.
const oldest = 24 * time.Hour

var (
	errOther    = errors.New("packages were compiled by other settings")
	errReplaced = errors.New("go.mod replaces a module, whose files may change")
)

// archives returns what is known of the packages. The list is made anew where a file of the clone has changed.
func (b builder) archives() (*archives, error) {
	settings, err := b.settings()
	if err != nil {
		return nil, err
	}
	source, err := b.source()
	if err != nil {
		return nil, err
	}
	a, err := readArchives(b.list)
	switch {
	case err == nil && a.Settings != settings:
		return nil, errOther
	case err == nil && a.Source == source && (!b.old() || !b.mayWrite()):
		return a, nil
	}
	return b.listAnew(settings, source)
}

func (b builder) old() bool {
	info, err := os.Stat(b.list)
	return err == nil && time.Since(info.ModTime()) > oldest
}

// mayWrite tells whether a list can be kept: a student of a classroom may not change the clone, nor what belongs to it.
func (b builder) mayWrite() bool {
	f, err := os.CreateTemp(filepath.Dir(b.list), ".list-*")
	if err != nil {
		return false
	}
	f.Close()
	return os.Remove(f.Name()) == nil
}

func readArchives(path string) (*archives, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	a := new(archives)
	if err := json.Unmarshal(text, a); err != nil {
		return nil, err
	}
	for _, p := range a.Packages {
		if p.File == "" {
			continue
		}
		if _, err := os.Stat(p.File); err != nil {
			return nil, err
		}
	}
	return a, nil
}

// settings returns the digest of Go's version and of the environment that it builds by.
func (b builder) settings() (string, error) {
	real, err := filepath.EvalSymlinks(b.goCommand)
	if err != nil {
		return "", err
	}
	version, err := os.ReadFile(filepath.Join(filepath.Dir(filepath.Dir(real)), "VERSION"))
	if err != nil {
		return "", err
	}
	h := sha256.New()
	fmt.Fprintf(h, "%q %q\n", real, version)
	for _, setting := range slices.Sorted(slices.Values(os.Environ())) {
		name, _, _ := strings.Cut(setting, "=")
		if strings.HasPrefix(name, "CGO_") || slices.Contains(named, name) {
			fmt.Fprintf(h, "%q\n", setting)
		}
	}
	if directory, err := os.UserConfigDir(); err == nil {
		kept, err := os.ReadFile(filepath.Join(directory, "go", "env")) // of go env -w
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return "", err
		}
		h.Write(kept)
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// named are the variables that decide what is compiled, and how, beside cgo's.
var named = []string{
	"AR", "CC", "CXX", "GO111MODULE", "GOAMD64", "GOARCH", "GOARM64", "GODEBUG", "GOENV", "GOEXPERIMENT", "GOFIPS140", "GOFLAGS", "GOOS",
	"GOROOT", "GOTOOLCHAIN", "PKG_CONFIG",
}

// source returns the digest of the clone's files that packages are compiled from: go.mod, go.sum, and all below pkg but tests.
func (b builder) source() (string, error) {
	h := sha256.New()
	add := func(path string) ([]byte, error) {
		text, err := os.ReadFile(path)
		fmt.Fprintf(h, "%q %d\n", path, len(text))
		h.Write(text)
		return text, err
	}
	modules, err := add(filepath.Join(b.clone, "go.mod"))
	if err != nil {
		return "", err
	}
	for line := range strings.Lines(string(modules)) {
		if strings.HasPrefix(line, "replace") {
			return "", errReplaced
		}
	}
	if _, err := add(filepath.Join(b.clone, "go.sum")); err != nil {
		return "", err
	}
	err = filepath.WalkDir(filepath.Join(b.clone, "pkg"), func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && entry.Name() == "testdata":
			return fs.SkipDir
		case entry.IsDir() || strings.HasSuffix(path, "_test.go"):
			return nil
		}
		_, err = add(path)
		return err
	})
	return hex.EncodeToString(h.Sum(nil)), err
}

// listAnew asks Go's own command for all packages, which compiles those that have changed, and keeps the list.
func (b builder) listAnew(settings, source string) (*archives, error) {
	if !b.mayWrite() {
		return nil, fs.ErrPermission
	}
	a := &archives{Settings: settings, Source: source, Packages: map[string]archive{}}
	var env struct{ GOROOT, GOVERSION, CC string }
	text, err := b.goSays("env", "-json", "GOROOT", "GOVERSION", "CC")
	if err == nil {
		err = json.Unmarshal(text, &env)
	}
	if err != nil {
		return nil, err
	}
	a.GoRoot, a.Version, a.CC = env.GOROOT, env.GOVERSION, env.CC
	text, err = b.goSays("list", "-deps", "-export", "-json=ImportPath,Export,Imports,ImportMap,Module", "std", "./pkg/...")
	if err != nil {
		return nil, err
	}
	for decoder := json.NewDecoder(bytes.NewReader(text)); ; {
		var p struct {
			ImportPath, Export string
			Imports            []string
			ImportMap          map[string]string
			Module             *struct {
				Path, Version, Sum, GoVersion string
				Main                          bool
			}
		}
		if err := decoder.Decode(&p); err == io.EOF {
			break
		} else if err != nil {
			return nil, err
		}
		for i, path := range p.Imports {
			if real, mapped := p.ImportMap[path]; mapped {
				p.Imports[i] = real
			}
		}
		if i := slices.Index(p.Imports, "C"); i >= 0 {
			p.Imports = slices.Replace(p.Imports, i, i+1, "runtime/cgo", "syscall") // as the go command has it
		}
		kept := archive{File: p.Export, Imports: p.Imports}
		switch {
		case p.Module == nil:
		case p.Module.Main:
			a.Language = language(p.Module.GoVersion)
		default:
			kept.Module = p.Module.Path + "\t" + p.Module.Version + "\t" + p.Module.Sum
		}
		a.Packages[p.ImportPath] = kept
	}
	return a, b.keep(a)
}

// language returns the part of a version that the compiler goes by: go1.26 for 1.26.8.
func language(version string) string {
	parts := strings.SplitN(version, ".", 3)
	return "go" + strings.Join(parts[:min(2, len(parts))], ".")
}

// goSays returns what Go's own command prints, called in the clone.
func (b builder) goSays(arguments ...string) ([]byte, error) {
	c := exec.Command(b.goCommand, arguments...)
	c.Dir = b.clone
	c.Env = append(os.Environ(), "GOWORK=off")
	text, err := c.Output()
	if exit := new(exec.ExitError); errors.As(err, &exit) {
		err = fmt.Errorf("go %s: %w: %s", arguments[0], err, exit.Stderr)
	}
	return text, err
}

// keep writes the list, whole or not at all. It cannot call pkg/internal/files: a classroom's image builds this program before
// pkg is there.
func (b builder) keep(a *archives) error {
	text, err := json.Marshal(a)
	if err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(b.list), ".list-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	_, err = f.Write(text)
	if err = errors.Join(err, f.Chmod(0o644), f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), b.list)
}

// files returns the lines of an import configuration that say where packages are. unsafe has no file.
func (a *archives) files(paths []string) string {
	var lines strings.Builder
	for _, path := range paths {
		if file := a.Packages[path].File; file != "" {
			fmt.Fprintf(&lines, "packagefile %s=%s\n", path, file)
		}
	}
	return lines.String()
}

// closure returns the import paths of all that packages need, themselves included, in order.
func (a *archives) closure(paths []string) ([]string, error) {
	found := map[string]bool{}
	for next := slices.Clone(paths); len(next) > 0; {
		path := next[len(next)-1]
		next = next[:len(next)-1]
		if found[path] {
			continue
		}
		p, known := a.Packages[path]
		if !known {
			return nil, fmt.Errorf("%s is not among the packages that are known", path)
		}
		found[path] = true
		next = append(next, p.Imports...)
	}
	return slices.Sorted(maps.Keys(found)), nil
}
