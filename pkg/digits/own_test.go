package digits

import (
	"encoding/binary"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// own makes a clone whose notebooks/lecture.yaml names files of one's own, with n images to a set whose labels run through 0 to
// most, and returns their directory.
func own(t *testing.T, n, most int) string {
	t.Helper()
	root := t.TempDir()
	t.Setenv("LATENTLAB_ROOT", root)
	t.Setenv("LATENTLAB_DIGITS", "")
	write(t, filepath.Join(root, "notebooks/lecture.yaml"), "images: {name: Fashion-MNIST, directory: data/fashion}\n")
	labels := binary.BigEndian.AppendUint32([]byte{0, 0, 8, 1}, uint32(n))
	images := binary.BigEndian.AppendUint32([]byte{0, 0, 8, 3}, uint32(n))
	images = append(images, 0, 0, 0, Side, 0, 0, 0, Side)
	for i := range n {
		labels = append(labels, byte(i%(most+1)))
		images = append(images, slices.Repeat([]byte{byte(i)}, Pixels)...)
	}
	dir := filepath.Join(root, "data/fashion")
	for _, part := range []string{"train", "t10k"} {
		write(t, filepath.Join(dir, part+"-labels-idx1-ubyte"), string(labels))
		write(t, filepath.Join(dir, part+"-images-idx3-ubyte"), string(images))
	}
	return dir
}

func TestImagesOfOnesOwn(t *testing.T) {
	own(t, 30, 9)
	d := load(t, Options{Only: []int{2, 8}})
	if d.Name != "Fashion-MNIST" || d.Key() != "fashion-mnist" || d.String() != "Fashion-MNIST 2, 8" {
		t.Errorf("they are called %s, %s and %s", d.Name, d.Key(), d)
	}
	if d.Train.Len() != 6 || d.Test.Len() != 6 || !slices.Equal(d.Train.Labels, []int{2, 8, 2, 8, 2, 8}) || d.Train.Images[1][5] != float32(8)/255 {
		t.Errorf("%d images to train on, %d to test, with the labels %v", d.Train.Len(), d.Test.Len(), d.Train.Labels)
	}
	if test := load(t, Options{Only: []int{2, 8}, TestOnly: true}); test.Digest != d.Digest || test.Train.Len() != 0 {
		t.Error("the digest depends on whether the training set is loaded")
	}
	// What was asked for by name goes before the file.
	if d := load(t, Options{Source: BuiltIn, Only: []int{1}, TestOnly: true}); d.Name != nameBuiltin {
		t.Errorf("built-in digits are called %s", d.Name)
	}
	t.Setenv("LATENTLAB_DIGITS", "builtin")
	if d := load(t, Options{Only: []int{1}, TestOnly: true}); d.Name != nameBuiltin {
		t.Errorf("with LATENTLAB_DIGITS the digits are %s", d.Name)
	}
}

// A checkpoint knows its images: each of the files, their name and the labels kept change the digest.
func TestDigestTellsImagesOfOnesOwnApart(t *testing.T) {
	dir := own(t, 30, 9)
	digest := func() string { return load(t, Options{Only: []int{2, 8}, TestOnly: true}).Digest }
	seen := map[string]string{digest(): "as they are"}
	apart := func(what string) {
		now := digest()
		if before, ok := seen[now]; ok {
			t.Errorf("%s the images have the digest of those %s", what, before)
		}
		seen[now] = what
	}
	for _, name := range []string{"train-labels-idx1-ubyte", "train-images-idx3-ubyte", "t10k-labels-idx1-ubyte", "t10k-images-idx3-ubyte"} {
		content, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		content[len(content)-1] = 3
		write(t, filepath.Join(dir, name), string(content))
		apart("with another " + name)
	}
	write(t, filepath.Join(os.Getenv("LATENTLAB_ROOT"), "notebooks/lecture.yaml"), "images: {name: Others, directory: data/fashion}\n")
	apart("by another name")
}

func TestFaultsInImagesOfOnesOwn(t *testing.T) {
	for name, test := range map[string]struct {
		most   int
		damage func(dir string)
		want   string
	}{
		"missing": {9, func(dir string) { os.Remove(filepath.Join(dir, "train-labels-idx1-ubyte")) },
			"train-labels-idx1-ubyte.gz: file does not exist, with .gz or without: put it there, or correct the line images in notebooks/lecture.yaml"},
		"cut short": {9, func(dir string) { os.Truncate(filepath.Join(dir, "t10k-images-idx3-ubyte"), 1000) },
			"t10k-images-idx3-ubyte: cut short: ends after 1 images, want 30: replace the file, or correct the line images in notebooks/lecture.yaml"},
		"no such label": {5, func(string) {}, "Fashion-MNIST has no image with the label 8, in one of its two sets: choose others in notebooks/lecture.yaml"},
		"letters":       {25, func(string) {}, "label 10 is 10, want 0 to 9"},
		"too many": {9, func(dir string) {
			write(t, filepath.Join(dir, "t10k-labels-idx1-ubyte"), "\x00\x00\x08\x01\xff\xff\xff\xff")
		},
			"4294967295 labels, want 1 to 300000"},
		"settings": {9, func(dir string) { write(t, filepath.Join(dir, "../../notebooks/lecture.yaml"), "image: MNIST") }, "there is no setting image"},
	} {
		dir := own(t, 30, test.most)
		test.damage(dir)
		if _, err := Load(t.Context(), Options{Only: []int{2, 8}, TestOnly: true}); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: it says %v\nwant %s", name, err, test.want)
		}
	}
}
