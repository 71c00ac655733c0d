package latent_test

import (
	"fmt"
	"math"

	"latentlab/pkg/latent"
)

// check ends an example where there is an error, as lecture.Must ends a notebook's cell.
func check[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

// Four images of three pixels, which differ mainly in how much of the first and the last one they have.
var images = [][]float32{{1, 0, 0.5}, {0, 0, 1}, {0.5, 0.1, 0.75}, {0.25, 0.1, 1}}

func ExampleFitPCA() {
	p := check(latent.FitPCA(images, 1))
	fmt.Printf("one number keeps %.0f %% of the variance\n", 100*p.Explained()[0])
	// Output: one number keeps 98 % of the variance
}

func ExamplePCA_Encode() {
	p := check(latent.FitPCA(images, 1))
	z := p.Encode(images)
	x := p.Decode(z)
	for i := range images {
		fmt.Printf("%.2f → %5.2f → %.2f\n", images[i], z[i], x[i])
	}
	// Output:
	// [1.00 0.00 0.50] → [ 0.64] → [1.00 0.03 0.50]
	// [0.00 0.00 1.00] → [-0.47] → [0.02 0.06 1.04]
	// [0.50 0.10 0.75] → [ 0.08] → [0.51 0.05 0.77]
	// [0.25 0.10 1.00] → [-0.26] → [0.21 0.06 0.94]
}

func ExamplePCA_Decode() {
	p := check(latent.FitPCA(images, 2))
	fmt.Printf("%.2f\n", p.Decode([][]float32{{0, 0}})) // the mean image
	// Output: [[0.44 0.05 0.81]]
}

func ExamplePCA_First() {
	p := check(latent.FitPCA(images, 2))
	for d := 1; d <= 2; d++ {
		q := p.First(d)
		x := q.Decode(q.Encode(images))
		fmt.Printf("d = %d: error %.5f\n", d, latent.MeanSquaredError(images, x))
	}
	// Output:
	// d = 1: error 0.00149
	// d = 2: error 0.00033
}

func ExamplePrincipalAngles() {
	plane := [][]float32{{1, 0, 0}, {0, 1, 0}}
	tilted := [][]float32{{1, 1, 0}, {0, 0, 1}}
	for _, angle := range latent.PrincipalAngles(plane, tilted) {
		fmt.Printf("%.0f°\n", angle*180/math.Pi)
	}
	// Output:
	// 0°
	// 90°
}

func ExampleSquaredErrors() {
	x := [][]float32{{1, 0}, {1, 1}}
	y := [][]float32{{1, 0}, {0.5, 1}}
	fmt.Println(latent.SquaredErrors(x, y))
	// Output: [0 0.125]
}

func ExampleMeanSquaredError() {
	x := [][]float32{{1, 0}, {1, 1}}
	y := [][]float32{{1, 0}, {0.5, 1}}
	fmt.Println(latent.MeanSquaredError(x, y))
	// Output: 0.0625
}

func ExampleNearest() {
	fakes := [][]float32{{0.9, 0.1, 0.5}}
	near := latent.Nearest(fakes, images)
	fmt.Printf("image %d, at a distance of %.2f\n", near.Index[0], near.Distance[0])
	// Output: image 0, at a distance of 0.14
}

func ExampleKNNAccuracy() {
	z := [][]float32{{0}, {1}, {2}, {10}, {11}, {12}, {3}}
	labels := []int{5, 5, 5, 6, 6, 6, 6} // the last one lies among the fives
	fmt.Printf("%.2f\n", latent.KNNAccuracy(z, labels, 1))
	// Output: 0.86
}

func ExampleTrustworthiness() {
	x := [][]float32{{0, 0}, {1, 0}, {2, 0}, {3, 0}, {4, 0}}
	kept := [][]float32{{0}, {-1}, {-2}, {-3}, {-4}}
	torn := [][]float32{{0}, {3}, {1}, {4}, {2}}
	fmt.Println(latent.Trustworthiness(x, kept, 1), latent.Trustworthiness(x, torn, 1))
	// Output: 1 0.4
}

func ExampleSharedBoxes() {
	a := [][]float32{{0, 0}, {1, 1}}
	b := [][]float32{{0.4, 0.4}, {0.6, 2}, {0.4, 0.6}, {-3, 9}}
	fmt.Println(latent.SharedBoxes(a, b, 2), latent.SharedBoxes(a, b, 1))
	// Output: 0.5 1
}
