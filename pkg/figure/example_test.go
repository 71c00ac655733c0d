package figure_test

import (
	"bytes"
	"fmt"
	"image/gif"
	"io"
	"math"

	"latentlab/pkg/figure"
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

// print draws a figure and says so, or what is wrong with it.
func print(p figure.Picture) {
	if err := p.PNG(io.Discard); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("drawn")
}

func normal(x, y float64) float64 { return math.Exp(-(x*x+y*y)/2) / (2 * math.Pi) }

func ExampleShow() {
	// In a notebook the scatter appears below the cell; everywhere, it is saved where LATENTLAB_FIGURES says.
	figure.Show("08-latent-distribution", figure.Scatter(z, labels).Caption("MNIST 1, 5, 6 · seed 1"))
	// Output:
}

func ExampleScatter() {
	print(figure.Scatter(z, labels).Title("Latent distribution").Caption("MNIST 1, 5, 6 · seed 1"))
	print(figure.Scatter(z, labels[:2]))
	// Output:
	// drawn
	// figure: scatter: 2 labels for 3 points
}

func ExampleContours() {
	print(figure.Scatter(z, labels, figure.Contours("q", normal)))
	print(figure.Scatter(z, labels, figure.Contours("q", func(x, y float64) float64 { return 0 })))
	// Output:
	// drawn
	// figure: scatter: contours: the density is zero all over the plane that is drawn
}

func ExamplePath() {
	print(figure.Scatter(z, labels, figure.Path("straight", [][]float32{{-1, 0}, {1, 0}})))
	// Output: drawn
}

func ExampleRegions() {
	half := func(x, _ float64) int {
		if x < 0 {
			return 1
		}
		return 5
	}
	print(figure.Scatter(z, labels, figure.Regions(half)))
	// Output: drawn
}

func ExampleHeatMap() {
	print(figure.HeatMap("density (per unit area)", normal, figure.Square(3), figure.Points(z, labels)))
	// Output: drawn
}

func ExamplePixelMap() {
	print(figure.PixelMap("variance (pixel units squared)", make([]float32, 784)))
	// Output: drawn
}

func ExampleAround() {
	fmt.Printf("%.2f\n", figure.Around(z))
	// Output: {-1.10 1.10 -0.05 1.05}
}

func ExampleCurves() {
	loss := figure.Curve{Name: "loss", X: []float64{1, 10, 100}, Y: []float64{0.1, 0.05, 0.03}, Spread: []float64{0.02, 0.01, 0.005}}
	print(figure.Curves(loss, figure.Level("PCA", 0.043)).Axes("step", "squared error per pixel").LogX())
	print(figure.Curves(figure.Curve{Name: "loss", Y: []float64{math.NaN()}}))
	// Output:
	// drawn
	// figure: curves: curve "loss": Y[0] is NaN, which is not finite
}

func ExampleBars() {
	print(figure.Bars("test error (squared error per pixel)",
		figure.Bar{Name: "autoencoder", Value: 0.0316, Spread: 0.0004}, figure.Bar{Name: "PCA", Value: 0.043}))
	// Output: drawn
}

func ExampleGallery() {
	print(figure.Gallery(blank(20), 10))
	print(figure.Gallery(blank(2), 2, "fake", "nearest training image"))
	// Output:
	// drawn
	// drawn
}

func ExamplePairs() {
	print(figure.Pairs(blank(3), blank(3), "0.021", "0.030", "0.035"))
	print(figure.Pairs(blank(3), blank(2)))
	// Output:
	// drawn
	// figure: pairs: 3 inputs and 2 reconstructions
}

func ExampleRows() {
	print(figure.Rows(figure.Row{Name: "pixel line", Images: blank(9)}, figure.Row{Name: "latent line", Images: blank(9)}))
	// Output: drawn
}

func ExampleLatentSquare() {
	print(figure.LatentSquare(blank(400), figure.Square(3)))
	print(figure.LatentSquare(blank(10), figure.Square(3)))
	// Output:
	// drawn
	// figure: latent square: 10 images, want 4, 9, 16, … to fill a square
}

func ExampleNetwork() {
	print(figure.Network([]int{784, 500, 300, 2}, 543_402, 544_184))
	// Output: drawn
}

func ExampleBeside() {
	print(figure.Beside(figure.Scatter(z, labels).Title("PCA"), figure.Scatter(z, labels).Title("Autoencoder")).Caption("seed 1"))
	// Output: drawn
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
	print(figure.Interactive(z, labels, blank(2)))
	// Output:
	// drawn
	// figure: interactive scatter: 3 labels and 2 images for 3 points
}
