// Package settings reads notebooks/lecture.yaml, the one place where the lecture is made one's own: which digits of which files,
// how long it trains, how it looks. scripts/lib/own.py reads what slides and report need of it.
package settings

import (
	"errors"
	"fmt"
	"image/color"
	"io/fs"
	"path/filepath"

	"latentlab/pkg/internal/files"
)

// Settings are what the file says; where it leaves something out, what the lecture has.
type Settings struct {
	Digits  []int   // the labels to keep, ascending, each once
	Images  Images  // files of one's own; without a name there are none
	Steps   int     // of the training of the autoencoder and of the VAE
	Latent  int     // numbers in the autoencoder's code
	Palette Palette // of the labels 0 to 9
	Walk    []Stop  // that notebook 08 goes through; none: the middle of each class, and back

	Title string // of slides and report
	Name  string // who gives the lecture; may be empty
	Logo  string // path of a picture; may be empty
}

// Images are four files in MNIST's format and under its names, which are not MNIST.
type Images struct {
	Name      string // as captions say it: "Fashion-MNIST"
	Directory string // a relative path counts from the clone
}

// A Palette is one of those that package paint has, by its name, or ten colours of one's own.
type Palette struct {
	Name   string
	Colors []color.NRGBA // ten where Name is empty
}

// Palettes names those that package paint has.
func Palettes() []string { return []string{"petroff", "tol", "tableau"} }

// A Stop of a walk is the middle of a class or a place in the latent space.
type Stop struct {
	Digit int
	Code  []float32 // nil for the middle of the digit's class
}

// Default returns the lecture's own settings, those of the file as it comes.
func Default() Settings {
	return Settings{
		Digits: []int{1, 5, 6}, Steps: 2500, Latent: 2, Palette: Palette{Name: Palettes()[0]}, Title: "The lecture on autoencoders",
	}
}

// mostBytes is more than any such file needs.
const mostBytes = 64 << 10

// Read returns what notebooks/lecture.yaml of the clone says. Where there is no such file, or no clone, those are the lecture's
// own. The error of a file that cannot be read or says what no setting is names the file, the key, the value and what is wanted.
func Read() (Settings, error) {
	root, err := files.Root()
	if err != nil {
		return Default(), nil // a program that runs outside of a clone
	}
	name := filepath.Join(root, "notebooks", "lecture.yaml")
	text, err := files.Read(name, mostBytes)
	if errors.Is(err, fs.ErrNotExist) {
		return Default(), nil
	}
	if err != nil {
		return Default(), fmt.Errorf("settings: %w", err)
	}
	s := Default()
	if err := s.parse(text); err != nil {
		return Default(), fmt.Errorf("%s: %w", name, err)
	}
	return s, nil
}
