package latent

import (
	"math"
	"testing"
)

// ring is an autoencoder whose codes are angles and whose images lie on the unit circle.
type ring struct{}

func (ring) Encode(images [][]float32) ([][]float32, error) {
	var z [][]float32
	for _, x := range images {
		z = append(z, []float32{float32(math.Atan2(float64(x[1]), float64(x[0])))})
	}
	return z, nil
}

func (ring) Decode(z [][]float32) ([][]float32, error) {
	var x [][]float32
	for _, code := range z {
		sin, cos := math.Sincos(float64(code[0]))
		x = append(x, []float32{float32(cos), float32(sin)})
	}
	return x, nil
}

// On a circle the line between two images cuts the corner and the line between their angles does not.
func TestHalfWayOnARing(t *testing.T) {
	images, _ := ring{}.Decode([][]float32{{0}, {0.2}, {math.Pi / 2}, {math.Pi/2 + 0.2}})
	var angles [][]float32
	for i := range 1001 {
		angles = append(angles, []float32{float32(i) * math.Pi / 1000})
	}
	data, _ := ring{}.Decode(angles)
	h, err := HalfWay(ring{}, images, []int{1, 1, 5, 5}, data, 40, 1)
	if err != nil {
		t.Fatal(err)
	}
	for i := range h.Pixels {
		// Two places an angle α apart: their mean is 1 − cos(α/2) from the circle, and α is between 1.37 and 1.77.
		if h.Pixels[i] < 0.22 || h.Pixels[i] > 0.37 || h.Codes[i] > 0.002 {
			t.Errorf("pair %d: half way between the images %g from the data, between the codes %g", i, h.Pixels[i], h.Codes[i])
		}
	}
	if h.Nearer() != 1 {
		t.Errorf("Nearer() = %g, want 1", h.Nearer())
	}
	for _, labels := range [][]int{{1, 1, 1, 1}, {1, 5}} {
		if _, err := HalfWay(ring{}, images, labels, data, 1, 1); err == nil {
			t.Errorf("HalfWay takes the labels %v", labels)
		}
	}
	if _, err := HalfWay(ring{}, images, []int{1, 1, 5, 5}, data, 0, 1); err == nil {
		t.Error("HalfWay takes no pairs")
	}
}
