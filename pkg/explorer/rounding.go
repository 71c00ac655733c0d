package explorer

import "slices"

// rounded returns the network with its numbers rounded to 16-bit floats, so that for the given inputs as little as
// possible changes. Without inputs, each number goes to the nearest one.
//
// If the lecture's decoder is rounded like that, pixels are off by up to 0.0012. Here a weight goes up or down, whichever
// makes up better, over all inputs, for what the weights before it and the layers before this one have put wrong
// (Lybrand and Saab 2021, "A greedy algorithm for quantizing neural networks").
func (n Network) rounded(inputs [][]float32) Network {
	r := Network{Weights: make([][]float32, len(n.Weights)), Biases: make([][]float32, len(n.Biases))}
	exact, coarse := inputs, inputs
	for k := range n.Weights {
		r.Weights[k], r.Biases[k] = roundLayer(n.Weights[k], n.Biases[k], exact, coarse)
		if k < len(n.Weights)-1 {
			exact, coarse = n.through(k, exact), r.through(k, coarse)
		}
	}
	return r
}

// through returns what layer k makes of rows.
func (n Network) through(k int, rows [][]float32) [][]float32 {
	next := make([][]float32, len(rows))
	for i, row := range rows {
		next[i] = n.layer(k, row)
	}
	return next
}

// roundLayer rounds weights (in × out) and biases (out). exact are the layer's inputs as they should be, and coarse as
// they are after rounded layers.
func roundLayer(weights, biases []float32, exact, coarse [][]float32) (w, b []float32) {
	w, b = slices.Clone(weights), slices.Clone(biases)
	exact, coarse = transposed(exact), transposed(coarse)
	var off []float32 // for each input, what one output is so far less what it should be
	if len(exact) > 0 {
		off = make([]float32, len(exact[0]))
	}
	for j := range biases {
		clear(off)
		for i := range len(weights) / len(biases) {
			v := &w[i*len(biases)+j]
			if off == nil {
				*v = nearest(*v, *v)
				continue
			}
			*v = compensating(*v, off, exact[i], coarse[i])
		}
		for _, v := range off {
			b[j] -= v / float32(len(off))
		}
		b[j] = nearest(b[j], b[j])
	}
	return w, b
}

// compensating returns v rounded up or down, whichever leaves less of off, and adds to off what that puts wrong.
func compensating(v float32, off, exact, coarse []float32) float32 {
	// ‖off + q·coarse − v·exact‖² is least for q = product/square.
	var product, square float32
	for s, c := range coarse {
		product += (v*exact[s] - off[s]) * c
		square += c * c
	}
	best := v
	if square > 0 {
		best = product / square
	}
	q := nearest(v, best)
	for s, c := range coarse {
		off[s] += q*c - v*exact[s]
	}
	return q
}

// nearest returns the one of the two 16-bit floats around v that is nearer to best.
func nearest(v, best float32) float32 {
	low, high := around(v)
	if high-best < best-low {
		return high
	}
	return low
}

// transposed returns the columns of rows.
func transposed(rows [][]float32) [][]float32 {
	if len(rows) == 0 {
		return nil
	}
	columns := make([][]float32, len(rows[0]))
	for i := range columns {
		columns[i] = make([]float32, len(rows))
		for s, row := range rows {
			columns[i][s] = row[i]
		}
	}
	return columns
}
