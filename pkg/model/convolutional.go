package model

import (
	"fmt"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/layers"
	"github.com/gomlx/gomlx/ml/nn"
)

// A Convolutional autoencoder looks at an image through small windows that share their weights (LeCun et al. 1989). Two
// convolutions of stride 2 halve the image's sides twice; the decoder doubles them again by repeating pixels before each of
// its convolutions, which leaves no checkerboard, unlike transposed ones (Odena et al. 2016).
type Convolutional struct {
	Latent   int // dimensions of a code; 0 means 2
	Channels int // after the first convolution, twice as many after the second; 0 means 8
	Side     int // of a square image in pixels, a multiple of 4; 0 means the lecture's 28
}

const kernel = 3 // pixels to a side of a convolution's window

// Losses implements Model.
func (c Convolutional) Losses(scope *Scope, x *Node) []Loss {
	return []Loss{{Name: "mse", Value: MSE(x, c.Decode(scope, c.Encode(scope, x)))}}
}

// Encode builds z = f(x).
func (c Convolutional) Encode(scope *Scope, x *Node) *Node {
	scope = scope.In("encoder")
	n, s := x.Shape().Dimensions[0], c.side()
	h := Reshape(x, n, s, s, 1)
	h = Tanh(convolution(scope.In("conv_0"), h, c.channels(), 2))   // [n, s/2, s/2, channels]
	h = Tanh(convolution(scope.In("conv_1"), h, 2*c.channels(), 2)) // [n, s/4, s/4, 2 channels]
	return layers.DenseWithBias(scope.In("code"), Reshape(h, n, -1), c.latent())
}

// Decode builds x̂ = g(z).
func (c Convolutional) Decode(scope *Scope, z *Node) *Node {
	scope = scope.In("decoder")
	n, s := z.Shape().Dimensions[0], c.side()
	h := Tanh(layers.DenseWithBias(scope.In("code"), z, s/4*s/4*2*c.channels()))
	h = doubled(Reshape(h, n, s/4, s/4, 2*c.channels()))                   // [n, s/2, s/2, 2 channels]
	h = doubled(Tanh(convolution(scope.In("conv_0"), h, c.channels(), 1))) // [n, s, s, channels]
	return Reshape(convolution(scope.In("conv_1"), h, 1, 1), n, s*s)
}

// convolution builds channels from h [n, s, s, in], [n, s/stride, s/stride, channels].
func convolution(scope *Scope, h *Node, channels, stride int) *Node {
	in := h.Shape().Dimensions[3]
	weights := scope.VariableWithShape("weights", shapes.Make(h.DType(), kernel, kernel, in, channels)).NodeValue(h.Graph())
	biases := scope.VariableWithShape("biases", shapes.Make(h.DType(), channels)).NodeValue(h.Graph())
	return convolved(h, weights, biases, stride)
}

// convolved builds what weights [size, size, in, out] and biases [out] make of each window.
func convolved(h, weights, biases *Node, stride int) *Node {
	d := weights.Shape().Dimensions
	return nn.Dense(windows(h, d[0], stride), Reshape(weights, d[0]*d[1]*d[2], d[3]), biases, compute.DenseLayoutInputOutputs)
}

// windows builds, of images h [n, s, s, channels], the pixels of each window of size × size around every stride-th pixel of every
// stride-th row, [n, s/stride, s/stride, size² channels]: a dense layer on them is a convolution, whose gradient XLA takes faster
// in a loop's body than that of its own: about twice in this model, measured on two cores.
func windows(h *Node, size, stride int) *Node {
	s, before := h.Shape().Dimensions[1], size/2 // pixels of a window before its middle
	h = framed(framed(h, 1, before), 2, before)
	var parts []*Node
	for row := range size {
		for column := range size {
			parts = append(parts, Slice(h, AxisRange(), AxisRange(row, row+s).Stride(stride), AxisRange(column, column+s).Stride(stride), AxisRange()))
		}
	}
	return Concatenate(parts, -1)
}

// framed builds h with so many zeros before and behind it on an axis, by Concatenate: GoMLX's Pad has no gradient.
func framed(h *Node, axis, width int) *Node {
	border := h.Shape().Clone()
	border.Dimensions[axis] = width
	zeros := Zeros(h.Graph(), border)
	return Concatenate([]*Node{zeros, h, zeros}, axis)
}

// doubled repeats each pixel of h [n, s, s, channels] to [n, 2s, 2s, channels].
func doubled(h *Node) *Node {
	d := h.Shape().Dimensions
	h = BroadcastToDims(Reshape(h, d[0], d[1], 1, d[2], 1, d[3]), d[0], d[1], 2, d[2], 2, d[3])
	return Reshape(h, d[0], 2*d[1], 2*d[2], d[3])
}

func (c Convolutional) side() int {
	if c.Side == 0 {
		return 28
	}
	if c.Side < 0 || c.Side%4 != 0 {
		panic(fmt.Sprintf("model: Convolutional.Side is %d: want a multiple of 4", c.Side))
	}
	return c.Side
}

func (c Convolutional) latent() int {
	if c.Latent == 0 {
		return 2
	}
	return c.Latent
}

func (c Convolutional) channels() int {
	if c.Channels == 0 {
		return 8
	}
	return c.Channels
}

// Kind returns "convolutional autoencoder".
func (Convolutional) Kind() string { return "convolutional autoencoder" }

// Settings returns nothing: the variables' shapes show the channels.
func (Convolutional) Settings() string { return "" }
