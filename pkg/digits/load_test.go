package digits

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"latentlab/pkg/digits/internal/mnist"
)

func TestWhichDigits(t *testing.T) {
	empty, three, damaged := t.TempDir(), t.TempDir(), t.TempDir()
	for i, f := range mnist.Files() {
		write(t, filepath.Join(damaged, "data/mnist", f.Name+".gz"), "damaged")
		if i < 3 {
			write(t, filepath.Join(three, "data/mnist", f.Name+".gz"), "damaged")
		}
	}
	for name, test := range map[string]struct {
		root, dir, which string // LATENTLAB_ROOT, LATENTLAB_MNIST, LATENTLAB_DIGITS
		source           Source
		want             string // the name, or what the error holds
	}{
		"nothing fetched":           {empty, "", "", Anywhere, nameBuiltin},
		"not all fetched":           {three, "", "", Anywhere, nameBuiltin},
		"damaged":                   {damaged, "", "", Anywhere, "delete the file and run scripts/setup.sh"},
		"damaged, but not wanted":   {damaged, "", "builtin", Anywhere, nameBuiltin},
		"damaged, not asked for":    {damaged, "", "mnist", BuiltIn, nameBuiltin},
		"wanted, not fetched":       {empty, "", "mnist", Anywhere, "run scripts/setup.sh"},
		"asked for, not fetched":    {empty, "", "builtin", MNIST, "run scripts/setup.sh"},
		"wanted, not all fetched":   {three, "", "mnist", Anywhere, "delete the file and run scripts/setup.sh"},
		"named, nothing there":      {damaged, empty, "", Anywhere, "put it there, or unset LATENTLAB_MNIST"},
		"named, damaged":            {empty, filepath.Join(damaged, "data/mnist"), "", Anywhere, "replace the file, or unset LATENTLAB_MNIST"},
		"named, but not wanted":     {empty, empty, "builtin", Anywhere, nameBuiltin},
		"an unknown kind of digits": {empty, "", "fashion", Anywhere, `LATENTLAB_DIGITS is "fashion", want builtin, mnist or nothing`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("LATENTLAB_ROOT", test.root)
			t.Setenv("LATENTLAB_MNIST", test.dir)
			t.Setenv("LATENTLAB_DIGITS", test.which)
			d, err := Load(t.Context(), Options{Source: test.source, TestOnly: true, Only: []int{1}})
			switch wantError := test.want != nameBuiltin; {
			case wantError && (err == nil || !strings.Contains(err.Error(), test.want)):
				t.Errorf("Load returns %q, %v, want an error with %q", d.Name, err, test.want)
			case !wantError && (err != nil || d.Name != test.want):
				t.Errorf("Load returns %q, %v, want %q", d.Name, err, test.want)
			}
		})
	}
}

func TestFilesThatAreNotTakenAreNoted(t *testing.T) {
	t.Setenv("LATENTLAB_MNIST", "")
	t.Setenv("LATENTLAB_DIGITS", "")
	root := t.TempDir()
	t.Setenv("LATENTLAB_ROOT", root)
	if d := load(t, Options{TestOnly: true, Only: []int{1}}); d.Note != "" {
		t.Errorf("where nothing lies the note is %q", d.Note)
	}
	write(t, filepath.Join(root, "data/mnist/MNIST/raw/train-images-idx3-ubyte"), "")
	if d := load(t, Options{TestOnly: true, Only: []int{1}}); !strings.Contains(d.Note, "MNIST/raw/train-images-idx3-ubyte is not taken") {
		t.Errorf("the note is %q, want what lies there and why it is not taken", d.Note)
	}
	if d := load(t, Options{Source: BuiltIn, TestOnly: true, Only: []int{1}}); d.Note != "" {
		t.Errorf("where built-in digits were asked for the note is %q", d.Note)
	}
}

