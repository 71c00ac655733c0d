package latent_test

import (
	"fmt"
	"math"

	"latentlab/pkg/latent"
)

func ExampleLerp() {
	fmt.Println(latent.Lerp([]float32{0, 2}, []float32{1, 0}, 5))
	// Output: [[0 2] [0.25 1.5] [0.5 1] [0.75 0.5] [1 0]]
}

func ExampleSlerp() {
	fmt.Printf("%.2f\n", latent.Slerp([]float32{1, 0}, []float32{0, 1}, 4))
	// Output: [[1.00 0.00] [0.87 0.50] [0.50 0.87] [0.00 1.00]]
}

func ExampleMiddle() {
	z := [][]float32{{0, 1}, {1, 2}, {2, 3}, {3, 4}, {4, 5}}
	fmt.Printf("%+v\n", latent.Middle(z, 1))
	// Output: {XMin:0 XMax:4 YMin:1 YMax:5}
}

func ExampleGrid() {
	grid := latent.Grid(latent.Span{XMin: -1, XMax: 1, YMin: -2, YMax: 2}, 3)
	for row := 0; row < len(grid); row += 3 {
		fmt.Println(grid[row : row+3])
	}
	// Output:
	// [[-1 2] [0 2] [1 2]]
	// [[-1 0] [0 0] [1 0]]
	// [[-1 -2] [0 -2] [1 -2]]
}

// A heat map of what the decoder magnifies.
func ExampleOnGrid() {
	span := latent.Span{XMin: 1, XMax: 3, YMin: 0, YMax: 2}
	values := latent.Magnification(polar, latent.Grid(span, 20))
	f := latent.OnGrid(values, span)
	fmt.Printf("%.1f %.1f\n", f(1.3, 0.7), f(2.8, 1.9))
	// Output: 1.3 2.8
}

// In polar coordinates, a step in the angle is as long as the radius.
func ExampleMetric() {
	g := latent.Metric(polar, []float32{3, 1})
	fmt.Printf("%.2f %.2f\n", math.Sqrt(g.At(0, 0)), math.Sqrt(g.At(1, 1)))
	// Output: 1.00 3.00
}

func ExampleMagnification() {
	fmt.Printf("%.2f\n", latent.Magnification(polar, [][]float32{{1, 0}, {2, 0}, {3, 1}}))
	// Output: [1.00 2.00 3.00]
}

// The straight line between two places at radius 2 runs along the circle; the shortest way between them is the chord.
func ExampleMetricPath() {
	a, b := []float32{2, 0}, []float32{2, 2}
	straight := latent.Lerp(a, b, 33)
	path := latent.MetricPath(polar, a, b, latent.PathConfig{})
	fmt.Printf("%.2f and %.2f\n", latent.Length(polar, straight), latent.Length(polar, path))
	fmt.Printf("half way, the radius is %.2f\n", path[16][0])
	// Output:
	// 4.00 and 3.37
	// half way, the radius is 1.08
}

func ExampleLength() {
	fmt.Printf("%.2f\n", latent.Length(polar, [][]float32{{2, 0}, {2, math.Pi}})) // half a circle
	// Output: 6.28
}
