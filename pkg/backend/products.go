//go:build !(amd64 && goexperiment.simd)

package backend

// block is 0: without vectors no graph is a net.
var block int

const slack = 0

func products(strip, x []float32, biases *[stripWidth]float32, y []float32) {
	panic("backend: no vectors")
}

func activate(a activation, x []float32) { panic("backend: no vectors") }
