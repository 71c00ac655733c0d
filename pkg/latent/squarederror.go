package latent

import (
	"fmt"

	"gonum.org/v1/gonum/stat"
)

// SquaredErrors returns the error of each reconstruction y (n × pixels) of images x (n × pixels): (1/m) Σ (xᵢ − yᵢ)²
// over its m pixels, in pixel units squared. It panics where x and y do not match.
func SquaredErrors(x, y [][]float32) []float64 {
	m, err := sameWidth("image", x, "reconstruction", y)
	if err == nil && len(x) != len(y) {
		err = fmt.Errorf("%d images, but %d reconstructions: want one for each", len(x), len(y))
	}
	demand("SquaredErrors", err)
	errs := make([]float64, len(x))
	parallel(len(x), func(lo, hi int) {
		for i := lo; i < hi; i++ {
			errs[i] = squaredDistance(x[i], y[i]) / float64(m)
		}
	})
	return errs
}

// MeanSquaredError returns the mean of [SquaredErrors]: the lecture's loss, over all images and pixels.
func MeanSquaredError(x, y [][]float32) float64 { return stat.Mean(SquaredErrors(x, y), nil) }
