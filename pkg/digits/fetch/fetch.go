// Package fetch brings the four files of MNIST onto this machine.
package fetch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"time"

	"latentlab/pkg/digits/internal/mnist"
)

// Mirrors are the public places that have MNIST's files, as base URLs.
var Mirrors = []string{
	"https://storage.googleapis.com/cvdf-datasets/mnist/",
	"https://ossci-datasets.s3.amazonaws.com/mnist/",
}

// ErrUnavailable is what an error of MNIST wraps when a file could not be had, and nothing is there that keeps the
// lecture from using the built-in digits.
var ErrUnavailable = errors.New("MNIST is not to be had now")

// Config says how to fetch. The zero value asks the public mirrors and says nothing.
type Config struct {
	Mirrors []string  // base URLs, tried in turn; none: Mirrors
	Out     io.Writer // where a line about each file goes; nil: nowhere
	Bar     bool      // Out is a terminal: show a progress bar too

	Stall    time.Duration // an attempt fails when nothing arrives for so long; 0: 6 s
	Patience time.Duration // all fails when nothing arrives for so long, from any mirror; 0: 15 s
	Pause    time.Duration // before the mirrors are all asked again, doubled each time; 0: 0.5 s
}

// MNIST sees to it that the four files are in data/mnist, whole: what is missing or damaged there it fetches. A file
// appears under its name only when its SHA-256 is the published one; what has arrived of it before lies beside it, with
// .part at the end, and the next call goes on from there. When ctx ends, its error is returned.
//
// Where LATENTLAB_MNIST names a directory, that one is verified and nothing fetched.
func MNIST(ctx context.Context, c Config) error {
	dir, err := mnist.Find()
	if err != nil {
		return err
	}
	return c.fill(ctx, dir, mnist.Files())
}

// fill does MNIST's work for any directory and files.
func (c Config) fill(ctx context.Context, dir mnist.Dir, files []mnist.File) error {
	c = c.withDefaults()
	var wanted []mnist.File
	var damaged error
	for _, file := range files {
		err := dir.Verify(file)
		if err != nil && dir.Named {
			return err
		}
		if err != nil {
			wanted = append(wanted, file)
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			damaged = errors.Join(damaged, err)
		}
	}
	if len(wanted) == 0 {
		fmt.Fprintf(c.Out, "MNIST is in %s, all %d files as published.\n", dir.Path, len(files))
		return nil
	}
	err := c.fetch(ctx, dir, wanted)
	if damaged != nil && errors.Is(err, ErrUnavailable) {
		// The damaged file is still there, and the lecture stops at it. The reason stays, the comfort goes.
		return fmt.Errorf("%w\n%v", damaged, err)
	}
	return err
}

// fetch brings the wanted files into dir.
func (c Config) fetch(ctx context.Context, dir mnist.Dir, wanted []mnist.File) error {
	if err := os.MkdirAll(dir.Path, 0o755); err != nil {
		return fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	lock, alone := tryLock(dir.Path)
	defer lock.Close()
	f := &fetcher{Config: c, dir: dir, alone: alone}
	for _, file := range wanted {
		if dir.Verify(file) == nil {
			continue // another process has brought it meanwhile
		}
		if err := f.file(ctx, file); err != nil {
			return err
		}
	}
	return nil
}

func (c Config) withDefaults() Config {
	if len(c.Mirrors) == 0 {
		c.Mirrors = Mirrors
	}
	if c.Out == nil {
		c.Out = io.Discard
	}
	if c.Stall == 0 {
		c.Stall = 6 * time.Second
	}
	if c.Patience == 0 {
		c.Patience = 15 * time.Second
	}
	if c.Pause == 0 {
		c.Pause = time.Second / 2
	}
	return c
}
