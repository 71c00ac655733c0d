package latent

import (
	"fmt"

	"gonum.org/v1/gonum/stat"
)

// SquaredErrors returns the error of each reconstruction y (n × pixels) of images x (n × pixels): (1/m) Σ (xᵢ − yᵢ)²
// over its m pixels, in pixel units squared. It fails where x and y do not match.
func SquaredErrors(x, y [][]float32) ([]float64, error) {
	m, err := sameWidth("image", x, "reconstruction", y)
	if err != nil {
		return nil, fmt.Errorf("latent: squared error: %w", err)
	}
	if len(x) != len(y) {
		return nil, fmt.Errorf("latent: squared error: %d images, but %d reconstructions: want one for each", len(x), len(y))
	}
	errs := make([]float64, len(x))
	parallel(len(x), func(lo, hi int) {
		for i := lo; i < hi; i++ {
			errs[i] = squaredDistance(x[i], y[i]) / float64(m)
		}
	})
	return errs, nil
}

// MeanSquaredError returns the mean of [SquaredErrors]: the lecture's loss, over all images and pixels.
func MeanSquaredError(x, y [][]float32) (float64, error) {
	errs, err := SquaredErrors(x, y)
	if err != nil {
		return 0, err
	}
	return stat.Mean(errs, nil), nil
}
