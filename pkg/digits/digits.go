// Package digits is where the lecture's images come from: MNIST where it has been fetched, else built-in digits, drawn
// by strokes from known factors; or images of one's own that notebooks/lecture.yaml names.
//
// An image is a row of 784 pixels in [0,1], 28 × 28 in reading order, ink 1 on paper 0.
package digits

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"latentlab/pkg/digits/internal/mnist"
	"latentlab/pkg/internal/files"
	"latentlab/pkg/settings"
)

// Side is the height and the width of an image in pixels, Pixels their number.
const (
	Side   = mnist.Side
	Pixels = mnist.Pixels
)

// Source says where digits come from.
type Source int

// The sources of digits.
const (
	Anywhere Source = iota // what LATENTLAB_DIGITS names (mnist or builtin); unset: what notebooks/lecture.yaml says
	MNIST                  // MNIST, whatever the environment says
	BuiltIn                // the built-in digits, whatever the environment says
)

// Options says which digits to load. The zero value loads all ten from Anywhere.
type Options struct {
	Source   Source
	Only     []int  // the labels to keep, 0 to 9, in any order; empty keeps all ten
	Seed     uint64 // of the built-in digits: the same seed draws the same images; MNIST has none
	TestOnly bool   // leaves Train empty, for a cell that only shows: five times faster
}

// Data is what Load found.
type Data struct {
	Train, Test Set
	Name        string // "MNIST", "built-in digits", or what notebooks/lecture.yaml calls them: "Fashion-MNIST"
	Only        []int  // the labels kept, ascending
	Digest      string // SHA-256, hex, of what determines the images: source, labels kept, seed, one's own files; not TestOnly

	// Note is a sentence for the reader where the digits are built-in although data/mnist holds what looks like MNIST:
	// what lies there and why it is not taken. Else it is empty.
	Note string
}

// The names of the two sources.
const (
	nameMNIST   = "MNIST"
	nameBuiltin = "built-in digits"
)

// Key returns the name as names of files have it: "mnist", "builtin", or "fashion-mnist".
func (d Data) Key() string {
	if d.Name == nameBuiltin {
		return "builtin"
	}
	return settings.Images{Name: d.Name}.Key()
}

// String returns a short caption, such as "MNIST 1, 5, 6".
func (d Data) String() string {
	if len(d.Only) == 10 {
		return d.Name + " 0–9"
	}
	return d.Name + " " + strings.Trim(strings.ReplaceAll(fmt.Sprint(d.Only), " ", ", "), "[]")
}

// Load returns the digits that o asks for. MNIST is read from the directory that LATENTLAB_MNIST names, else from
// data/mnist, where scripts/setup.sh puts it. Anywhere takes images of one's own where notebooks/lecture.yaml names some, else
// MNIST where LATENTLAB_MNIST is set or all four files are in data/mnist, else the built-in digits; LATENTLAB_DIGITS, "mnist" or
// "builtin", decides for it where it is set. notebooks/lecture.yaml must be without errors, whatever it says.
//
// Files that are missing or damaged where they are to be read are an error that names the file and the way out.
// An end of ctx is returned as it is. Load panics where ctx is nil, and where Only or Source is out of range.
func Load(ctx context.Context, o Options) (Data, error) {
	if ctx == nil {
		panic("digits: Load: the context is nil: pass context.Background()")
	}
	only := labels(o.Only)
	switch o.Source {
	case Anywhere:
		return loadAnywhere(ctx, o, only)
	case MNIST:
		dir, err := mnist.Find()
		if err != nil {
			return Data{}, err
		}
		return readData(ctx, dir, o, only)
	case BuiltIn:
		return drawData(ctx, o, only)
	}
	panic(fmt.Sprintf("digits: Load: Options.Source is %d: choose Anywhere, MNIST or BuiltIn", o.Source))
}

