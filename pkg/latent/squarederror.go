package latent

import (
	"gonum.org/v1/gonum/stat"

	"latentlab/pkg/internal/cores"
	"latentlab/pkg/internal/vectors"
)

// SquaredErrors returns the error of each reconstruction y (n × pixels) of images x (n × pixels): (1/m) Σ (xᵢ − yᵢ)²
// over its m pixels, in pixel units squared. It panics where x and y are empty, not finite, or of different numbers or
// widths.
func SquaredErrors(x, y [][]float32) []float64 { return squaredErrors("SquaredErrors", x, y) }

// MeanSquaredError returns the mean of [SquaredErrors]: the lecture's loss, over all images and pixels. It panics where
// that does.
func MeanSquaredError(x, y [][]float32) float64 {
	return stat.Mean(squaredErrors("MeanSquaredError", x, y), nil)
}

func squaredErrors(function string, x, y [][]float32) []float64 {
	m := wantSameWidth(function, "image", x, "reconstruction", y)
	wantPairs(function, len(x), "image", len(y), "reconstruction")
	errs := make([]float64, len(x))
	cores.Parts(len(x), func(lo, hi int) {
		for i := lo; i < hi; i++ {
			errs[i] = vectors.SquaredDistance(x[i], y[i]) / float64(m)
		}
	})
	return errs
}
