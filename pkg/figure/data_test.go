package figure

import (
	"math"
	"math/rand/v2"
)

// Small fixed data for the golden pictures.

// ring returns a 28 × 28 image of an ellipse of ink, as wide as width pixels.
func ring(width float64) []float32 {
	img := make([]float32, 784)
	for i := range img {
		x, y := float64(i%28)-13.5, float64(i/28)-13.5
		r := math.Hypot(x/width, y/10)
		img[i] = float32(math.Exp(-20 * (r - 1) * (r - 1)))
	}
	return img
}

// rings returns n images, from narrow to wide.
func rings(n int) [][]float32 {
	images := make([][]float32, n)
	for i := range images {
		images[i] = ring(2 + 8*float64(i)/float64(max(n-1, 1)))
	}
	return images
}

// clusters returns n codes around one centre for each of the labels.
func clusters(n int, labels ...int) (z [][]float32, of []int) {
	rng := rand.New(rand.NewPCG(1, 2))
	for i := range n {
		k := i % len(labels)
		angle := 2 * math.Pi * float64(k) / float64(len(labels))
		z = append(z, []float32{float32(2*math.Cos(angle) + 0.6*rng.NormFloat64()), float32(2*math.Sin(angle) + 0.6*rng.NormFloat64())})
		of = append(of, labels[k])
	}
	return z, of
}

// bell is the density of a standard normal distribution of the plane.
func bell(x, y float64) float64 { return math.Exp(-(x*x+y*y)/2) / (2 * math.Pi) }

// eight returns n codes along a figure of eight, and an image for each.
func eight(n int) (path, images [][]float32) {
	for i := range n {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / float64(n-1))
		path = append(path, []float32{float32(2 * cos), float32(2 * sin * cos)})
		images = append(images, ring(6+4*cos))
	}
	return path, images
}