// loadAnywhere returns what LATENTLAB_DIGITS names, or images of one's own, or MNIST where it is, else the built-in digits.
func loadAnywhere(ctx context.Context, o Options, only []int) (Data, error) {
	set, err := settings.Read()
	if err != nil {
		return Data{}, err
	}
	which := os.Getenv("LATENTLAB_DIGITS")
	switch which {
	case "builtin":
		return drawData(ctx, o, only)
	case "", "mnist":
	default:
		return Data{}, fmt.Errorf("digits: LATENTLAB_DIGITS is %q, want builtin, mnist or nothing", which)
	}
	if which == "" && set.Images.Name != "" {
		return readOwn(ctx, set.Images, o, only)
	}
	dir, err := mnist.Find()
	if err != nil {
		return Data{}, err
	}
	if which == "mnist" || dir.Named || dir.Complete() {
		return readData(ctx, dir, o, only)
	}
	d, err := drawData(ctx, o, only)
	d.Note = dir.Untaken()
	return d, err
}

// readData returns MNIST as dir holds it.
func readData(ctx context.Context, dir mnist.Dir, o Options, only []int) (Data, error) {
	keep := func(label int) bool { return slices.Contains(only, label) }
	d := Data{Name: nameMNIST, Only: only}
	var err error
	if d.Test.Images, d.Test.Labels, err = dir.Read(ctx, mnist.Test, keep); err != nil {
		return Data{}, err
	}
	if !o.TestOnly {
		if d.Train.Images, d.Train.Labels, err = dir.Read(ctx, mnist.Train, keep); err != nil {
			return Data{}, err
		}
	}
	// The files have just been compared with these digests, so they stand for every byte read.
	d.Digest = digest(d.Name, mnist.Train, mnist.Test, only)
	return d, nil
}

// readOwn returns images of one's own.
func readOwn(ctx context.Context, own settings.Images, o Options, only []int) (Data, error) {
	path := own.Directory
	if !filepath.IsAbs(path) {
		root, err := files.Root()
		if err != nil {
			return Data{}, fmt.Errorf("digits: where %s is: %w", path, err)
		}
		path = filepath.Join(root, path)
	}
	dir := mnist.Dir{FS: os.DirFS(path), Path: path, Own: true}
	keep := func(label int) bool { return slices.Contains(only, label) }
	d := Data{Name: own.Name, Only: only}
	var err error
	if d.Test.Images, d.Test.Labels, err = dir.Read(ctx, mnist.Test.Own(), keep); err != nil {
		return Data{}, err
	}
	sets := []Set{d.Test}
	if !o.TestOnly {
		if d.Train.Images, d.Train.Labels, err = dir.Read(ctx, mnist.Train.Own(), keep); err != nil {
			return Data{}, err
		}
		sets = append(sets, d.Train)
	}
	for _, s := range sets {
		for _, label := range only {
			if !slices.Contains(s.Labels, label) {
				return Data{}, fmt.Errorf("digits: %s: %s has no image with the label %d, in one of its two sets: choose others in notebooks/lecture.yaml", path, own.Name, label)
			}
		}
	}
	// All four, also where two are not read, so that a checkpoint's digest can be compared.
	what := []any{own.Name, only}
	for _, f := range mnist.Files() {
		sum, err := dir.Sum(f)
		if err != nil {
			return Data{}, err
		}
		what = append(what, sum)
	}
	d.Digest = digest(what...)
	return d, nil
}

// labels returns the labels that only asks for, ascending and each once.
func labels(only []int) []int {
	if len(only) == 0 {
		return []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}
	}
	only = slices.Clone(only)
	slices.Sort(only)
	for _, label := range only {
		if label < 0 || label > 9 {
			panic(fmt.Sprintf("digits: Load: Options.Only holds the label %d: choose from 0 to 9", label))
		}
	}
	return slices.Compact(only)
}

// digest returns the SHA-256 of what Println makes of its arguments, hex.
func digest(what ...any) string {
	sum := sha256.Sum256([]byte(fmt.Sprintln(what...)))
	return hex.EncodeToString(sum[:])
}
