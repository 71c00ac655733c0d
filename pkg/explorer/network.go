package explorer

import (
	"errors"
	"fmt"
	"math"
	"slices"
)

// A Network maps a row of numbers through dense layers: h becomes tanh(hW + b), and in the last layer hW + b, or 1/(1 + e^−(hW + b)).
type Network struct {
	Weights [][]float32 // of each layer: in × out, row by row
	Biases  [][]float32 // of each layer: out
	Sigmoid bool        // whether the last layer ends in one
}

// width returns how many numbers come out where so many go in, or says which layer does not fit.
func (n Network) width(in int) (int, error) {
	if len(n.Weights) == 0 {
		return 0, errors.New("it has no layers")
	}
	if len(n.Weights) != len(n.Biases) {
		return 0, fmt.Errorf("it has %d layers of weights and %d of biases", len(n.Weights), len(n.Biases))
	}
	for k, weights := range n.Weights {
		if out := len(n.Biases[k]); out == 0 || len(weights) != in*out {
			return 0, fmt.Errorf("layer %d has %d weights and %d biases, and %d numbers go in", k, len(weights), out, in)
		}
		for _, v := range slices.Concat(weights, n.Biases[k]) {
			if !(math.Abs(float64(v)) <= largestHalf) {
				return 0, fmt.Errorf("layer %d holds %v, which no 16-bit float can: did the training diverge?", k, v)
			}
		}
		in = len(n.Biases[k])
	}
	return in, nil
}

// run returns what the network makes of one row.
func (n Network) run(h []float32) []float32 {
	for k := range n.Weights {
		h = n.layer(k, h)
	}
	return h
}

// layer returns what layer k makes of one row.
func (n Network) layer(k int, h []float32) []float32 {
	next := slices.Clone(n.Biases[k])
	for i, v := range h {
		row := n.Weights[k][i*len(next):][:len(next)]
		for j, w := range row {
			next[j] += v * w
		}
	}
	switch last := k == len(n.Weights)-1; {
	case !last:
		for j, v := range next {
			next[j] = float32(math.Tanh(float64(v)))
		}
	case n.Sigmoid:
		for j, v := range next {
			next[j] = float32(1 / (1 + math.Exp(-float64(v))))
		}
	}
	return next
}

// layerData is a layer as the page reads it: 16-bit floats in base64.
type layerData struct {
	Weights string `json:"w"`
	Biases  string `json:"b"`
}

func (n Network) data() []layerData {
	var layers []layerData
	for k := range n.Weights {
		layers = append(layers, layerData{halves(n.Weights[k]), halves(n.Biases[k])})
	}
	return layers
}
