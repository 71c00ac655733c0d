package figure

import (
	"bytes"
	"errors"
	"io"
	"math"
	"strings"
	"testing"
)

func TestErrors(t *testing.T) {
	nan := float32(math.NaN())
	z, labels := clusters(4, 1, 5)
	images := rings(4)
	ragged := [][]float32{images[0], images[1][:700]}
	zero := func(x, y float64) float64 { return 0 }
	for name, test := range map[string]struct {
		picture Picture
		want    string
	}{
		"no codes":           {Scatter(nil, nil), "figure: scatter: no codes"},
		"three numbers":      {Scatter([][]float32{{1, 2, 3}}, nil), "codes of 3 numbers: a plane shows 2: choose two of them, or project them with PCA"},
		"ragged codes":       {Scatter([][]float32{{1, 2}, {1}}, nil), "code 1 has length 1, code 0 has 2"},
		"NaN code":           {Scatter([][]float32{{1, 2}, {1, nan}}, nil), "code 1 is [1 NaN], which is not finite"},
		"labels":             {Scatter(z, labels[:3]), "3 labels for 4 points"},
		"label":              {Scatter(z, []int{1, 5, 10, 5}), "label 2 is 10, want 0 to 9"},
		"layer":              {Scatter(z, labels, Path("p", nil)), "figure: scatter: no codes"},
		"negative density":   {Scatter(z, labels, Contours("q", func(x, y float64) float64 { return -1 })), "contours: the density has the value -1"},
		"zero density":       {Scatter(z, labels, Contours("q", zero)), "the density is zero all over"},
		"NaN density":        {Scatter(z, labels, Contours("q", func(x, y float64) float64 { return math.NaN() })), "is NaN, which is not finite"},
		"region":             {Scatter(z, labels, Regions(func(x, y float64) int { return 12 })), "is 12, want 0 to 9"},
		"span":               {HeatMap("density", bell, Span{}), "has no inside"},
		"no images":          {Gallery(nil, 3), "figure: gallery: no images"},
		"not square":         {Gallery([][]float32{make([]float32, 700)}, 3), "an image of 700 pixels is not square, want 784"},
		"ragged images":      {Gallery(ragged, 3), "image 1 has 700 pixels, image 0 has 784"},
		"NaN pixel":          {Gallery([][]float32{{0, 0, nan, 0}}, 3), "image 0: pixel 2 is NaN"},
		"columns":            {Gallery(images, 0), "0 columns, want at least 1"},
		"notes":              {Gallery(images, 2, "a"), "1 notes for 4 images"},
		"pairs":              {Pairs(images, images[:3]), "figure: pairs: 4 inputs and 3 reconstructions"},
		"row":                {Rows(Row{Name: "pixels", Images: images, Notes: []string{"a"}}), `row "pixels": 1 notes for 4 images`},
		"no rows":            {Rows(), "figure: rows: no images"},
		"no curves":          {Curves(), "figure: curves: no curves"},
		"empty curve":        {Curves(Curve{Name: "loss"}), `curve "loss": no points`},
		"uneven curve":       {Curves(Curve{Name: "loss", X: []float64{1}, Y: []float64{1, 2}}), "1 x and 2 y"},
		"uneven spread":      {Curves(Curve{Y: []float64{1, 2}, Spread: []float64{1}}), "1 spreads and 2 y"},
		"infinite curve":     {Curves(Curve{Y: []float64{1, math.Inf(1)}}), "Y[1] is +Inf, which is not finite"},
		"only levels":        {Curves(Level("PCA", 0.04)), "only levels"},
		"log of 0":           {Curves(Curve{Y: []float64{1, 2}}).LogX(), "figure: LogX: the least x is 0"},
		"log of names":       {Bars("error", Bar{Name: "a", Value: 1}).LogY(), "that axis has no numbers"},
		"no bars":            {Bars("error"), "figure: bars: no bars"},
		"NaN bar":            {Bars("error", Bar{Name: "a", Value: math.NaN()}), `bar "a" is NaN`},
		"5 images":           {LatentSquare(rings(5), Square(1)), "5 images, want 4, 9, 16, … to fill a square"},
		"no layers":          {Network([]int{784}, 1, 1), "want at least the image's and the code's"},
		"no units":           {Network([]int{784, 0}, 1, 1), "want at least 1 each"},
		"no plane":           {Walk(Gallery(images, 2), z, images), "the plane has no axes"},
		"failed plane":       {Walk(Scatter(nil, nil), z, images), "figure: scatter: no codes"},
		"walk":               {Walk(Scatter(z, labels), z[:3], images), "3 codes on the path and 4 images"},
		"no moments":         {Forming(labels), "figure: forming: no moments"},
		"moments":            {Forming(labels, Moment{0, z}, Moment{9, z[:3]}), "3 codes at step 9, 4 at step 0"},
		"NaN moment":         {Forming(nil, Moment{7, [][]float32{{nan, 0}}}), "step 7: code 0 is [NaN 0]"},
		"interactive":        {Interactive(z, labels, images[:3]), "4 labels and 3 images for 4 points"},
		"unlabelled":         {Interactive(z, nil, images), "0 labels and 4 images for 4 points"},
		"beside":             {Beside(Scatter(z, nil), Gallery(nil, 1)), "figure: gallery: no images"},
		"beside nothing":     {Beside(), "figure: beside: no figures"},
		"axes":               {Gallery(images, 2).Axes("x", "y"), "figure: Axes: this figure has no axes"},
		"glyph":              {Gallery(images, 2).Title("𝒳"), `"𝒳": the font has no '𝒳' (U+1D4B3): write it another way`},
		"first error":        {Scatter(nil, nil).Title("𝒳").LogX(), "figure: scatter: no codes"},
		"pixel map":          {PixelMap("variance", make([]float32, 5)), "an image of 5 pixels is not square"},
		"one-number path":    {Scatter(z, labels, Path("p", [][]float32{{1}, {2}})), "a path needs 2"},
		"one-number pointer": {Interactive([][]float32{{1}}, []int{1}, images[:1]), "no plane to point at"},
		"empty":              {Picture{}, "figure: an empty Picture"},
		"empty beside":       {Beside(Picture{}), "figure: an empty Picture"},
		"empty plane":        {Walk(Picture{}, z, images), "the plane has no axes"},
	} {
		err := test.picture.Err()
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: error %v, want %q in it", name, err, test.want)
			continue
		}
		if !strings.HasPrefix(err.Error(), "figure: ") {
			t.Errorf("%s: error %q does not name the package", name, err)
		}
		// Every way out of the picture reports it.
		_, image := test.picture.Image()
		for way, got := range map[string]error{
			"Image": image, "PNG": test.picture.PNG(io.Discard), "SVG": test.picture.SVG(io.Discard),
			"GIF": test.picture.GIF(io.Discard), "show": errors.Unwrap(show("x", test.picture)),
		} {
			if got == nil || got.Error() != err.Error() {
				t.Errorf("%s: %s returns %v, want %v", name, way, got, err)
			}
		}
	}
}

func TestMethodsCopy(t *testing.T) {
	z, labels := clusters(9, 1, 5, 6)
	p := Scatter(z, labels)
	var before, after bytes.Buffer
	if err := p.PNG(&before); err != nil {
		t.Fatal(err)
	}
	p.Title("Title").Caption("caption").Axes("x", "y")
	Beside(p, p)
	if err := p.PNG(&after); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(before.Bytes(), after.Bytes()) {
		t.Error("a method changed the picture it was called on")
	}
}

// The region of highest density of a standard normal that holds the share s is the disc of radius √(−2 ln(1−s)).
func TestContoursEncloseTheirMass(t *testing.T) {
	g, err := sample(bell, Square(6), 241, 241)
	if err != nil {
		t.Fatal(err)
	}
	levels, err := massLevels(g.values, []float64{0.5, 0.8, 0.95})
	if err != nil {
		t.Fatal(err)
	}
	for i, share := range []float64{0.95, 0.8, 0.5} {
		want := (1 - share) / (2 * math.Pi) // the density at that radius
		if math.Abs(levels[i]-want) > 0.02*want {
			t.Errorf("%g of the mass lies above %.5f, want %.5f", share, levels[i], want)
		}
	}
}
