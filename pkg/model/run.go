package model

import (
	"fmt"
	"slices"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"
	"latentlab/pkg/internal/cores"
	"latentlab/pkg/internal/vectors"
)

// Encode returns the codes z = f(x) of images x: n × pixels → n × latent, for any n. It panics on images of another length or
// that are not finite, and of a model without an encoder; it fails where the engine does.
func (n *Network) Encode(images [][]float32) ([][]float32, error) {
	return n.run(n.encode, "encoder", images, "image", n.Pixels(), n.latent)
}

// Decode returns the images x̂ = g(z) of codes z: n × latent → n × pixels, for any n. Pixels are not clipped to [0, 1]. It
// panics on codes of another length or that are not finite; it fails where the engine does.
func (n *Network) Decode(codes [][]float32) ([][]float32, error) {
	return n.run(n.decode, "decoder", codes, "code", n.latent, n.Pixels())
}

// Reconstruct returns g(f(x)) of images x: n × pixels → n × pixels, as Encode and Decode do one after the other.
func (n *Network) Reconstruct(images [][]float32) ([][]float32, error) {
	return n.run(n.reconstruct, "encoder", images, "image", n.Pixels(), n.Pixels())
}

// maxBatch bounds the memory that one call of a graph takes; larger inputs go through in several calls.
const maxBatch = 1024

// run sends rows of length in through a graph, in batches whose sizes are powers of two: an engine compiles a graph
// anew for each size, and so there are few. The last batch is filled up with zeros.
func (n *Network) run(exec *model.Exec, part string, rows [][]float32, what string, in, out int) ([][]float32, error) {
	if exec == nil {
		panic(fmt.Sprintf("model: a %s has no %s", n.model.Kind(), part))
	}
	checkRows(what, rows, in)
	flat := make([]float32, len(rows)*out)
	results := make([][]float32, len(rows))
	for i := range results {
		results[i] = flat[i*out : (i+1)*out : (i+1)*out]
	}
	var x *tensors.Tensor // [size, in]
	defer func() {
		if x != nil {
			x.FinalizeAll() // The collector would come too late: it does not see the engine's memory.
		}
	}()
	for done := 0; done < len(rows); {
		count := min(len(rows)-done, maxBatch)
		size := 1
		for size < count {
			size *= 2
		}
		next, err := n.input(x, size, in)
		if err != nil {
			return nil, err
		}
		x = next
		err = tensors.MutableFlatData(x, func(batch []float32) {
			cores.Each(count, func(i int) { copy(batch[i*in:], rows[done+i]) })
			clear(batch[count*in:])
		})
		if err != nil {
			return nil, fmt.Errorf("model: handing %d %ss to %s: %w", count, what, n.engine, err)
		}
		y, err := exec.Call1(x)
		if err != nil {
			return nil, fmt.Errorf("model: %d %ss on %s: %w", count, what, n.engine, err)
		}
		if got := y.Shape().Dimensions; !slices.Equal(got, []int{size, out}) {
			return nil, fmt.Errorf("model: the network turns [%d %d] into %v, want [%d %d]", size, in, got, size, out)
		}
		err = tensors.ConstFlatData(y, func(values []float32) {
			cores.Each(count, func(i int) { copy(results[done+i], values[i*out:]) })
		})
		if err != nil {
			return nil, fmt.Errorf("model: reading a result of %s: %w", n.engine, err)
		}
		y.FinalizeAll()
		done += count
	}
	if i, j := notFinite(results); i >= 0 {
		return nil, fmt.Errorf("model: %s %d gives %v: did the training diverge? Train it anew", what, i, results[i][j])
	}
	return results, nil
}

// checkRows panics on rows of another length than want, and on numbers that are not finite.
func checkRows(what string, rows [][]float32, want int) {
	for i, row := range rows {
		if len(row) != want {
			panic(fmt.Sprintf("model: %s %d has %d numbers, want %d", what, i, len(row), want))
		}
	}
	if i, j := notFinite(rows); i >= 0 {
		panic(fmt.Sprintf("model: %s %d holds %v in place %d: want finite numbers", what, i, rows[i][j], j))
	}
}

// notFinite returns the place of the first number in rows that is not finite, or −1 and −1.
func notFinite(rows [][]float32) (i, j int) {
	places := make([]int, len(rows))
	cores.Each(len(rows), func(i int) {
		place, finite := vectors.Finite(rows[i])
		if finite {
			place = -1
		}
		places[i] = place
	})
	for i, j := range places {
		if j >= 0 {
			return i, j
		}
	}
	return -1, -1
}

// input returns a tensor [size, in] where the engine reads it, without a copy: the one before where that has the size.
func (n *Network) input(before *tensors.Tensor, size, in int) (*tensors.Tensor, error) {
	if before != nil && before.Shape().Dimensions[0] == size {
		return before, nil
	}
	x, err := tensors.FromShapeForBackend(n.engine.Backend, 0, shapes.Make(dtypes.Float32, size, in))
	if err != nil {
		return nil, fmt.Errorf("model: %d × %d numbers for %s: %w", size, in, n.engine, err)
	}
	if before != nil {
		before.FinalizeAll()
	}
	return x, nil
}
