package latent_test

import (
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"latentlab/pkg/latent"
)

func TestCodesComeBackToTheLastBit(t *testing.T) {
	t.Setenv("LATENTLAB_CHECKPOINTS", filepath.Join(t.TempDir(), "not there yet"))
	saved := [][]float32{
		{0.1, -1.0 / 3, math.MaxFloat32},
		{math.SmallestNonzeroFloat32, float32(math.Copysign(0, -1)), 1 << 24},
	}
	if err := latent.SaveCodes("test", [][]float32{{1}}, []int{9}); err != nil {
		t.Fatal(err)
	}
	if err := latent.SaveCodes("test", saved, []int{5, -1}); err != nil {
		t.Fatal(err)
	}
	z, labels, err := latent.OpenCodes("test")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]int{5, -1}, labels); diff != "" {
		t.Errorf("labels (-saved +opened):\n%s", diff)
	}
	for i, code := range saved {
		for j, want := range code {
			if got := z[i][j]; math.Float32bits(got) != math.Float32bits(want) {
				t.Errorf("code %d, place %d: %v, want %v", i, j, got, want)
			}
		}
	}
}

func TestSaveCodesChecksWhatItIsGiven(t *testing.T) {
	t.Setenv("LATENTLAB_CHECKPOINTS", t.TempDir())
	z := [][]float32{{1, 2}, {3, 4}}
	for _, c := range []struct {
		name   string
		z      [][]float32
		labels []int
		want   string
	}{
		{"", z, []int{1, 5}, `name is ""`},
		{"../test", z, []int{1, 5}, `name is "../test"`},
		{".test", z, []int{1, 5}, `name is ".test"`},
	} {
		if err := latent.SaveCodes(c.name, c.z, c.labels); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("SaveCodes(%q, %v, %v): error %v, want one with %q", c.name, c.z, c.labels, err, c.want)
		}
	}
	wantPanic(t, "a label", "2 codes, but 1 labels", func() { latent.SaveCodes("test", z, []int{1}) })
	if _, _, err := latent.OpenCodes("test"); !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), "run the cell above") {
		t.Errorf("after nothing was saved OpenCodes returns %v, want fs.ErrNotExist and the way out", err)
	}
}

func TestOpenCodesTellsWhatIsDamaged(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("LATENTLAB_CHECKPOINTS", dir)
	for content, want := range map[string]string{
		"":                              "it is empty",
		"z1,z2,label\n":                 "it holds no codes",
		"label\n1\n":                    "its columns are label",
		"z1,z3,label\n1,2,3\n":          "its columns are z1, z3, label",
		"z1,z2,label\n1,2,3\n1,2\n":     "line 3",
		"z1,z2,label\n1,two,3\n":        `line 2, column 3: found "two"`,
		"z1,z2,label\n1,NaN,3\n":        `found "NaN"`,
		"z1,z2,label\n1,1e39,3\n":       `found "1e39"`,
		"z1,z2,label\n1,2,3\n1,2,3.5\n": `line 3, column 5: found "3.5"`,
	} {
		if err := os.WriteFile(filepath.Join(dir, "test.csv"), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
		if _, _, err := latent.OpenCodes("test"); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error %v, want one with %q", content, err, want)
		}
	}
}

// withOwnCheckpoints sends saved codes into a directory that the function it returns removes.
func withOwnCheckpoints() (end func()) {
	dir, err := os.MkdirTemp("", "")
	if err != nil {
		panic(err)
	}
	os.Setenv("LATENTLAB_CHECKPOINTS", dir)
	return func() {
		os.Unsetenv("LATENTLAB_CHECKPOINTS")
		os.RemoveAll(dir)
	}
}

func ExampleSaveCodes() {
	defer withOwnCheckpoints()()
	fmt.Println(latent.SaveCodes("test", [][]float32{{0.5, -2}, {1.25, 3}}, []int{1, 5}))
	file, err := os.ReadFile(filepath.Join(os.Getenv("LATENTLAB_CHECKPOINTS"), "test.csv"))
	fmt.Print(string(file), err)
	// Output:
	// <nil>
	// z1,z2,label
	// 0.5,-2,1
	// 1.25,3,5
	// <nil>
}

func ExampleOpenCodes() {
	defer withOwnCheckpoints()()
	if err := latent.SaveCodes("test", [][]float32{{0.5, -2}, {1.25, 3}}, []int{1, 5}); err != nil {
		fmt.Println(err)
	}
	z, labels, err := latent.OpenCodes("test")
	fmt.Println(z, labels, err)
	// Output: [[0.5 -2] [1.25 3]] [1 5] <nil>
}
