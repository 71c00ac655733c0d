package lecture_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"latentlab/pkg/internal/printed"
	"latentlab/pkg/latent"
	"latentlab/pkg/lecture"
)

// fitting is what PCA says of the images of points.
const fitting = "fitting PCA to 9 images …\n"

// points returns nine images of three pixels.
func points(scale float32) (images [][]float32) {
	for i := range 9 {
		v := float32(i)
		images = append(images, []float32{scale * v, v * v, float32(i % 2)})
	}
	return images
}

// A PCA is fitted once, and what is read is what was fitted.
func TestPCAIsKept(t *testing.T) {
	keptIn(t)
	wantPCA(t, points(1), 1, fitting)
	wantPCA(t, points(1), 1, "")
	wantPCA(t, points(1), 3, "")
	wantPCA(t, points(2), 2, fitting) // other images
	wantPCA(t, points(1), 2, "")
}

// What is kept and is not the PCA of these images is recognized, said and replaced.
func TestPCAThatIsKeptWrong(t *testing.T) {
	for _, c := range []struct {
		name, says string
		spoil      func(own, other []byte) []byte
	}{
		{"a number changed", "is damaged", func(own, _ []byte) []byte { return bytes.Replace(own, []byte(`"count": 9`), []byte(`"count": 8`), 1) }},
		{"cut short", "is damaged or cut short", func(own, _ []byte) []byte { return own[:len(own)/2] }},
		{"empty", "is damaged or cut short", func(_, _ []byte) []byte { return nil }},
		{"of other images", "holds the PCA of other images", func(_, other []byte) []byte { return other }},
	} {
		t.Run(c.name, func(t *testing.T) {
			keptIn(t)
			wantPCA(t, points(2), 2, fitting)
			other := readFile(t, onlyFile(t))
			keptIn(t)
			wantPCA(t, points(1), 2, fitting)
			path := onlyFile(t)
			if err := os.WriteFile(path, c.spoil(readFile(t, path), other), 0o644); err != nil {
				t.Fatal(err)
			}
			said := wantPCA(t, points(1), 2, fitting)
			if !strings.HasPrefix(said, path+" "+c.says) || !strings.HasSuffix(said, ": it is replaced\n"+fitting) {
				t.Errorf("it says %q, want that the file %s", said, c.says)
			}
			wantPCA(t, points(1), 2, "")
		})
	}
}

// More components than are kept are fitted anew, and fewer are then read from those.
func TestPCAWithMoreComponents(t *testing.T) {
	keptIn(t)
	images := make([][]float32, 80)
	for i := range images {
		images[i] = make([]float32, 70)
		images[i][i%70] = float32(i + 1)
	}
	for _, c := range []struct {
		d    int
		says string
	}{{2, "fitting"}, {64, ""}, {65, "holds 64 components where 65 are wanted"}, {65, ""}, {64, ""}} {
		said := printed.By(t, func() { lecture.PCA(images, c.d) })
		if !strings.Contains(said, c.says) || (c.says == "") != (said == "") {
			t.Errorf("with %d components it says %q, want %q", c.d, said, c.says)
		}
	}
}

// Where nothing can be kept, PCA fits each time.
func TestPCAThatCannotBeKept(t *testing.T) {
	blocked := filepath.Join(keptIn(t), "pca")
	if err := os.WriteFile(blocked, nil, 0o644); err != nil { // a file in the way stops root, too
		t.Fatal(err)
	}
	for range 2 {
		if said := wantPCA(t, points(1), 2, fitting); !strings.Contains(said, "could not be kept") {
			t.Errorf("it says %q, want that it could not be kept", said)
		}
	}
	readOnly := keptIn(t)
	if err := os.Chmod(readOnly, 0o555); err != nil {
		t.Fatal(err)
	}
	if f, err := os.Create(filepath.Join(readOnly, "try")); err == nil {
		f.Close()
		t.Skip("this user writes into every directory")
	}
	for range 2 {
		if said := wantPCA(t, points(1), 2, fitting); said != fitting {
			t.Errorf("it says %q, want %q", said, fitting)
		}
	}
}

// keptIn makes an empty directory the one where PCAs are kept.
func keptIn(t *testing.T) string {
	dir := t.TempDir()
	t.Setenv("LATENTLAB_CHECKPOINTS", dir)
	return dir
}

// wantPCA fails where PCA does not return what FitPCA does, or does not say what it should: it is returned.
func wantPCA(t *testing.T, images [][]float32, d int, want string) (said string) {
	t.Helper()
	fitted, err := latent.FitPCA(images, d)
	if err != nil {
		t.Fatal(err)
	}
	said = printed.By(t, func() {
		if diff := cmp.Diff(fitted, lecture.PCA(images, d)); diff != "" {
			t.Errorf("the PCA is not the one fitted (−fitted, +have):\n%s", diff)
		}
	})
	if !strings.Contains(said, want) || want == "" && said != "" {
		t.Errorf("it says %q, want %q", said, want)
	}
	return said
}

func onlyFile(t *testing.T) string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(os.Getenv("LATENTLAB_CHECKPOINTS"), "pca", "*"))
	if err != nil || len(names) != 1 {
		t.Fatalf("there are the files %q (%v), want one", names, err)
	}
	return names[0]
}

func readFile(t *testing.T, name string) []byte {
	t.Helper()
	content, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return content
}
