//go:build !(amd64 && goexperiment.simd)

package backend

// block is 0: without vectors no graph is a net.
var block int

func products(strip, x []float32, b *[stripWidth]float32, y []float32) { panic("backend: no vectors") }

func activate(a activation, x []float32) { panic("backend: no vectors") }
