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
	Own   bool   // notebooks/lecture.yaml names it: it holds files of one's own, which nobody has published
}

// Complete reports whether each of the four names is taken there, whatever by.
func (d Dir) Complete() bool {
	for _, f := range Files() {
		if _, err := d.find(f); errors.Is(err, fs.ErrNotExist) {
			return false
		}
	}
	return true
}

// Verify reads f to its end and compares its digest with the published one. The error of a file that is not there is
// an fs.ErrNotExist.
func (d Dir) Verify(f File) error {
	return d.read(f, nil)
}

// Sum returns the SHA-256 of f as it lies there, hex.
func (d Dir) Sum(f File) (sum string, err error) {
	name, err := d.find(f)
	if err == nil {
		sum, err = d.sum(name)
	}
	return sum, d.explain(name, err)
}

func (d Dir) sum(name string) (string, error) {
	r, err := d.open(name)
	if err != nil {
		return "", err
	}
	defer r.Close()
	_, err = io.Copy(io.Discard, r)
	return hex.EncodeToString(r.sum.Sum(nil)), err
}

// Read returns the images of p whose label keep accepts, n × 784, pixels in [0,1], and their labels. The images are
// consecutive rows of one array.
func (d Dir) Read(ctx context.Context, p Part, keep func(label int) bool) (images [][]float32, labels []int, err error) {
	var all []byte
	err = d.read(p.Labels, func(r io.Reader) (err error) {
		all, err = readLabels(r, p.Count)
		return err
	})
	if err != nil {
		return nil, nil, err
	}
	err = d.read(p.Images, func(r io.Reader) (err error) {
		images, labels, err = readImages(ctx, r, all, keep)
		return err
	})
	if err != nil {
		return nil, nil, err
	}
	return images, labels, nil
}

// read hands the content of f, unpacked, to parse, and verifies the file's digest afterwards: parse knows better what
// is wrong with a file that is not even in the right format. Without parse it only verifies.
func (d Dir) read(f File, parse func(io.Reader) error) error {
	name, err := d.find(f)
	if err == nil {
		err = d.readNamed(name, f, parse)
	}
	return d.explain(name, err)
}

// find returns the first name of f that a regular file has. A named pipe would never end, so what else has a name of f
// is only told of, by its name and an error, where there is no regular file.
func (d Dir) find(f File) (name string, err error) {
	for _, candidate := range f.names() {
		info, statErr := fs.Stat(d.FS, candidate)
		switch {
		case errors.Is(statErr, fs.ErrNotExist):
		case statErr != nil:
			return candidate, statErr
		case info.Mode().IsRegular():
			return candidate, nil
		case err == nil:
			name, err = candidate, irregular(info.Mode())
		}
	}
	if err == nil {
		return f.Name + ".gz", fmt.Errorf("%w, with .gz or without", fs.ErrNotExist)
	}
	return name, err
}

// irregular is the error of what is not a regular file.
type irregular fs.FileMode

// Error says what stands in the file's place.
func (i irregular) Error() string {
	switch mode := fs.FileMode(i); {
	case mode.IsDir():
		return "is a directory, want a file"
	case mode&fs.ModeNamedPipe != 0:
		return "is a named pipe, want a file"
	default:
		return "is not a regular file"
	}
}

// readNamed does read's work for the file name, which is to hold f.
func (d Dir) readNamed(name string, f File, parse func(io.Reader) error) error {
	r, err := d.open(name)
	if err != nil {
		return err
	}
	defer r.Close()
	if parse != nil {
		err = r.parse(parse)
	}
	if err == nil {
		err = r.verify(f)
	}
	if err == nil || isEnd(err) {
		return err
	}
	if r.packed && errors.As(err, new(otherDigest)) && d.verifyContent(name, f) == nil {
		return nil // packed by others, which changes nothing
	}
	if other := d.otherKind(name); other != nil {
		return other
	}
	if err == io.ErrUnexpectedEOF { // gzip's own, in its header or its checksum
		return errors.New("cut short: the gzip stream is not whole")
	}
	return err
}

// explain says which file has the trouble err, and the way out of it.
func (d Dir) explain(name string, err error) error {
	if err == nil || isEnd(err) {
		return err
	}
	if path := (*fs.PathError)(nil); errors.As(err, &path) {
		err = path.Err // it names the file a second time
	}
	var way string
	switch missing := errors.Is(err, fs.ErrNotExist); {
	case errors.Is(err, fs.ErrPermission):
		way = "let this user read it"
	case missing && d.Own:
		way = "put it there, or correct the line images in notebooks/lecture.yaml"
	case d.Own:
		way = "replace the file, or correct the line images in notebooks/lecture.yaml"
	case missing && d.Named:
		way = "put it there, or unset LATENTLAB_MNIST"
	case missing:
		way = "run scripts/setup.sh --digits"
	case d.Named:
		way = "replace the file, or unset LATENTLAB_MNIST"
	case errors.As(err, new(irregular)):
		way = "move it away and run scripts/setup.sh --digits"
	default:
		way = "delete the file and run scripts/setup.sh --digits"
	}
	return fmt.Errorf("digits: %s: %w: %s", filepath.Join(d.Path, name), err, way)
}

// isEnd reports whether err is the end of a context.
func isEnd(err error) bool {
	return errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}

// source is an open file, as it lies on the disk; its digest grows while it is read.
type source struct {
	*bufio.Reader
	io.Closer
	packed bool // in gzip's format, whatever the name says: browsers unpack without asking
	sum    hash.Hash
}

func (d Dir) open(name string) (*source, error) {
	r, err := d.FS.Open(name)
	if err != nil {
		return nil, err
	}
	s := &source{Closer: r, sum: sha256.New()}
	s.Reader = bufio.NewReaderSize(io.TeeReader(r, s.sum), 1<<16)
	magic, _ := s.Peek(2)
	s.packed = string(magic) == gzipMagic
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
	return &members{s, z}, nil
}

// members reads the streams of a packed file, one or more, one after the other, until what follows is none.
type members struct {
	*source
	z *gzip.Reader
}

// Read implements io.Reader. It returns io.EOF at the end of the last stream.
func (m *members) Read(p []byte) (int, error) {
	n, err := m.z.Read(p)
	if err != io.EOF {
		return n, err
	}
	if next, _ := m.Peek(len(gzipMagic)); string(next) != gzipMagic {
		return n, io.EOF
	}
	if err := m.z.Reset(m.source); err != nil {
		return n, err
	}
	m.z.Multistream(false)
	return n, nil
}

// parse hands the content to parse, which reads all of it.
func (s *source) parse(parse func(io.Reader) error) error {
	content, err := s.content()
	if err != nil {
		return err
	}
	if err := parse(content); err != nil {
		return err
	}
	if more, _ := s.Peek(1); len(more) > 0 {
		return errors.New("trailing bytes: goes on after its gzip stream, want its end there")
	}
	return nil
}

// otherDigest is the error of a file that is not the published one, byte for byte.
type otherDigest struct{ got, want string }

// Error gives both digests.
func (o otherDigest) Error() string { return fmt.Sprintf("SHA-256 is %s, want %s", o.got, o.want) }

// verify reads what is left of the file and compares the digest of the whole with that of f, where f is published.
func (s *source) verify(f File) error {
	if _, err := io.Copy(io.Discard, s); err != nil {
		return err
	}
	want := f.Plain
	if s.packed {
		want = f.Gzip
	}
	if got := hex.EncodeToString(s.sum.Sum(nil)); want != "" && got != want {
		return otherDigest{got, want}
	}
	return nil
}
