package exercise

import "math"

// A Layer is what Dense calls the student's function with.
type Layer struct {
	X [][]float64 // inputs, n × in
	W [][]float64 // weights, in × out
	B []float64   // biases, out
}

// Dense checks func(x, w [][]float64, b []float64) [][]float64: tanh(xW + b), n × out, for inputs x (n × in), weights w
// (in × out) and biases b (out).
var Dense = Exercise[func(x, w [][]float64, b []float64) [][]float64, Layer, [][]float64]{
	Name:     "dense",
	Title:    "A dense layer",
	Function: "dense",
	apply:    func(f func(x, w [][]float64, b []float64) [][]float64, l Layer) [][]float64 { return f(l.X, l.W, l.B) },
	checks: []check[Layer, [][]float64]{
		on("a row for each input, in it a number for each unit", layer(3, 3, 2, 2), shapeOfDense),
		same("by hand: one input, one unit", "your layer", []Layer{{X: [][]float64{{0.5}}, W: [][]float64{{2}}, B: []float64{-0.5}}}, dense(math.Tanh), wrongLayers),
		same("the product is over the inputs", "your layer", []Layer{layer(4, 3, 2, 2)}, dense(math.Tanh), wrongLayers),
		same("a wide layer, as the lecture's", "your layer", []Layer{layer(5, 4, 30, 20)}, dense(math.Tanh), wrongLayers),
	},
}

var wrongLayers = known[Layer, [][]float64]{[]Layer{layer(4, 5, 3, 3)}, []wrong[Layer, [][]float64]{
	{"tanh missing", "there is no tanh in your layer: without it, however many layers are one linear map.", dense(asIs)},
	{"bias forgotten", "the bias is missing: add b[j] to unit j before the tanh.", func(l Layer) [][]float64 {
		return dense(math.Tanh)(Layer{l.X, l.W, make([]float64, len(l.B))})
	}},
	{"bias after tanh", "the bias is added after the tanh: it belongs into it, tanh(xW + b).", func(l Layer) [][]float64 {
		y := dense(math.Tanh)(Layer{l.X, l.W, make([]float64, len(l.B))})
		for _, row := range y {
			for j := range row {
				row[j] += l.B[j]
			}
		}
		return y
	}},
	{"transposed", "the weights are transposed: w[i][j] leads from input i to unit j.", func(l Layer) [][]float64 {
		if len(l.W) != len(l.W[0]) { // there it panics
			return nil
		}
		return dense(math.Tanh)(Layer{l.X, transposed(l.W), l.B})
	}},
	{"not summed", "only the last input reaches your units: add the products up, += and not =.", func(l Layer) [][]float64 {
		y := zeros(len(l.X), len(l.B))
		for n, x := range l.X {
			last := len(x) - 1
			for j := range l.B {
				y[n][j] = math.Tanh(x[last]*l.W[last][j] + l.B[j])
			}
		}
		return y
	}},
	{"bias added for each input", "the bias is added once for each input: once for each unit is enough.", func(l Layer) [][]float64 {
		b := make([]float64, len(l.B))
		for j, v := range l.B {
			b[j] = v * float64(len(l.W))
		}
		return dense(math.Tanh)(Layer{l.X, l.W, b})
	}},
	{"another activation", "your layer has the logistic function in place of tanh: its values lie between 0 and 1, those of tanh between −1 and 1.",
		dense(logistic)},
	{"another activation", "your layer cuts negative numbers off (ReLU): this one has tanh.", dense(relu)},
}}

func shapeOfDense(l Layer, out [][]float64) error {
	n, units := len(l.X), len(l.B)
	if len(out) == units && len(out[0]) == n {
		return &Mistake{"rows and columns", "your function returns a row for each unit: want one for each input, with a number for each unit in it."}
	}
	return shape(out, zeros(n, units), "your layer")
}

func layer(seed uint64, n, in, out int) Layer {
	return Layer{X: normal(seed, n, in), W: normal(seed+100, in, out), B: normal(seed+200, 1, out)[0]}
}

// dense returns what computes a layer with that activation.
func dense(activation func(a float64) float64) func(l Layer) [][]float64 {
	return func(l Layer) [][]float64 {
		y := zeros(len(l.X), len(l.B))
		for n, x := range l.X {
			for j := range l.B {
				a := l.B[j]
				for i, v := range x {
					a += v * l.W[i][j]
				}
				y[n][j] = activation(a)
			}
		}
		return y
	}
}

func asIs(a float64) float64 { return a }

func relu(a float64) float64 { return max(a, 0) }

func logistic(a float64) float64 { return 1 / (1 + math.Exp(-a)) }
