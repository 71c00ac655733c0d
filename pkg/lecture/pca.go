package lecture

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"syscall"

	"latentlab/pkg/checkpoint"
	"latentlab/pkg/internal/files"
	"latentlab/pkg/internal/vectors"
	"latentlab/pkg/latent"
	"latentlab/pkg/results"
)

// leastKept is with how many numbers to a code a PCA is kept at least, so that cells which want fewer need no other one.
const leastKept = 64

// mostPCA is more bytes than the file of any PCA of digits has.
const mostPCA = 64 << 20

// A keptPCA is what the file of a PCA holds: what it depends on, and the PCA.
type keptPCA struct {
	Images  string     `json:"images"` // SHA-256 of the pixels fitted to, in hex
	Count   int        `json:"count"`  // of the images
	Version string     `json:"version"`
	PCA     latent.PCA `json:"pca"`
}

// PCA returns the PCA of images (n × w) with d numbers to a code, as [latent.FitPCA] fits it. It says that it fits, and keeps
// the PCA beside the checkpoints, from where the cells that want it of the same images read it. Where what is kept is damaged
// or not that, it says so and fits anew; where nothing can be written there, each cell fits. The cell stops where FitPCA fails.
func PCA(images [][]float32, d int) latent.PCA {
	if len(images) == 0 || d < 1 {
		return Must(latent.FitPCA(images, d)) // which refuses
	}
	want := keptPCA{Images: vectors.Digest(images), Count: len(images), Version: results.Version}
	path := filepath.Join(Must(checkpoint.At("pca")).Path, want.Images[:16]+".json")
	kept, err := openPCA(path)
	if err == nil {
		err = want.differs(kept, len(images[0]), d)
	}
	if err == nil {
		return kept.PCA.First(d)
	}
	if !errors.Is(err, fs.ErrNotExist) {
		fmt.Printf("%s %v: it is replaced\n", path, err)
	}
	fmt.Printf("fitting PCA to %d images …\n", len(images))
	want.PCA = Must(latent.FitPCA(images, max(d, min(leastKept, len(images[0]), len(images)-1))))
	_, err = files.Seal(path, "pca", want)
	if err != nil && !errors.Is(err, fs.ErrPermission) && !errors.Is(err, syscall.EROFS) {
		fmt.Printf("it could not be kept, so that the next cell fits it again: %v\n", err)
	}
	return want.PCA.First(d)
}

// openPCA reads a file that PCA wrote. The error is fs.ErrNotExist where there is none; else it says what is wrong with it, in
// words that follow its name.
func openPCA(path string) (kept keptPCA, err error) {
	text, err := files.Read(path, mostPCA)
	if errors.Is(err, fs.ErrNotExist) {
		return kept, err
	}
	if err != nil {
		return kept, fmt.Errorf("cannot be read: %w", err)
	}
	_, err = files.Unseal(text, "pca", &kept)
	return kept, err
}

// differs says in what way have is not the PCA wanted, of images of w pixels and with d numbers to a code, in words that follow
// the name of its file; nil where it is that.
func (want keptPCA) differs(have keptPCA, w, d int) error {
	switch p := have.PCA; {
	case have.Images != want.Images || have.Count != want.Count || len(p.Mean) != w || len(p.Variances) != w:
		return errors.New("holds the PCA of other images")
	case have.Version != want.Version:
		return fmt.Errorf("holds a PCA of version %s where one of %s is wanted", have.Version, want.Version)
	case len(p.Components) < d:
		return fmt.Errorf("holds %d components where %d are wanted", len(p.Components), d)
	}
	return nil
}
