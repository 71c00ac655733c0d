// Package mnist reads the four files of MNIST as their authors published them: handwritten digits collected by NIST,
// normalised and centred by LeCun, Cortes and Burges ("Gradient-based learning applied to document recognition", 1998). It also
// reads files of one's own in their format and under their names.
package mnist

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"latentlab/pkg/internal/files"
)

// File is one of the four files.
type File struct {
	Name  string // as published, without .gz
	Size  int64  // bytes of the published .gz
	Gzip  string // SHA-256 of the published .gz, hex
	Plain string // SHA-256 of what is in it, hex
}

// names are the names that the file may have, the first one first. Unpackers take the second spelling, with a dot, from
// the header of the published gzip.
func (f File) names() []string {
	dotted := strings.Replace(f.Name, "-idx", ".idx", 1)
	return []string{f.Name + ".gz", f.Name, dotted + ".gz", dotted}
}

// Part is a set of images with its labels.
type Part struct {
	Count          int // images, and as many labels: what a file's header can make the reader allocate; 0: as many as it says
	Images, Labels File
}

// Train holds 60,000 images, Test 10,000 by other writers.
var (
	Train = Part{
		Count: 60_000,
		Images: File{
			Name:  "train-images-idx3-ubyte",
			Size:  9912422,
			Gzip:  "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
			Plain: "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
		},
		Labels: File{
			Name:  "train-labels-idx1-ubyte",
			Size:  28881,
			Gzip:  "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
			Plain: "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
		},
	}
	Test = Part{
		Count: 10_000,
		Images: File{
			Name:  "t10k-images-idx3-ubyte",
			Size:  1648877,
			Gzip:  "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
			Plain: "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
		},
		Labels: File{
			Name:  "t10k-labels-idx1-ubyte",
			Size:  4542,
			Gzip:  "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6",
			Plain: "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
		},
	}
)

// Own returns the part as files of one's own have it: under the same names, as many images as they like, with any digest.
func (p Part) Own() Part {
	return Part{Images: File{Name: p.Images.Name}, Labels: File{Name: p.Labels.Name}}
}

// Files lists the four files, the small ones first, so that a mirror that does not work is noticed soon.
func Files() []File {
	return []File{Test.Labels, Train.Labels, Test.Images, Train.Images}
}

// Find returns the directory to look in: the one that LATENTLAB_MNIST names (a relative path counts from the root of the
// clone, whatever the current directory of a notebook or a test is), else data/mnist in the clone.
func Find() (Dir, error) {
	path := os.Getenv("LATENTLAB_MNIST")
	if filepath.IsAbs(path) {
		return Dir{FS: os.DirFS(path), Path: path, Named: true}, nil
	}
	root, err := files.Root()
	if err != nil {
		return Dir{}, fmt.Errorf("digits: where MNIST could be: %w", err)
	}
	if path != "" {
		path = filepath.Join(root, path)
		return Dir{FS: os.DirFS(path), Path: path, Named: true}, nil
	}
	path = filepath.Join(root, "data", "mnist")
	return Dir{FS: os.DirFS(path), Path: path}, nil
}
