package measure

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"gonum.org/v1/gonum/stat"
	"latentlab/pkg/digits"
	"latentlab/pkg/internal/files"
)

// A record is a file in out/lecture that a command makes, with the digest of its content.
type record struct {
	name  string // "seeds", which its content is also called in it
	makes string // "scripts/seeds.sh makes it in a few minutes"
}

func (r record) file() string { return "out/lecture/" + r.name + ".json" }

func (r record) path() (string, error) {
	root, err := files.Root()
	if err != nil {
		return "", err
	}
	return filepath.Join(root, filepath.FromSlash(r.file())), nil
}

// save writes content to the file.
func (r record) save(content any) error {
	path, err := r.path()
	if err != nil {
		return err
	}
	if _, err := files.Seal(path, r.name, content); err != nil {
		return fmt.Errorf("measure: keeping the measures: %w", err)
	}
	return nil
}

// mostBytes is more than any such file has.
const mostBytes = 16 << 20

// open reads into content what the file holds. Where it is not there or is damaged, the error says so, and which command makes it.
func (r record) open(content any) error {
	path, err := r.path()
	if err != nil {
		return err
	}
	text, err := files.Read(path, mostBytes)
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("measure: %s is not there: %s: %w", r.file(), r.makes, fs.ErrNotExist)
	}
	if err != nil {
		return fmt.Errorf("measure: %w: delete it: %s", err, r.makes)
	}
	if _, err := files.Unseal(text, r.name, content); err != nil {
		return fmt.Errorf("measure: %s %w: %s", r.file(), err, r.makes)
	}
	return nil
}

// ofOthers returns the error of a file that holds models of other digits than x.
func (r record) ofOthers(have string, x digits.Data) error {
	return fmt.Errorf("measure: %s holds models of %s where those of %s are wanted: %s", r.file(), have, x, r.makes)
}

// meanAndSpread returns the mean of numbers and their standard deviation, with denominator n − 1; 0 for one number.
func meanAndSpread(v []float64) (mean, spread float64) {
	if len(v) > 1 {
		spread = stat.StdDev(v, nil)
	}
	return stat.Mean(v, nil), spread
}
