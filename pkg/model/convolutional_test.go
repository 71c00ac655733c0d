package model

import (
	"math/rand/v2"
	"testing"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
)

// The convolutions are GoMLX's own, with as many zeros before an image as behind it.
func TestConvolution(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	normal := func(dimensions ...int) *tensors.Tensor {
		values := make([]float32, tensors.FromShape(shapes.Make(dtypes.Float32, dimensions...)).Size())
		for i := range values {
			values[i] = float32(rng.NormFloat64())
		}
		return tensors.FromFlatDataAndDimensions(values, dimensions...)
	}
	engine := goEngine(t)
	images, biases := normal(2, 6, 6, 3), normal(4)
	for _, size := range []int{3, 5} {
		weights := normal(size, size, 3, 4)
		for _, stride := range []int{1, 2} {
			apart, err := CallOnce(engine.Backend, func(h, weights, biases *Node) *Node {
				before := size / 2
				theirs := Convolve(h, weights).StridePerAxis(stride, stride).PaddingPerDim([][2]int{{before, before}, {before, before}}).Done()
				return ReduceAllMax(Abs(Sub(convolved(h, weights, biases, stride), Add(theirs, Reshape(biases, 1, 1, 1, 4)))))
			}, images, weights, biases)
			if err != nil {
				t.Fatal(err)
			}
			if d := tensors.ToScalar[float32](apart); !(d < 1e-4) {
				t.Errorf("of %d × %d pixels with stride %d they differ by %g", size, size, stride, d)
			}
		}
	}
}
