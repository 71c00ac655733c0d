package figure_test

import (
	"bytes"
	"fmt"
	"image/gif"
	"io"
	"math"

	"latentlab/pkg/figure"
	"latentlab/pkg/plane"
)

// Three codes and their labels.
var (
	z      = [][]float32{{-1, 0}, {0, 1}, {1, 0}}
	labels = []int{1, 5, 6}
)

// blank returns n images of paper.
func blank(n int) [][]float32 {
	images := make([][]float32, n)
	for i := range images {
		images[i] = make([]float32, 784)
	}
	return images
}

// print draws a figure and says in words what it shows.
func print(p figure.Picture) {
	if err := p.PNG(io.Discard); err != nil {
		fmt.Println(err)
	}
	fmt.Println(p.Alt())
}

// mistake says what is wrong with a figure that cannot be drawn.
func mistake(draw func() figure.Picture) {
	defer func() { fmt.Println(recover()) }()
	draw()
}

func normal(x, y float64) float64 { return math.Exp(-(x*x+y*y)/2) / (2 * math.Pi) }

func ExampleShow() {
	// In a notebook the scatter appears below the cell; everywhere, it is saved where LATENTLAB_FIGURES says.
	err := figure.Show("08-latent-distribution", figure.Scatter(z, labels).Caption("MNIST 1, 5, 6 · seed 1"))
	fmt.Println(err)
	// Output: <nil>
}

func ExampleScatter() {
	print(figure.Scatter(z, labels).Title("Latent distribution").Caption("MNIST 1, 5, 6 · seed 1"))
	mistake(func() figure.Picture { return figure.Scatter(z, labels[:2]) })
	// Output:
	// Latent distribution. Plane of z₁ and z₂: 3 points, of digit 1 1 around (−1.0, 0.0), of digit 5 1 around (0.0, 1.0), of digit 6 1 around (1.0, 0.0). MNIST 1, 5, 6 · seed 1.
	// figure: Scatter: 2 labels for 3 points
}

func ExampleContours() {
	print(figure.Scatter(z, labels, figure.Contours("q", normal)))
	mistake(func() figure.Picture {
		return figure.Scatter(z, labels, figure.Contours("q", func(x, y float64) float64 { return 0 }))
	})
	// Output:
	// Plane of z₁ and z₂: 3 points, of digit 1 1 around (−1.0, 0.0), of digit 5 1 around (0.0, 1.0), of digit 6 1 around (1.0, 0.0); contours of q around 50, 80, 95 % of its mass.
	// figure: Contours: the density is zero all over the plane that is drawn: draw it where the codes are
}

func ExamplePath() {
	print(figure.Scatter(z, labels, figure.Path("straight", [][]float32{{-1, 0}, {1, 0}})))
	// Output:
	// Plane of z₁ and z₂: 3 points, of digit 1 1 around (−1.0, 0.0), of digit 5 1 around (0.0, 1.0), of digit 6 1 around (1.0, 0.0); path "straight" from (−1.0, 0.0) to (1.0, 0.0).
}

func ExampleHeatMap() {
	print(figure.HeatMap("density (per unit area)", normal, plane.Square(3), figure.Points(z, labels)))
	// Output:
	// Plane of z₁ and z₂: colours for density (per unit area) from 1.96e-05 to 0.159; 3 points, of digit 1 1 around (−1.0, 0.0), of digit 5 1 around (0.0, 1.0), of digit 6 1 around (1.0, 0.0).
}

func ExamplePixelMap() {
	print(figure.PixelMap("variance (pixel units squared)", make([]float32, 784)))
	// Output:
	// Map: colours for variance (pixel units squared) from 0 to 0.
}

func ExampleCurves() {
	loss := figure.Curve{Name: "loss", X: []float64{1, 10, 100}, Y: []float64{0.1, 0.05, 0.03}, Spread: []float64{0.02, 0.01, 0.005}}
	print(figure.Curves(loss, figure.Level("PCA", 0.043)).Axes("step", "squared error per pixel").LogX())
	mistake(func() figure.Picture { return figure.Curves(figure.Curve{Name: "loss", Y: []float64{math.NaN()}}) })
	// Output:
	// Plane of step (logarithmic) and squared error per pixel: curve "loss" from 0.1 at 1 to 0.03 at 100; line "PCA" at 0.043.
	// figure: Curves: curve "loss": Y[0] is NaN, which is not finite
}

