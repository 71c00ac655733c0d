// Package fetch brings the four files of MNIST onto this machine.
package fetch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"

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
	Mirrors  []string  // base URLs, tried in turn; none: Mirrors
	Out      io.Writer // where a line about each file goes; nil: nowhere
	Terminal bool      // Out is a terminal: show there, too, how a file arrives

	limits *limits // nil: the usual
}

// MNIST sees to it that the four files are in data/mnist, whole: what is missing or damaged there it fetches. A file
// appears under its name only when its SHA-256 is the published one; what has arrived of it before lies beside it, with
// .part at the end, and the next call goes on from there. A mirror that answers less than 16 kB/s is left for the next.
//
// Where LATENTLAB_MNIST names a directory, that one is verified and nothing fetched. An end of ctx is returned as it
// is. MNIST panics where ctx is nil.
func MNIST(ctx context.Context, c Config) error {
	if ctx == nil {
		panic("fetch: MNIST: the context is nil: pass context.Background()")
	}
	dir, err := mnist.Find()
	if err != nil {
		return err
	}
	return c.fill(ctx, dir, mnist.Files())
}

// Verify reads the four files where package digits looks for them. It returns an error that names the first one which
// is missing (then the error is an fs.ErrNotExist) or damaged, and the way out.
func Verify() error {
	dir, err := mnist.Find()
	if err != nil {
		return err
	}
	for _, file := range mnist.Files() {
		if err := dir.Verify(file); err != nil {
			return err
		}
	}
	return nil
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

// fetch brings the wanted files into dir, while no other process does.
func (c Config) fetch(ctx context.Context, dir mnist.Dir, wanted []mnist.File) error {
	if err := os.MkdirAll(dir.Path, 0o755); err != nil {
		return fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	os.Chmod(dir.Path, 0o755) // whatever the umask: others use the clone, too; another owner has seen to it
	lock, err := c.lock(ctx, dir.Path)
	if err != nil {
		return err
	}
	defer lock.Unlock()
	f := &fetcher{Config: c, dir: dir, suffix: mnist.PartSuffix}
	if !lock.Locked() {
		f.suffix = fmt.Sprintf(".%d%s", os.Getpid(), mnist.PartSuffix)
	}
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

// lock waits until no other process fetches into dir. Where the file system cannot lock, the lock returned is not
// locked, and parts need names of their own.
func (c Config) lock(ctx context.Context, dir string) (*flock.Flock, error) {
	lock := flock.New(filepath.Join(dir, ".lock"))
	if locked, err := lock.TryLock(); locked || err != nil {
		return lock, nil
	}
	fmt.Fprintf(c.Out, "Another set-up is fetching MNIST into %s: waiting for it.\n", dir)
	if _, err := lock.TryLockContext(ctx, time.Second/10); err != nil && ctx.Err() != nil {
		return nil, ctx.Err()
	}
	return lock, nil
}

func (c Config) withDefaults() Config {
	if len(c.Mirrors) == 0 {
		c.Mirrors = Mirrors
	}
	if c.Out == nil {
		c.Out = io.Discard
	}
	if c.limits == nil {
		c.limits = &usual
	}
	return c
}
