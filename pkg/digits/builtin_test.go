package digits

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"image"
	"image/color"
	"image/png"
	"math"
	"math/rand/v2"
	"os"
	"runtime"
	"slices"
	"sync"
	"testing"

	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/plot/cmpimg"
)

// TestBuiltinGolden compares the first digits of each class with testdata/builtin.png.
func TestBuiltinGolden(t *testing.T) {
	const columns = 20
	test := builtinTest()
	sheet := image.NewGray(image.Rect(0, 0, columns*Side, 10*Side))
	for label := range 10 {
		for column, pixels := range test.Only(label).Images[:columns] {
			for p, v := range pixels {
				sheet.SetGray(column*Side+p%Side, label*Side+p/Side, color.Gray{Y: uint8(255*v + 0.5)})
			}
		}
	}
	var got bytes.Buffer
	if err := png.Encode(&got, sheet); err != nil {
		t.Fatal(err)
	}
	const golden = "testdata/builtin.png"
	if *cmpimg.GenerateTestData { // -regen
		if err := os.WriteFile(golden, got.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	// Another processor may round the last bit otherwise, which a shade can show.
	if same, err := cmpimg.EqualApprox("png", got.Bytes(), want, 0.01); err != nil || !same {
		t.Errorf("the built-in digits have changed (%v): if they should, count builtinVersion up and run go test -regen", err)
	}
}

func TestBuiltinIsTheSameWhateverElseIsLoaded(t *testing.T) {
	t.Setenv("LATENTLAB_DIGITS", "builtin")
	some := load(t, Options{Seed: 1, Only: []int{5}})
	if more := load(t, Options{Seed: 1, Only: []int{5, 6}}); sum(more.Train.Only(5)) != sum(some.Train) {
		t.Error("loading one class is not the same as loading two and keeping one")
	}
	if sum(builtinTest().Only(5)) != sum(some.Test) {
		t.Error("the test set is another one with the training set than without")
	}
	if other := load(t, Options{Seed: 2, Only: []int{5}, TestOnly: true}); sum(other.Test) == sum(some.Test) {
		t.Error("another seed draws the same digits")
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	alone := load(t, Options{Seed: 1, Only: []int{5}, TestOnly: true})
	if sum(alone.Test) != sum(some.Test) {
		t.Error("one processor draws other digits than several")
	}
	if alone.Train.Len() != 0 {
		t.Errorf("TestOnly has loaded %d training images", alone.Train.Len())
	}
}

func TestTestImagesAreNotInTheTrainingSet(t *testing.T) {
	t.Setenv("LATENTLAB_DIGITS", "builtin")
	d := load(t, Options{Only: []int{1}})
	seen := map[[sha256.Size]byte]bool{}
	for _, s := range []Set{d.Train, d.Test} {
		for i := range s.Images {
			seen[sum(Set{Images: s.Images[i : i+1]})] = true
		}
	}
	if len(seen) != 7_000 {
		t.Errorf("%d different images of the 1, want 6000 to train and 1000 to test", len(seen))
	}
}

func TestPlanIsBalanced(t *testing.T) {
	var last []int
	for seed := range uint64(2) {
		var labels []int
		var of [10]int
		for _, s := range plan(rand.NewPCG(seed, 0), 60_000, allTen) {
			labels = append(labels, s.label)
			of[s.label]++
		}
		if of != [10]int{6000, 6000, 6000, 6000, 6000, 6000, 6000, 6000, 6000, 6000} {
			t.Errorf("the classes have %d images, want 6000 each", of)
		}
		if slices.IsSorted(labels) || slices.Equal(labels, last) {
			t.Error("the labels are not in random order")
		}
		last = labels
	}
}

func TestFactorsAreUniformAndIndependent(t *testing.T) {
	var s Set
	for _, specimen := range plan(rand.NewPCG(1, 0), 10_000, allTen) {
		s.Labels = append(s.Labels, specimen.label)
		s.Factors = append(s.Factors, specimen.factors)
	}
	columns := [][]float64{nil}
	for _, label := range s.Labels {
		columns[0] = append(columns[0], float64(label))
	}
	for i, name := range FactorNames {
		column := factor(s, i)
		columns = append(columns, column)
		low, high := ranges[i][0], ranges[i][1]
		if slices.Min(column) < low || slices.Max(column) > high {
			t.Errorf("%s lies in %v … %v, want %v … %v", name, slices.Min(column), slices.Max(column), low, high)
		}
		mean, deviation := stat.MeanStdDev(column, nil)
		width := high - low
		if math.Abs(mean-(low+high)/2) > 0.02*width || math.Abs(deviation-width/math.Sqrt(12)) > 0.02*width {
			t.Errorf("%s has mean %.3f and standard deviation %.3f, not those of the uniform distribution", name, mean, deviation)
		}
	}
	for i, a := range columns {
		for j, b := range columns[:i] {
			if r := stat.Correlation(a, b, nil); math.Abs(r) > 0.05 {
				t.Errorf("columns %d and %d have correlation %.3f, want none", i, j, r)
			}
		}
	}
}

// TestFactorsShowInTheImages measures each factor in the drawn digits.
func TestFactorsShowInTheImages(t *testing.T) {
	test := builtinTest()
	edge, seen := 0, 0
	for label := range 10 {
		s, _ := test.Only(label).Split(500)
		seen += s.Len()
		var lean, ink, angular, round []float64
		var off, larger float64
		for i, pixels := range s.Images {
			m := measureInk(pixels)
			f := s.Factors[i]
			lean = append(lean, -m.xy/m.yy) // the shear, exactly so for a line
			ink = append(ink, m.mass/float64(f[size]))
			if m.x0 == 0 || m.x1 == Side-1 || m.y0 == 0 || m.y1 == Side-1 {
				edge++
				continue
			}
			off = max(off, math.Hypot(m.x-Side/2-float64(f[shift]), m.y-Side/2))
			larger = max(larger, math.Abs(float64(m.side)-float64(f[size])))
			switch c := f[curvature]; {
			case c < 0.2:
				angular = append(angular, m.xx/m.yy)
			case c > 0.8:
				round = append(round, m.xx/m.yy)
			}
		}
		if off > 0.35 { // the ink of a thin diagonal depends on how it meets the pixels
			t.Errorf("a %d has its centre of mass %.3f pixels from where MNIST's centring and shift want it", label, off)
		}
		if larger > 2 { // each side's faint outer pixels count as well
			t.Errorf("the longer side of a %d is %.1f pixels from its size", label, larger)
		}
		if r := stat.Correlation(lean, factor(s, slant), nil); r < 0.9 {
			t.Errorf("the measured slant of the %ds has correlation %.3f with the factor, want 0.9", label, r)
		}
		if r := stat.Correlation(ink, factor(s, thickness), nil); r < 0.8 {
			t.Errorf("the ink of the %ds has correlation %.3f with the thickness, want 0.8", label, r)
		}
		if a, r := stat.Mean(angular, nil), stat.Mean(round, nil); r < 1.1*a {
			t.Errorf("round %ds are not wider than stiff ones: %.3f and %.3f", label, r, a)
		}
	}
	if share := float64(edge) / float64(seen); share > 0.014 {
		t.Errorf("%.1f %% of the digits reach the edge of the image, want no more than MNIST's 1.4 %%", 100*share)
	}
}

// inkMeasures are an image's ink, its centre, central moments and bounding box, in pixels.
type inkMeasures struct {
	mass, x, y, xx, xy, yy float64
	x0, x1, y0, y1, side   int
}

func measureInk(pixels []float32) inkMeasures {
	m := inkMeasures{x0: Side, y0: Side}
	for p, v := range pixels {
		if v > 0 {
			m.x0, m.x1 = min(m.x0, p%Side), max(m.x1, p%Side)
			m.y0, m.y1 = min(m.y0, p/Side), max(m.y1, p/Side)
		}
		m.mass += float64(v)
		m.x += float64(v) * float64(p%Side)
		m.y += float64(v) * float64(p/Side)
	}
	m.x, m.y = m.x/m.mass, m.y/m.mass
	for p, v := range pixels {
		dx, dy := float64(p%Side)-m.x, float64(p/Side)-m.y
		m.xx += float64(v) * dx * dx
		m.xy += float64(v) * dx * dy
		m.yy += float64(v) * dy * dy
	}
	m.side = max(m.x1-m.x0, m.y1-m.y0) + 1
	return m
}

func TestPixelsHave256Shades(t *testing.T) {
	for _, pixels := range builtinTest().Only(8).Images {
		for _, v := range pixels {
			if k := math.Round(float64(v) * 255); v < 0 || v > 1 || v != float32(k)/255 {
				t.Fatalf("a pixel is %v, want a multiple of 1/255 in [0,1]", v)
			}
		}
	}
}

func TestPen(t *testing.T) {
	var image [Pixels]float64
	trace(&image, [][]point{{{5, 10}, {9, 10}}}, 2)
	want := map[int]float64{10: 1, 11: 0.5, 12: 0, 9: 0.5, 8: 0} // by row, across the line
	for y, v := range want {
		if got := image[y*Side+7]; math.Abs(got-v) > 1e-12 {
			t.Errorf("%d pixels off the line the ink is %v, want %v", y-10, got, v)
		}
	}
	if got, want := image[10*Side+10], 0.5; got != want {
		t.Errorf("a pixel beyond its end the ink is %v, want %v", got, want)
	}
	trace(&image, [][]point{{{-3, 4}, {40, 4}}, {{6, 6}, {6, 6}}}, 1) // off the paper, and a dot
	if image[4*Side] != 1 || image[4*Side+Side-1] != 1 || image[6*Side+6] != 1 {
		t.Error("a line across the whole image or a dot is not drawn")
	}
}

func factor(s Set, i int) (column []float64) {
	for _, f := range s.Factors {
		column = append(column, float64(f[i]))
	}
	return column
}

// builtinTest returns the built-in test digits of seed 1.
var builtinTest = sync.OnceValue(func() Set {
	s, err := drawSet(context.Background(), plan(rand.NewPCG(1, 1), testCount, allTen))
	if err != nil {
		panic(err)
	}
	return s
})

var allTen = []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}

// sum returns the digest of the images and the factors.
func sum(s Set) [sha256.Size]byte {
	h := sha256.New()
	for _, pixels := range s.Images {
		shades := make([]byte, len(pixels))
		for p, v := range pixels {
			shades[p] = byte(255*v + 0.5)
		}
		h.Write(shades)
	}
	binary.Write(h, binary.LittleEndian, slices.Concat(s.Factors...))
	return [sha256.Size]byte(h.Sum(nil))
}
