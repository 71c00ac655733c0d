// Package latent holds what one does with codes z once there is an encoder f and a decoder g: compare them with PCA's,
// measure how well they keep what matters, put a density q^Z over them and draw from it, and walk between them, in a
// straight line or along the decoder's own metric.
//
// Images (n × 784) and codes (n × d) are rows of float32; d is any latent dimension, 2 in the lecture. Errors, distances
// and densities are sums in float64. Everything random takes a seed, and the same seed gives the same numbers, however
// many cores there are. No function changes its arguments.
//
// A wrong argument is a bug: every function panics, with one sentence, where its arguments are empty, of unequal lengths,
// not finite or out of range, and where what they ask for does not fit memory or float32. Data from which nothing can be
// fitted, such as codes in a line, are an error.
package latent

// A Decoder is g: it turns codes (n × d) into images (n × pixels), as an autoencoder or a [PCA] does. It panics, or ends
// the program, where it cannot.
type Decoder interface {
	Decode(z [][]float32) [][]float32
}

// An Autoencoder is an encoder f, which turns images (n × pixels) into codes (n × d), with its decoder g.
type Autoencoder interface {
	Encode(images [][]float32) [][]float32
	Decoder
}