func TestOptionsOnly(t *testing.T) {
	t.Setenv("LATENTLAB_DIGITS", "builtin")
	asked := []int{6, 1, 5, 1}
	a, err := Load(t.Context(), Options{TestOnly: true, Only: asked})
	if err != nil {
		t.Fatal(err)
	}
	b := load(t, Options{TestOnly: true, Only: []int{1, 5, 6}})
	if !slices.Equal(a.Only, b.Only) || a.Digest != b.Digest || !slices.Equal(a.Test.Labels, b.Test.Labels) {
		t.Error("the order of Only matters, or a label in it twice")
	}
	if !slices.Equal(asked, []int{6, 1, 5, 1}) {
		t.Errorf("Load has changed Only to %v", asked)
	}
}

func TestDigestTellsDataApart(t *testing.T) {
	t.Setenv("LATENTLAB_DIGITS", "builtin")
	digest := func(o Options) string { return load(t, o).Digest }
	ones := digest(Options{TestOnly: true, Only: []int{1}})
	if len(ones) != 64 {
		t.Errorf("the digest is %q, want 64 hexadecimal digits", ones)
	}
	if ones == digest(Options{TestOnly: true, Only: []int{7}}) {
		t.Error("the digest does not depend on the labels kept")
	}
	if ones == digest(Options{TestOnly: true, Only: []int{1}, Seed: 1}) {
		t.Error("the digest does not depend on the seed")
	}
	if ones != digest(Options{Only: []int{1}}) {
		t.Error("the digest depends on whether the training set was loaded, so that a checkpoint's cannot be compared")
	}
	if digest(Options{TestOnly: true}) != digest(Options{TestOnly: true, Only: []int{9, 8, 7, 6, 5, 4, 3, 2, 1, 0}}) {
		t.Error("the digest of all ten depends on whether they are named")
	}
}

func TestLoadStopsWithItsContext(t *testing.T) {
	t.Setenv("LATENTLAB_DIGITS", "builtin")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if d, err := Load(ctx, Options{}); !errors.Is(err, context.Canceled) || d.Test.Len() != 0 {
		t.Errorf("Load returns %d test images and %v, want none and context.Canceled", d.Test.Len(), err)
	}
}

// TestMNIST reads the real one.
func TestMNIST(t *testing.T) {
	if os.Getenv("LATENTLAB_MNIST") == "" {
		t.Skip("LATENTLAB_MNIST does not say where MNIST is")
	}
	t.Setenv("LATENTLAB_DIGITS", "builtin")
	d := load(t, Options{Source: MNIST, Only: []int{1, 5, 6}})
	if d.Train.Len() != 18_081 || d.Test.Len() != 2_985 || d.Train.Factors != nil || d.String() != "MNIST 1, 5, 6" {
		t.Errorf("%v: %d and %d images, want MNIST 1, 5, 6 with 18081 and 2985, as the literature counts", d, d.Train.Len(), d.Test.Len())
	}
	all := load(t, Options{Source: MNIST, Seed: 1, TestOnly: true})
	if d.Digest == all.Digest {
		t.Error("the digest does not depend on the labels kept")
	}
	some := all.Test.Only(1, 5, 6)
	if !slices.EqualFunc(d.Test.Images, some.Images, slices.Equal) || !slices.Equal(d.Test.Labels, some.Labels) {
		t.Error("loading some is not the same as loading all and keeping some")
	}
}

func load(t testing.TB, o Options) Data {
	t.Helper()
	d, err := Load(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func write(t *testing.T, name, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(content), fs.FileMode(0o644)); err != nil {
		t.Fatal(err)
	}
}

func BenchmarkLoad(b *testing.B) {
	for which, source := range map[string]Source{"builtin": BuiltIn, "mnist": MNIST} {
		for name, o := range map[string]Options{
			"all":           {},
			"1,5,6":         {Only: []int{1, 5, 6}},
			"1,5,6 to test": {Only: []int{1, 5, 6}, TestOnly: true},
		} {
			b.Run(which+" "+name, func(b *testing.B) {
				o.Source = source
				if _, err := Load(b.Context(), Options{Source: source, Only: []int{1}, TestOnly: true}); err != nil {
					b.Skip(err)
				}
				for b.Loop() {
					load(b, o)
				}
			})
		}
	}
}
