package exercise

import (
	"math"
	"slices"
)

// A Half is what Encode and Decode call the student's functions with: what goes in, and the weights and biases of two layers.
type Half struct {
	X      [][]float64 // n × in
	W1, W2 [][]float64 // in × hidden, hidden × out
	B1, B2 []float64   // hidden, out
}

type halfFunction = func(x, w1, w2 [][]float64, b1, b2 []float64) [][]float64

// Encode checks func(x, w1, w2 [][]float64, b1, b2 []float64) [][]float64: the codes tanh(xW₁ + b₁)W₂ + b₂, a row for each input.
var Encode = Exercise[halfFunction, Half, [][]float64]{
	Name:     "encode",
	Title:    "The encoder, mended",
	Function: "encode",
	apply:    callHalf,
	checks: []check[Half, [][]float64]{
		on("a code for each input", half(40, 4, 3, 5, 2), shapeOfHalf("your code")),
		same("by hand: a code above 0", "your code", []Half{unit(2)}, layers(math.Tanh, asIs), wrongEncoders),
		same("a code below 0", "your code", []Half{unit(-2)}, layers(math.Tanh, asIs), wrongEncoders),
		same("several inputs, two numbers in a code", "your code", halves, layers(math.Tanh, asIs), wrongEncoders),
	},
}

// Decode checks func(z, w1, w2 [][]float64, b1, b2 []float64) [][]float64: the outputs tanh(zW₁ + b₁)W₂ + b₂, a row for each code.
var Decode = Exercise[halfFunction, Half, [][]float64]{
	Name:     "decode",
	Title:    "The decoder, mended",
	Function: "decode",
	apply:    callHalf,
	checks: []check[Half, [][]float64]{
		on("an output for each code", half(50, 4, 2, 5, 3), shapeOfHalf("your output")),
		same("by hand: one code, one pixel", "your output", []Half{unit(2)}, layers(math.Tanh, asIs), wrongDecoders),
		same("an output beyond 1", "your output", []Half{unit(5)}, layers(math.Tanh, asIs), wrongDecoders),
		same("several codes, three pixels each", "your output", halves, layers(math.Tanh, asIs), wrongDecoders),
	},
}

// halves tell mistakes apart.
var halves = []Half{half(41, 5, 2, 4, 3)}

var wrongEncoders = known[Half, [][]float64]{halves, []wrong[Half, [][]float64]{
	{"dead bottleneck", "the fault is still there: a code below 0 comes out as 0, and from there no small change of a weight moves it.", layers(math.Tanh, relu)},
	{"almost dead bottleneck", "a code below 0 is made a hundred times smaller: it learns, slowly, and a code may be any number.",
		layers(math.Tanh, func(a float64) float64 { return max(a, 0.01*a) })},
	{"sign lost", "your codes have lost their sign: two inputs on either side of 0 get the same code.", layers(math.Tanh, math.Abs)},
	{"tanh on the code", "your codes lie between −1 and 1: the second layer is bent, too, and a code may be any number.", layers(math.Tanh, math.Tanh)},
	{"logistic code", "your codes lie between 0 and 1: the second layer is bent, too, and a code may be any number.", layers(math.Tanh, logistic)},
	{"tanh taken out", "the second layer is in order now, and the first has lost its tanh, which was right.", layers(asIs, asIs)},
	{"another activation", "your hidden layer cuts negative numbers off (ReLU): this one has tanh.", layers(relu, asIs)},
}}

var wrongDecoders = known[Half, [][]float64]{halves, []wrong[Half, [][]float64]{
	{"linear", "the fault is still there: two layers one after the other, and nothing bends; they can do no more than one.", layers(asIs, asIs)},
	{"last layer bent", "you bend the outputs: they stay between −1 and 1, and what the hidden layer gives is as straight as before.", layers(asIs, math.Tanh)},
	{"both layers bent", "the hidden layer is in order now, and the last is bent, too: an output may be any number.", layers(math.Tanh, math.Tanh)},
	{"code bent", "you bend the code before the first layer: what that layer gives is as straight as before.", func(h Half) [][]float64 {
		return layers(asIs, asIs)(Half{each(math.Tanh, h.X), h.W1, h.W2, h.B1, h.B2})
	}},
	{"another activation", "your hidden layer cuts negative numbers off (ReLU): this one has tanh, as the encoder's.", layers(relu, asIs)},
	{"logistic hidden layer", "your hidden layer has the logistic function: this one has tanh, as the encoder's.", layers(logistic, asIs)},
}}

// BatchLoss checks func(t, y [][]float64) float64: the same loss as Loss, mended in place of written.
var BatchLoss = Exercise[func(t, y [][]float64) float64, Pair, float64]{
	Name:     "batch-loss",
	Title:    "The loss, mended",
	Function: "batchLoss",
	apply:    Loss.apply,
	checks: slices.Insert(lossChecks(wrongBatchLosses), 2,
		same("two images, both drawn as the mean of the two", "your loss", []Pair{{[][]float64{{1, 0}, {0, 1}}, [][]float64{{0.5, 0.5}, {0.5, 0.5}}}}, meanSquare, wrongBatchLosses)),
}

var wrongBatchLosses = known[Pair, float64]{telling, slices.Concat([]wrong[Pair, float64]{
	{"images averaged first", "the fault is still there: you take the mean over the images before the square, so that the error of one cancels that of another.",
		func(p Pair) float64 { return squaredMeans(transposed(p.T), transposed(p.Y)) }},
	{"pixels averaged first", "you take the mean over an image's pixels before the square, so that the error of one cancels that of another.",
		func(p Pair) float64 { return squaredMeans(p.T, p.Y) }},
}, wrongLosses.wrongs)}

func callHalf(f halfFunction, h Half) [][]float64 { return f(h.X, h.W1, h.W2, h.B1, h.B2) }

func shapeOfHalf(noun string) func(h Half, out [][]float64) error {
	return func(h Half, out [][]float64) error { return shape(out, zeros(len(h.X), len(h.B2)), noun) }
}

func half(seed uint64, n, in, hidden, out int) Half {
	first, second := layer(seed, n, in, hidden), layer(seed+1, 1, hidden, out)
	return Half{first.X, first.W, second.W, first.B, second.B}
}

// unit returns one input, one hidden unit, which gives tanh(½) of it, and what leads from there to one number.
func unit(w float64) Half {
	return Half{[][]float64{{0.5}}, [][]float64{{2}}, [][]float64{{w}}, []float64{-0.5}, []float64{0}}
}

// layers returns what computes two layers with these activations.
func layers(first, second func(a float64) float64) func(h Half) [][]float64 {
	return func(h Half) [][]float64 {
		return dense(second)(Layer{dense(first)(Layer{h.X, h.W1, h.B1}), h.W2, h.B2})
	}
}

func each(f func(a float64) float64, x [][]float64) [][]float64 {
	y := zeros(len(x), len(x[0]))
	for i, row := range x {
		for j, v := range row {
			y[i][j] = f(v)
		}
	}
	return y
}

// squaredMeans returns the mean over the rows of what is the square of a row's mean difference.
func squaredMeans(t, y [][]float64) (sum float64) {
	for i := range t {
		mean := 0.0
		for j := range t[i] {
			mean += (t[i][j] - y[i][j]) / float64(len(t[i]))
		}
		sum += square(mean) / float64(len(t))
	}
	return sum
}
