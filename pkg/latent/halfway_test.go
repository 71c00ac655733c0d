package latent_test

import (
	"math"
	"testing"

	"latentlab/pkg/latent"
)

// ring is an autoencoder whose codes are angles and whose images lie on the unit circle.
type ring struct{}

func (ring) Encode(images [][]float32) [][]float32 {
	var z [][]float32
	for _, x := range images {
		z = append(z, []float32{float32(math.Atan2(float64(x[1]), float64(x[0])))})
	}
	return z
}

func (ring) Decode(z [][]float32) [][]float32 {
	var x [][]float32
	for _, code := range z {
		sin, cos := math.Sincos(float64(code[0]))
		x = append(x, []float32{float32(cos), float32(sin)})
	}
	return x
}

// On a circle the line between two images cuts the corner and the line between their angles does not.
func TestHalfWayOnARing(t *testing.T) {
	images := ring{}.Decode([][]float32{{0}, {0.2}, {math.Pi / 2}, {math.Pi/2 + 0.2}})
	var angles [][]float32
	for i := range 1001 {
		angles = append(angles, []float32{float32(i) * math.Pi / 1000})
	}
	data := ring{}.Decode(angles)
	h := latent.HalfWay(ring{}, images, []int{1, 1, 5, 5}, data, 40, 1)
	for i := range h.Pixels {
		// Two places an angle α apart: their mean is 1 − cos(α/2) from the circle, and α is between 1.37 and 1.77.
		if h.Pixels[i] < 0.22 || h.Pixels[i] > 0.37 || h.Codes[i] > 0.002 {
			t.Errorf("pair %d: half way between the images %g from the data, between the codes %g", i, h.Pixels[i], h.Codes[i])
		}
	}
	if h.Nearer() != 1 {
		t.Errorf("Nearer() = %g, want 1", h.Nearer())
	}
	four := []int{1, 1, 5, 5}
	wantPanic(t, "one class", "all labels are the same", func() { latent.HalfWay(ring{}, images, []int{1, 1, 1, 1}, data, 1, 1) })
	wantPanic(t, "labels", "4 codes, but 2 labels", func() { latent.HalfWay(ring{}, images, []int{1, 5}, data, 1, 1) })
	wantPanic(t, "no pairs", "the number of pairs is 0", func() { latent.HalfWay(ring{}, images, four, data, 0, 1) })
	wantPanic(t, "pairs", "the number of pairs is 4294967296", func() { latent.HalfWay(ring{}, images, four, data, 1<<32, 1) })
	wantPanic(t, "nobody", "there is no autoencoder", func() { latent.HalfWay(nil, images, four, data, 1, 1) })
}
