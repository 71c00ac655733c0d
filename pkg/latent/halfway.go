package latent

import (
	"math/rand/v2"
	"slices"
)

// HalfWays holds, for each of n pairs of images, how far it is from half way between them to the nearest real image, in
// pixel units.
type HalfWays struct {
	Pixels []float64 // n, on the line between the two images
	Codes  []float64 // n, on the line between their codes, decoded
}

// Nearer returns the share of the pairs, from 0 to 1, for which the line between the codes is nearer to the data. It
// panics where there are no pairs.
func (h HalfWays) Nearer() float64 {
	const function = "HalfWays.Nearer"
	wantPairs(function, len(h.Pixels), "pixel line", len(h.Codes), "latent line")
	if len(h.Pixels) == 0 {
		refuse(function, "there are no pairs: want some from HalfWay")
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
// (k × w) are the real images.
//
// It panics on a nil autoencoder; where images and data are empty, not finite or of different widths; on labels that do
// not match the images or are all the same; where n is below 1, or n images would take more than 64 MB; and on f and g
// that return another number of rows than they are given, or rows that are not finite or of another width.
func HalfWay(ae Autoencoder, images [][]float32, labels []int, data [][]float32, n int, seed uint64) HalfWays {
	const function = "HalfWay"
	if ae == nil {
		refuse(function, "the autoencoder is nil: want one that encodes and decodes")
	}
	w := wantSameWidth(function, "image", images, "data point", data)
	wantPairs(function, len(images), "image", len(labels), "label")
	wantCount(function, "n", n, 1, mostRows(w), "pairs")
	if !slices.ContainsFunc(labels, func(label int) bool { return label != labels[0] }) {
		refuse(function, "all labels are the same: want images of at least two classes")
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
	wantPairs(function, len(ends), "image", len(z), "encoder's code")
	wantRows(function, "code", z)
	middles := make([][]float32, n)
	for i := range middles {
		middles[i] = straight(z[2*i], z[2*i+1], 3)[1]
	}
	decoded := decode(function, ae, middles)
	wantRowsOf(function, "decoded image", decoded, w, "an image")
	return HalfWays{Pixels: nearest(ghosts, data).Distance, Codes: nearest(decoded, data).Distance}
}
