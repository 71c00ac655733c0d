// Package checkpoint keeps what was trained: a manifest that says which training it was, the files of the weights, and the
// codes that were computed with them. It links none of GoMLX, so that a cell which only draws can read codes; package model
// writes and reads the weights.
//
// Whatever happens while a checkpoint is written (an interrupt, a kill, a full disk), the one before it stays whole.
package checkpoint

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"latentlab/pkg/internal/files"
)

// ErrEarlier is what a checkpoint of an earlier version of this project gives. It is never changed.
var ErrEarlier = errors.New("it was written by an earlier version of latentlab, which did not note the loss and the weights' seed")

// An Other is the error of a checkpoint that is whole, but holds another training than the one that was wanted.
type Other struct {
	Name        string
	Differences []string // as Identity.Differences gives them
}

// Error names each difference.
func (o Other) Error() string {
	return fmt.Sprintf("checkpoint: %s holds another training: %s", o.Name, strings.Join(o.Differences, "; "))
}

// A Dir is the directory of one checkpoint.
type Dir struct {
	Name string
	Path string
}

// At returns where the checkpoint of that name lies: data/checkpoints/name in the clone, or below LATENTLAB_CHECKPOINTS where
// it is set. It fails on a name that is none of a plain file, and outside of a clone.
func At(name string) (Dir, error) {
	if name == "" || strings.ContainsAny(name, "/\\\x00") || strings.HasPrefix(name, ".") {
		return Dir{}, fmt.Errorf("checkpoint: name %q: want a plain name such as lecture", name)
	}
	root := os.Getenv("LATENTLAB_CHECKPOINTS")
	if root == "" {
		var err error
		if root, err = files.Data("checkpoints"); err != nil {
			return Dir{}, fmt.Errorf("checkpoint: %w", err)
		}
	}
	return Dir{Name: name, Path: filepath.Join(root, name)}, nil
}

// Read returns the manifest of the checkpoint. The error is fs.ErrNotExist where there is none, ErrEarlier for one of an
// earlier version; of a damaged one it says what is wrong and what to do.
func (d Dir) Read() (Manifest, error) {
	m, err := readManifest(filepath.Join(d.Path, manifestName))
	if errors.Is(err, fs.ErrNotExist) {
		return Manifest{}, fmt.Errorf("checkpoint: there is no %s in %s: %w", d.Name, filepath.Dir(d.Path), fs.ErrNotExist)
	}
	if errors.Is(err, ErrEarlier) {
		return Manifest{}, fmt.Errorf("checkpoint: %s: %w: it is left as it is; train under another name, or delete %s", d.Name, err, d.Path)
	}
	if err != nil {
		return Manifest{}, d.Damaged(err)
	}
	return m, nil
}

// Damaged wraps what is wrong with the checkpoint's files, with the way out.
func (d Dir) Damaged(err error) error {
	return fmt.Errorf("checkpoint: %s: %w: delete %s to train it anew", d.Name, err, d.Path)
}

// Weights returns the manifest and what load makes of the directory that holds the files of the weights. Where a training
// replaces them meanwhile, it loads what has replaced them.
func (d Dir) Weights(load func(m Manifest, dir string) error) error {
	m, err := d.Read()
	if err != nil {
		return err
	}
	for {
		err := m.verify(d.Path)
		if err == nil {
			err = load(m, filepath.Join(d.Path, m.weightsDir()))
		}
		if err == nil {
			return nil
		}
		if other := (Other{}); errors.As(err, &other) {
			other.Name = d.Name
			return other
		}
		now, readErr := d.Read()
		if readErr != nil {
			return readErr
		}
		if now.Digest == m.Digest {
			return d.Damaged(err)
		}
		m = now
	}
}
