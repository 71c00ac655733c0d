package autoencoder

import (
	"fmt"

	. "github.com/gomlx/gomlx/core/graph"
)

// A Layer is one dense layer's part of a graph: h ↦ hW + b.
type Layer struct {
	W *Node // weights [in, out]
	B *Node // biases [out]
}

// A Network maps a batch x [n, in] through its layers to [n, out]. It runs while a graph is built and says what is to
// be computed; like all of GoMLX's graph functions it panics where shapes do not fit, which this package and training
// turn into errors.
type Network func(layers []Layer, x *Node) *Node

// MLP is the lecture's network, for the encoder f and, mirrored, for the decoder g: tanh after each layer but the last,
// whose output is linear.
func MLP(layers []Layer, x *Node) *Node {
	h := x // [n, in]
	for i, layer := range layers {
		h = Add(MatMul(h, layer.W), ExpandLeftToRank(layer.B, 2)) // [n, width of layer i]
		if i < len(layers)-1 {
			h = Tanh(h)
		}
	}
	return h
}

// Config says what an autoencoder is made of. Only Widths is needed.
type Config struct {
	// Widths of the encoder: pixels of an image, hidden layers, latent dimensions. The decoder mirrors them.
	// The lecture's are 784, 500, 300, 2.
	Widths []int

	// Seed of the initial weights.
	Seed uint64

	// Sigma is the standard deviation of the initial weights, normal around 0; zero means the lecture's 0.1.
	// Biases start at 0.
	Sigma float64

	// Encoder f and Decoder g; nil means MLP for either. A checkpoint does not hold them: whoever opens one that was
	// trained with others must name them again, and Open finds out if they do not fit.
	Encoder, Decoder Network
}

// check returns the configuration with its zero values filled in, or says what is wrong with it.
func (c Config) check() (Config, error) {
	if len(c.Widths) < 2 {
		return c, fmt.Errorf("autoencoder: Widths %v: want two or more, from the pixels of an image to the latent dimensions, such as 784, 500, 300, 2", c.Widths)
	}
	for i, width := range c.Widths {
		if width < 1 {
			return c, fmt.Errorf("autoencoder: Widths %v: width %d is %d, want at least 1", c.Widths, i, width)
		}
	}
	if c.Sigma < 0 {
		return c, fmt.Errorf("autoencoder: Sigma is %g, want more than 0, or 0 for the lecture's %g", c.Sigma, lectureSigma)
	}
	if c.Sigma == 0 {
		c.Sigma = lectureSigma
	}
	if c.Encoder == nil {
		c.Encoder = MLP
	}
	if c.Decoder == nil {
		c.Decoder = MLP
	}
	return c, nil
}

const lectureSigma = 0.1

// allWidths returns the widths of encoder and decoder in a row: 784, 500, 300, 2, 300, 500, 784.
func (c Config) allWidths() []int {
	widths := append([]int(nil), c.Widths...)
	for i := len(c.Widths) - 2; i >= 0; i-- {
		widths = append(widths, c.Widths[i])
	}
	return widths
}

// F builds the encoder's graph, z = f(x): params as in Autoencoder.Parameters, x [n, pixels], result [n, latent].
func (ae *Autoencoder) F(params []*Node, x *Node) *Node {
	return ae.config.Encoder(layers(params[:len(params)/2]), x)
}

// G builds the decoder's graph, x̂ = g(z): params as in Autoencoder.Parameters, z [n, latent], result [n, pixels].
func (ae *Autoencoder) G(params []*Node, z *Node) *Node {
	return ae.config.Decoder(layers(params[len(params)/2:]), z)
}

// layers pairs weights and biases.
func layers(params []*Node) []Layer {
	result := make([]Layer, 0, len(params)/2)
	for i := 0; i < len(params); i += 2 {
		result = append(result, Layer{W: params[i], B: params[i+1]})
	}
	return result
}
