package latent_test

import (
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gonum.org/v1/gonum/mat"
	"latentlab/pkg/latent"
)

// centred returns the rows less their mean.
func centred(x [][]float32) *mat.Dense {
	m := mat.NewDense(len(x), len(x[0]), nil)
	for j := range x[0] {
		mean := 0.0
		for i := range x {
			mean += float64(x[i][j]) / float64(len(x))
		}
		for i := range x {
			m.Set(i, j, float64(x[i][j])-mean)
		}
	}
	return m
}

func TestPCAAgainstSVD(t *testing.T) {
	for _, size := range [][2]int{{700, 12}, {9, 30}} { // more than one tile of images; fewer images than pixels
		x := cloud(7, size[0], size[1])
		for i := range x {
			for j := range x[i] {
				x[i][j] *= float32(j + 1) // variances that differ
			}
		}
		var svd mat.SVD
		if !svd.Factorize(centred(x), mat.SVDThin) {
			t.Fatal("no SVD")
		}
		var v mat.Dense
		svd.VTo(&v)
		const d = 5
		p := must(latent.FitPCA(x, d))(t)
		for k, s := range svd.Values(nil) {
			if want := s * s / float64(len(x)-1); math.Abs(p.Variances[k]-want) > 1e-9*p.Variances[0] {
				t.Errorf("%v: variance %d is %g, want %g", size, k, p.Variances[k], want)
			}
		}
		for k := range d {
			dot, largest := 0.0, float32(0)
			for j, c := range p.Components[k] {
				dot += float64(c) * v.At(j, k)
				if c*c > largest*largest {
					largest = c
				}
			}
			if math.Abs(math.Abs(dot)-1) > 1e-6 {
				t.Errorf("%v: component %d is %g along the SVD's, want ±1", size, k, dot)
			}
			if largest < 0 {
				t.Errorf("%v: component %d has its largest entry negative", size, k)
			}
		}
	}
}

func TestPCAEncodesWhatItDecodes(t *testing.T) {
	x := cloud(3, 50, 8)
	p := must(latent.FitPCA(x, 3))(t)
	z := cloud(4, 10, 3)
	back := p.Encode(p.Decode(z))
	for i := range z {
		if distance(z[i], back[i]) > 1e-5 {
			t.Errorf("code %v comes back as %v", z[i], back[i])
		}
	}
	p = must(latent.FitPCA(x, 8))(t)
	y := p.Decode(p.Encode(x))
	if e := latent.MeanSquaredError(x, y); e > 1e-10 {
		t.Errorf("with all components the error is %g, want 0", e)
	}
}

// The weights, multiplied by hand, do what Encode and Decode do.
func TestPCAIsALayer(t *testing.T) {
	x := cloud(3, 40, 12)
	p := must(latent.FitPCA(x, 2))(t)
	layer := func(weights, biases [][]float32, err error) func(h []float32) []float32 {
		if err != nil {
			t.Fatal(err)
		}
		return func(h []float32) []float32 {
			out := slices.Clone(biases[0])
			for i, v := range h {
				for j := range out {
					out[j] += v * weights[0][i*len(out)+j]
				}
			}
			return out
		}
	}
	f, g := layer(p.EncoderWeights()), layer(p.DecoderWeights())
	z := p.Encode(x)
	y := p.Decode(z)
	for i := range x {
		if gap := distance(f(x[i]), z[i]); gap > 1e-5 {
			t.Errorf("image %d: the layer's code is %g from Encode's", i, gap)
		}
		if gap := distance(g(z[i]), y[i]); gap > 1e-5 {
			t.Errorf("image %d: the layer's image is %g from Decode's", i, gap)
		}
	}
}

func TestPCAFirst(t *testing.T) {
	x := cloud(5, 60, 9)
	if diff := cmp.Diff(must(latent.FitPCA(x, 2))(t), must(latent.FitPCA(x, 6))(t).First(2)); diff != "" {
		t.Errorf("the first 2 of 6 components (-want +got):\n%s", diff)
	}
	explained := must(latent.FitPCA(x, 1))(t).Explained()
	if !slices.IsSorted(explained) || !near(explained[8], 1, 1e-12) || explained[0] <= 0 {
		t.Errorf("Explained() = %v, want numbers that rise to 1", explained)
	}
}

func TestPCAIsTheSameOnOneCore(t *testing.T) {
	x := cloud(6, 1500, 20)
	want := must(latent.FitPCA(x, 4))(t)
	onOneCore(func() {
		if diff := cmp.Diff(want, must(latent.FitPCA(x, 4))(t)); diff != "" {
			t.Error(diff)
		}
	})
}