func ExampleBars() {
	print(figure.Bars("test error (squared error per pixel)",
		figure.Bar{Name: "autoencoder", Value: 0.0316, Spread: 0.0004}, figure.Bar{Name: "PCA", Value: 0.043}))
	// Output:
	// Axis of test error (squared error per pixel): bar "autoencoder" 0.0316 ± 0.0004; bar "PCA" 0.0430.
}

func ExampleGallery() {
	print(figure.Gallery(blank(20), 10))
	print(figure.Gallery(blank(2), 2, "fake", "nearest training image"))
	// Output:
	// 20 images in 2 rows.
	// 2 images (below them fake, nearest training image).
}

func ExamplePairs() {
	print(figure.Pairs(blank(3), blank(3), "0.021", "0.030", "0.035"))
	mistake(func() figure.Picture { return figure.Pairs(blank(3), blank(2)) })
	// Output:
	// Rows of images. x: 3 images; x̂ = g(f(x)): 3 images (below them 0.021, 0.030, 0.035).
	// figure: Pairs: 3 inputs and 2 reconstructions
}

func ExampleRows() {
	print(figure.Rows(figure.Row{Name: "pixel line", Images: blank(9)}, figure.Row{Name: "latent line", Images: blank(9)}))
	// Output:
	// Rows of images. pixel line: 9 images; latent line: 9 images.
}

func ExampleLatentSquare() {
	print(figure.LatentSquare(blank(400), plane.Square(3)))
	mistake(func() figure.Picture { return figure.LatentSquare(blank(10), plane.Square(3)) })
	// Output:
	// Plane of z₁ and z₂: 20 × 20 images, each where its code lies.
	// figure: LatentSquare: 10 images, want 4, 9, 16, … to fill a square
}

func ExampleNetwork() {
	print(figure.Network([]int{784, 500, 300, 2}, 543_402, 544_184))
	// Output:
	// Network whose layers have 784, 500, 300, 2, 300, 500, 784 units; 543,402 weights in the encoder, 544,184 in the decoder.
}

func ExampleBeside() {
	print(figure.Beside(figure.Scatter(z, labels).Title("PCA"), figure.Scatter(z, labels).Title("Autoencoder")).Caption("seed 1"))
	// Output:
	// Side by side: PCA. Plane of z₁ and z₂: 3 points, of digit 1 1 around (−1.0, 0.0), of digit 5 1 around (0.0, 1.0), of digit 6 1 around (1.0, 0.0) | Autoencoder. Plane of z₁ and z₂: 3 points, of digit 1 1 around (−1.0, 0.0), of digit 5 1 around (0.0, 1.0), of digit 6 1 around (1.0, 0.0). seed 1.
}

func ExampleWalk() {
	var film bytes.Buffer
	if err := figure.Walk(figure.Scatter(z, labels), z, blank(3)).GIF(&film); err != nil {
		fmt.Println(err)
	}
	g, _ := gif.DecodeAll(&film)
	fmt.Println(len(g.Image), "frames")
	// Output: 3 frames
}

func ExampleForming() {
	var film bytes.Buffer
	early := [][]float32{{0, 0}, {0, 0.1}, {0.1, 0}}
	if err := figure.Forming(labels, figure.Moment{Step: 0, Codes: early}, figure.Moment{Step: 2500, Codes: z}).GIF(&film); err != nil {
		fmt.Println(err)
	}
	g, _ := gif.DecodeAll(&film)
	fmt.Println(len(g.Image), "frames")
	// Output: 2 frames
}

func ExampleInteractive() {
	print(figure.Interactive(z, labels, blank(3)))
	mistake(func() figure.Picture { return figure.Interactive(z, labels, blank(2)) })
	// Output:
	// Plane of z₁ and z₂: 3 points, of digit 1 1 around (−1.0, 0.0), of digit 5 1 around (0.0, 1.0), of digit 6 1 around (1.0, 0.0).
	// figure: Interactive: 3 labels and 2 images for 3 points
}
