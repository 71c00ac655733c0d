package latent

import (
	"errors"
	"math/rand/v2"
)

// An Autoencoder is an encoder f with its decoder g.
type Autoencoder interface {
	Encode(images [][]float32) [][]float32
	Decoder
}

// HalfWays holds, for each of n pairs of images, how far it is from half way between them to the nearest real image, in
// pixel units.
type HalfWays struct {
	Pixels []float64 // n, on the line between the two images
	Codes  []float64 // n, on the line between their codes, decoded
}

// Nearer returns the share of the pairs, from 0 to 1, for which the line between the codes is nearer to the data. It panics where there
// are no pairs.
func (h HalfWays) Nearer() float64 {
	if len(h.Pixels) == 0 || len(h.Codes) != len(h.Pixels) {
		panic("latent: HalfWays.Nearer: there are no pairs: HalfWay measures some")
	}
	nearer := 0
	for i := range h.Pixels {
		if h.Codes[i] < h.Pixels[i] {
			nearer++
		}
	}
	return float64(nearer) / float64(len(h.Pixels))
}

// HalfWay measures n random pairs of images (m × w) with different labels: the same seed picks the same pairs. data
// (k × w) are the real images. It panics on labels that do not match the images or are all the same, and where n is
// below 1.
func HalfWay(ae Autoencoder, images [][]float32, labels []int, data [][]float32, n int, seed uint64) HalfWays {
	w, err := width("image", images)
	if err == nil {
		err = labelled(images, labels)
	}
	if err == nil {
		err = makable("the number of pairs", n, 4*w, 1)
	}
	if err == nil && ae == nil {
		err = errors.New("there is no autoencoder")
	}
	demand("HalfWay", err)
	differ := false
	for _, label := range labels {
		differ = differ || label != labels[0]
	}
	if !differ {
		panic("latent: HalfWay: all labels are the same: want images of at least two classes")
	}
	rng := rand.New(source(seed))
	var ends, ghosts [][]float32 // x₀, x′₀, x₁, x′₁, … and what lies half way between their pixels
	for len(ghosts) < n {
		i, j := rng.IntN(len(images)), rng.IntN(len(images))
		if labels[i] != labels[j] {
			ends = append(ends, images[i], images[j])
			ghosts = append(ghosts, straight(images[i], images[j], 3)[1])
		}
	}
	z := ae.Encode(ends)
	middles := make([][]float32, n)
	for i := range middles {
		middles[i] = straight(z[2*i], z[2*i+1], 3)[1]
	}
	return HalfWays{Pixels: Nearest(ghosts, data).Distance, Codes: Nearest(decode(ae, middles), data).Distance}
}