func TestPCADegenerate(t *testing.T) {
	_, err := latent.FitPCA([][]float32{{0.1, 0.7}, {0.1, 0.7}, {0.1, 0.7}}, 1)
	wantError(t, "the same image", err, "all images are the same")
	for _, c := range []struct {
		what string
		x    [][]float32
		d    int
		want string
	}{
		{"no images", nil, 1, "there are no images"},
		{"ragged", [][]float32{{1, 2}, {3}}, 1, "image 1 has 1 numbers, but image 0 has 2"},
		{"empty images", [][]float32{{}, {}}, 1, "image 0 is empty"},
		{"not a number", [][]float32{{1, 2}, {3, nan}}, 1, "image 1 holds NaN in place 1"},
		{"d of 0", cloud(1, 5, 3), 0, "d is 0: want 1 to 3"},
		{"d beyond the pixels", cloud(1, 5, 3), 4, "d is 4: want 1 to 3"},
		{"d beyond the images", cloud(1, 3, 8), 3, "d is 3: want 1 to 2"},
		{"one image", cloud(1, 1, 3), 1, "there is only one image"},
		{"too wide", cloud(1, 2, 4097), 1, "the width of an image is 4097: want at most 4096"},
	} {
		wantPanic(t, c.what, "FitPCA: "+c.want, func() { latent.FitPCA(c.x, c.d) })
	}
	p := must(latent.FitPCA(cloud(1, 5, 3), 2))(t)
	for want, call := range map[string]func(){
		"First: d is 3: want at most 2":            func() { p.First(3) },
		"First: d is 0: want at least 1":           func() { p.First(0) },
		"Encode: each image has 2 numbers: want 3": func() { p.Encode([][]float32{{1, 2}}) },
		"Decode: each code has 3 numbers: want 2":  func() { p.Decode([][]float32{{1, 2, 3}}) },
	} {
		wantPanic(t, want, "PCA."+want, call)
	}
}

// Numbers near float32's largest give no NaN, but a sentence.
func TestPCABeyondFloat32(t *testing.T) {
	x := [][]float32{{1, 1}, {2, 2}, {3, 3.5}}
	p := must(latent.FitPCA(x, 2))(t)
	large := [][]float32{{0, 0}, {math.MaxFloat32, math.MaxFloat32}}
	wantPanic(t, "Encode", "PCA.Encode: image 1 has a code beyond float32", func() { p.Encode(large) })
	wantPanic(t, "Decode", "PCA.Decode: code 1 has an image beyond float32", func() { p.Decode(large) })
}

func TestPrincipalAngles(t *testing.T) {
	sin, cos := math.Sincos(1e-6)
	small := []float32{float32(cos), float32(sin), 0, 0}
	got := latent.PrincipalAngles([][]float32{{1, 0, 0, 0}, {0, 0, 1, 0}}, [][]float32{small, {0, 0, 1, 1}})
	if len(got) != 2 || !near(got[0]*1e6, 1, 1e-4) || !near(got[1], math.Pi/4, 1e-7) {
		t.Errorf("angles %v, want 1e-6 and π/4", got)
	}
	// Another basis of the same subspace.
	got = latent.PrincipalAngles([][]float32{{1, 2, 3}, {0, 1, 1}}, [][]float32{{1, 3, 4}, {2, 3, 5}})
	if got[0] > 1e-12 || got[1] > 1e-12 {
		t.Errorf("angles %v between a subspace and itself, want 0", got)
	}
	// A line and a plane at right angles.
	got = latent.PrincipalAngles([][]float32{{0, 0, 2}}, [][]float32{{1, 0, 0}, {0, 1, 0}})
	if len(got) != 1 || !near(got[0], math.Pi/2, 1e-12) {
		t.Errorf("angles %v, want π/2", got)
	}
	for _, c := range []struct {
		what string
		a, b [][]float32
		want string
	}{
		{"widths", [][]float32{{1, 0}}, [][]float32{{1, 0, 0}}, "each a-row has 2 numbers, each b-row 3"},
		{"dependent", [][]float32{{1, 2}, {2, 4}}, [][]float32{{1, 0}}, "row 1 is a combination"},
		{"zero", [][]float32{{0, 0}}, [][]float32{{1, 0}}, "row 0 is a combination"},
		{"too many", [][]float32{{1}, {2}}, [][]float32{{1}}, "2 rows of 1 numbers"},
		{"none", nil, [][]float32{{1}}, "there are no a-rows"},
	} {
		wantPanic(t, c.what, "PrincipalAngles: "+c.want, func() { latent.PrincipalAngles(c.a, c.b) })
	}
}
