package mnist

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"strings"
)

// What files start with.
const (
	gzipMagic = "\x1f\x8b"
	zipMagic  = "PK\x03\x04"
	lfsMagic  = "version https://git-lfs.github.com/spec/"
)

// otherKind says what the file name is where it is none of MNIST's but something else that people have in their place.
func (d Dir) otherKind(name string) error {
	r, err := d.open(name)
	if err != nil {
		return nil
	}
	defer r.Close()
	content, err := r.content()
	if err != nil {
		return nil
	}
	head, _ := io.ReadAll(io.LimitReader(content, 512))
	text := string(bytes.TrimSpace(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf"))))
	switch {
	case strings.HasPrefix(text, "<"):
		return errors.New("is a web page, as a server answers that does not hand out the file")
	case strings.HasPrefix(text, lfsMagic):
		return errors.New("is a Git LFS pointer, not the file it stands for, which git lfs pull brings")
	case strings.HasPrefix(text, zipMagic):
		return errors.New("is a ZIP archive, want what is in it")
	case r.packed && strings.HasPrefix(text, gzipMagic):
		return errors.New("is packed with gzip twice, want once")
	}
	return nil
}

// maxContent is more than any of the files unpacks to, in bytes; a small file can unpack to terabytes.
const maxContent = 64 << 20

// verifyContent compares the digest of what is in the gzip file name with that of f.
func (d Dir) verifyContent(name string, f File) error {
	r, err := d.open(name)
	if err != nil {
		return err
	}
	defer r.Close()
	z, err := gzip.NewReader(r)
	if err != nil {
		return err
	}
	sum := sha256.New()
	if _, err := io.Copy(sum, io.LimitReader(z, maxContent)); err != nil {
		return err
	}
	if got := hex.EncodeToString(sum.Sum(nil)); got != f.Plain {
		return otherDigest{got, f.Plain}
	}
	return nil
}

// Untaken says what lies in a directory that is not complete, and why it is not taken for MNIST; nothing where nothing
// lies there.
func (d Dir) Untaken() string {
	var there int
	var missing string
	for _, f := range Files() {
		if _, err := d.find(f); err == nil {
			there++
		} else if missing == "" {
			missing = f.Name + ".gz"
		}
	}
	stray := d.firstFile()
	switch {
	case there > 0:
		return fmt.Sprintf("%s is not taken for MNIST: %s is missing: run scripts/setup.sh --digits", d.Path, missing)
	case stray == "":
		return ""
	case strings.HasSuffix(stray, PartSuffix):
		return fmt.Sprintf("%s is not taken for MNIST: its download has not ended: run scripts/setup.sh --digits", d.Path)
	}
	return fmt.Sprintf("%s is not taken for MNIST: put the four files into %s itself, under the names in data/README.md, or run scripts/setup.sh --digits",
		filepath.Join(d.Path, stray), d.Path)
}

// PartSuffix ends the name of what has arrived of a file that is not whole yet.
const PartSuffix = ".part"

// firstFile returns the first regular file at or below the directory whose name does not start with a dot.
func (d Dir) firstFile() (first string) {
	const most = 1000 // entries to look at: a cell waits for this
	seen := 0
	fs.WalkDir(d.FS, ".", func(name string, entry fs.DirEntry, err error) error {
		switch seen++; {
		case seen > most:
			return fs.SkipAll
		case err != nil:
			return fs.SkipDir
		case name != "." && strings.HasPrefix(entry.Name(), "."):
			if entry.IsDir() {
				return fs.SkipDir
			}
		case entry.Type().IsRegular():
			first = name
			return fs.SkipAll
		}
		return nil
	})
	return first
}
