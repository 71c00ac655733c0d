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
}

// bent is a ring whose encoder or decoder is broken.
type bent struct {
	ring
	codes, width int
}

func (b bent) Encode(images [][]float32) [][]float32 { return b.ring.Encode(images)[:b.codes] }

func (b bent) Decode(z [][]float32) [][]float32 {
	x := b.ring.Decode(z)
	for i := range x {
		x[i] = x[i][:b.width]
	}
	return x
}

func TestHalfWayRefuses(t *testing.T) {
	images := ring{}.Decode([][]float32{{0}, {1}})
	both := []int{1, 5}
	for want, call := range map[string]func(){
		"all labels are the same":                     func() { latent.HalfWay(ring{}, images, []int{1, 1}, images, 1, 1) },
		"2 images, but 1 labels":                      func() { latent.HalfWay(ring{}, images, both[:1], images, 1, 1) },
		"n is 0: want at least 1 pairs":               func() { latent.HalfWay(ring{}, images, both, images, 0, 1) },
		"the autoencoder is nil":                      func() { latent.HalfWay(nil, images, both, images, 1, 1) },
		"each image has 2 numbers, each data point 1": func() { latent.HalfWay(ring{}, images, both, [][]float32{{1}}, 1, 1) },
		"2 images, but 1 encoder's codes":             func() { latent.HalfWay(bent{codes: 1, width: 2}, images, both, images, 1, 1) },
		"each decoded image has 1 numbers: want 2":    func() { latent.HalfWay(bent{codes: 2, width: 1}, images, both, images, 1, 1) },
	} {
		wantPanic(t, want, "HalfWay: "+want, call)
	}
	wantPanic(t, "no pairs", "there are no pairs", func() { latent.HalfWays{}.Nearer() })
}
