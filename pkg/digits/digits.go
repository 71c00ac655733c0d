// Package digits is where the lecture's images come from: MNIST where it has been fetched, else built-in digits, drawn
// by strokes from known factors.
//
// An image is a row of 784 pixels in [0,1], 28 × 28 in reading order, ink 1 on paper 0.
package digits

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"slices"
	"strings"

	"latentlab/pkg/digits/internal/mnist"
)

// Side is the height and the width of an image in pixels, Pixels their number.
const (
	Side   = mnist.Side
	Pixels = mnist.Pixels
)

// Options says which digits to load. The zero value loads all ten.
type Options struct {
	Only     []int  // the labels to keep, in any order; empty keeps all ten
	Seed     uint64 // of the built-in digits: the same seed draws the same images; MNIST has none
	TestOnly bool   // leaves Train empty, for a cell that only shows: five times faster
}

// Data is what Load found.
type Data struct {
	Train, Test Set
	Name        string // "MNIST" or "built-in digits"
	Only        []int  // the labels kept, ascending
	Digest      string // SHA-256, hex, of what determines the images: source, labels kept, seed; not TestOnly
}

// The names of the two sources.
const (
	nameMNIST   = "MNIST"
	nameBuiltin = "built-in digits"
)

// String returns a short caption, such as "MNIST 1, 5, 6".
func (d Data) String() string {
	if len(d.Only) == 10 {
		return d.Name + " 0–9"
	}
	return d.Name + " " + strings.Trim(strings.ReplaceAll(fmt.Sprint(d.Only), " ", ", "), "[]")
}

// Load returns MNIST from the directory that LATENTLAB_MNIST names, else from data/mnist where scripts/setup.sh has put
// all four files, else the built-in digits. LATENTLAB_DIGITS chooses instead: "builtin" or "mnist".
//
// What is missing or damaged where LATENTLAB_MNIST or LATENTLAB_DIGITS=mnist wants MNIST, or damaged in data/mnist, is
// an error that names the file and the way out, and so is a label outside 0 to 9. An end of ctx is returned as it is.
func Load(ctx context.Context, o Options) (Data, error) {
	only, err := labels(o.Only)
	if err != nil {
		return Data{}, err
	}
	dir, builtin, err := source()
	if err != nil {
		return Data{}, err
	}
	if builtin {
		return drawData(ctx, o, only)
	}
	return readData(ctx, dir, o, only)
}

// source returns the directory to read MNIST from, or says that the built-in digits take its place.
func source() (dir mnist.Dir, builtin bool, err error) {
	which := os.Getenv("LATENTLAB_DIGITS")
	switch which {
	case "builtin":
		return mnist.Dir{}, true, nil
	case "", "mnist":
	default:
		return mnist.Dir{}, false, fmt.Errorf("digits: LATENTLAB_DIGITS is %q, want builtin, mnist or nothing", which)
	}
	dir, err = mnist.Find()
	if err != nil {
		return mnist.Dir{}, false, err
	}
	return dir, which == "" && !dir.Named && !dir.Complete(), nil
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

// labels returns the labels that only asks for, ascending and each once.
func labels(only []int) ([]int, error) {
	if len(only) == 0 {
		return []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, nil
	}
	only = slices.Clone(only)
	slices.Sort(only)
	for _, label := range only {
		if label < 0 || label > 9 {
			return nil, fmt.Errorf("digits: Options.Only holds the label %d: choose from 0 to 9", label)
		}
	}
	return slices.Compact(only), nil
}

// digest returns the SHA-256 of what Println makes of its arguments, hex.
func digest(what ...any) string {
	sum := sha256.Sum256([]byte(fmt.Sprintln(what...)))
	return hex.EncodeToString(sum[:])
}
