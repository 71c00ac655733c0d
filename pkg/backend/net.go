package backend

import (
	"sync"

	"latentlab/pkg/internal/cores"
)

// A net is dense layers one after the other, of one input: x ↦ a(xW + b), again and again.
type net struct {
	input, rows int // the place of x among the inputs of the graph, and how many rows it has
	layers      []layer
	spaces      sync.Pool // of *space
}

// A layer has the places of its weights [in, out] and its biases [out] among the inputs, its widths, and what follows it.
type layer struct {
	weights, biases int
	in, out         int
	after           activation
}

type activation int

const (
	linear activation = iota
	tanh
	sigmoid
)

// fewestRows is below which the engine is as fast: weights are put into strips for a block of rows that nobody wants.
const fewestRows = 32

// A strip is the weights of so many neurons, side by side: [in, stripWidth]. So many are added in one step, too.
const stripWidth = 4

// A space is where a block of rows is computed, from one layer to the next and back. Each value has its rows side by side, [width,
// block], so that one instruction computes a neuron of many rows.
type space struct{ from, to []float32 }

// compute computes y [rows, out of the last layer], blocks of rows on all cores. The order of the sums is that of the weights: the
// numbers are the same on any processor and any number of cores.
func (n *net) compute(inputs [][]float32, y []float32) {
	strips := make([][]float32, len(n.layers))
	widest := padded(n.layers[0].in)
	for i, l := range n.layers {
		strips[i] = l.strips(inputs[l.weights])
		widest = max(widest, padded(l.out))
	}
	cores.Each((n.rows+block-1)/block, func(k int) {
		s, ok := n.spaces.Get().(*space)
		if !ok {
			s = &space{make([]float32, widest*block), make([]float32, widest*block)}
		}
		defer n.spaces.Put(s)
		first, in, out := k*block, n.layers[0].in, n.layers[len(n.layers)-1].out
		last := min(first+block, n.rows)
		s.read(inputs[n.input][first*in:last*in], in)
		for i, l := range n.layers {
			l.compute(strips[i], inputs[l.biases], s)
		}
		s.write(y[first*out:last*out], out)
	})
}

// read puts rows [n, width] side by side, a part of each in turn, so that what is side by side stays in the cache. Where there are
// fewer rows than a block, what is beside them is computed for nothing.
func (s *space) read(rows []float32, width int) {
	clear(s.from[width*block : padded(width)*block])
	const part = 16
	for first := 0; first < width; first += part {
		last := min(first+part, width)
		for i := range len(rows) / width {
			for j, v := range rows[i*width+first : i*width+last] {
				s.from[(first+j)*block+i] = v
			}
		}
	}
}

// write puts what is side by side into rows [n, width].
func (s *space) write(rows []float32, width int) {
	for i := range len(rows) / width {
		row := rows[i*width : (i+1)*width]
		for j := range row {
			row[j] = s.from[j*block+i]
		}
	}
}

// compute computes a block of a layer.
func (l layer) compute(strips, biases []float32, s *space) {
	in, out := padded(l.in), padded(l.out)
	for first := 0; first < out; first += stripWidth {
		var b [stripWidth]float32
		copy(b[:], biases[first:])
		products(strips[first*in:(first+stripWidth)*in+slack], s.from[:in*block], &b, s.to[first*block:(first+stripWidth)*block])
	}
	activate(l.after, s.to[:l.out*block])
	clear(s.to[l.out*block : out*block])
	s.from, s.to = s.to, s.from
}

// strips returns the weights [in, out] in strips, one after the other, both widths padded with zeros.
func (l layer) strips(weights []float32) []float32 {
	const part = 16 // rows of weights for a core at a time: whole cache lines of each strip
	length := padded(l.in) * stripWidth
	strips := make([]float32, length*padded(l.out)/stripWidth+slack)
	cores.Each((l.in+part-1)/part, func(p int) {
		for k := p * part; k < min((p+1)*part, l.in); k++ {
			row, at := weights[k*l.out:(k+1)*l.out], k*stripWidth
			for ; len(row) >= stripWidth; row, at = row[stripWidth:], at+length {
				*(*[stripWidth]float32)(strips[at:]) = [stripWidth]float32(row)
			}
			if len(row) > 0 {
				copy(strips[at:], row)
			}
		}
	})
	return strips
}

// padded is a width made up to whole strips.
func padded(width int) int { return (width + stripWidth - 1) / stripWidth * stripWidth }
