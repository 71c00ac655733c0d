package mnist

import (
	"bufio"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"path/filepath"
)

// Dir is a directory that holds the files, or should.
type Dir struct {
	FS    fs.FS
	Path  string // as messages show it
	Named bool   // LATENTLAB_MNIST names it, so that scripts/setup.sh puts nothing there
}

// Complete reports whether all four files are there, right or wrong.
func (d Dir) Complete() bool {
	for _, f := range Files() {
		r, err := d.open(f)
		if err != nil {
			return false
		}
		r.Close()
	}
	return true
}

// Verify reads f to its end and compares its digest with the published one. The error of a file that is not there is
// an fs.ErrNotExist.
func (d Dir) Verify(f File) error {
	r, err := d.open(f)
	if err != nil {
		return d.explain(f.Name+".gz", err)
	}
	defer r.Close()
	return d.explain(r.name, r.verify())
}

// Read returns the images of p whose label keep accepts, n × 784, pixels in [0,1], and their labels. The images are
// consecutive rows of one array.
func (d Dir) Read(ctx context.Context, p Part, keep func(label int) bool) (images [][]float32, labels []int, err error) {
	var all []byte
	err = d.read(p.Labels, func(r io.Reader) (err error) {
		all, err = readLabels(r)
		return err
	})
	if err != nil {
		return nil, nil, err
	}
	err = d.read(p.Images, func(r io.Reader) (err error) {
		images, labels, err = readImages(ctx, r, all, keep)
		return err
	})
	return images, labels, err
}

// read hands the content of f, unpacked, to parse, and verifies the file's digest afterwards: parse knows better what
// is wrong with a file that is not even in the right format.
func (d Dir) read(f File, parse func(io.Reader) error) error {
	r, err := d.open(f)
	if err != nil {
		return d.explain(f.Name+".gz", err)
	}
	defer r.Close()
	content, err := r.content()
	if err == nil {
		err = parse(content)
	}
	if err == io.ErrUnexpectedEOF { // gzip's own, in its header or its checksum
		err = errors.New("cut short: the gzip stream is not whole")
	}
	if more, _ := r.Peek(1); err == nil && len(more) > 0 {
		err = errors.New("trailing bytes: goes on after its gzip stream, want its end there")
	}
	if err == nil {
		err = r.verify()
	}
	return d.explain(r.name, err)
}

// explain says which file has the trouble err, and the way out of it.
func (d Dir) explain(name string, err error) error {
	if err == nil || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	var way string
	switch missing := errors.Is(err, fs.ErrNotExist); {
	case missing && d.Named:
		way = "put it there, or unset LATENTLAB_MNIST"
	case missing:
		way = "run scripts/setup.sh --digits"
	case d.Named:
		way = "replace the file, or unset LATENTLAB_MNIST"
	default:
		way = "delete the file and run scripts/setup.sh"
	}
	return fmt.Errorf("digits: %s: %w: %s", filepath.Join(d.Path, name), err, way)
}

// source is an open file, as it lies on the disk; its digest grows while it is read.
type source struct {
	*bufio.Reader
	io.Closer
	name   string
	packed bool // in gzip's format, whatever the name says: browsers unpack without asking
	sum    hash.Hash
	want   string // the digest, hex
}

// open opens f with .gz or else without.
func (d Dir) open(f File) (*source, error) {
	name := f.Name + ".gz"
	r, err := d.FS.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		name = f.Name
		r, err = d.FS.Open(name)
	}
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%w, with .gz or without", fs.ErrNotExist)
	}
	if err != nil {
		return nil, err
	}
	s := &source{Closer: r, name: name, sum: sha256.New(), want: f.Plain}
	s.Reader = bufio.NewReaderSize(io.TeeReader(r, s.sum), 1<<16)
	if magic, _ := s.Peek(2); string(magic) == "\x1f\x8b" {
		s.packed, s.want = true, f.Gzip
	}
	return s, nil
}

// content returns a reader of the file's content, unpacked.
func (s *source) content() (io.Reader, error) {
	if !s.packed {
		return s, nil
	}
	z, err := gzip.NewReader(s)
	if err != nil {
		return nil, err
	}
	z.Multistream(false) // else bytes that follow the stream read as a broken second one
	return z, nil
}

// verify reads what is left of the file and compares the digest of the whole.
func (s *source) verify() error {
	if _, err := io.Copy(io.Discard, s); err != nil {
		return err
	}
	if got := hex.EncodeToString(s.sum.Sum(nil)); got != s.want {
		return fmt.Errorf("SHA-256 is %s, want %s", got, s.want)
	}
	return nil
}
