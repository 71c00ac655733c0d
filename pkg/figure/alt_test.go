package figure

import (
	"fmt"
	"strings"
	"testing"
)

func ExamplePicture_Alt() {
	z := [][]float32{{0, 1}, {2, 1}, {-3, -1}}
	fmt.Println(Scatter(z, []int{1, 1, 6}, Path("walk", z[:2])).Title("Codes").Caption("MNIST 1, 6 · seed 1").Alt())
	fmt.Println(Curves(Curve{Name: "test", X: []float64{1, 2500}, Y: []float64{0.0607, 0.009}}, Level("PCA", 0.04296)).
		Axes("numbers in a code", "test error").LogX().Alt())
	// Output:
	// Codes. Plane of z₁ and z₂: 3 points, of digit 1 2 around (1.0, 1.0), of digit 6 1 around (−3.0, −1.0); path "walk" from (0.0, 1.0) to (2.0, 1.0). MNIST 1, 6 · seed 1.
	// Plane of numbers in a code (logarithmic) and test error: curve "test" from 0.0607 at 1 to 0.009 at 2,500; line "PCA" at 0.043.
}

func TestAltSaysWhatEachKindShows(t *testing.T) {
	kinds := pictures()
	for name, want := range map[string]string{
		"scatter":      "Latent distribution. Plane of z₁ and z₂: 60 points, of digit 1 20 around",
		"scatter-line": "Axis of z₁: 60 points",
		"scatter-bare": "Plane of first component and second component: 60 points.",
		"contours":     "contours of q around 50, 80, 95 % of its mass",
		"code":         `code "here" at (0.0, 0.5)`,
		"paths":        `path "straight" from (−2.0, 0.0) to (2.0, 0.0)`,
		"heatmap":      "colours for density (per unit area) from ",
		"pixelmap":     "Map: colours for variance (pixel units squared) from 0 to ",
		"latentsquare": "5 × 5 images, each where its code lies",
		"gallery":      "10 images in 2 rows (below them 0.010, 0.020",
		"pairs":        "x: 5 images; x̂ = g(f(x)): 5 images (below them 0.010",
		"rows":         "pixel line: 5 images (below them 0.010, 0.020, 0.030, 0.040, 0.050); latent line: 5 images.",
		"bars":         `bar "one Gaussian" −3.42 ± 0.05; bar "a Gaussian per class" −2.90`,
		"network":      "784, 500, 300, 2, 300, 500, 784 units; 543,602 weights in the encoder",
		"beside":       "Side by side: PCA. Plane of z₁ and z₂: 60 points",
		"walk":         "A walk. Animation. A point walks over the plane in 9 steps",
		"forming":      "during training, step 0 to 1200. At the end: 60 points",
	} {
		if got := kinds[name].Alt(); !strings.Contains(got, want) {
			t.Errorf("%s: %q, want %q in it", name, got, want)
		}
	}
	for name, p := range kinds {
		if len(p.Alt()) < 10 {
			t.Errorf("%s says only %q", name, p.Alt())
		}
	}
}
