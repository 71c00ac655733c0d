// Package autoencoder builds the lecture's network with GoMLX: an encoder f that turns an image x into a few numbers z,
// its code, and a decoder g that turns a code into an image x̂. Package training makes g(f(x)) ≈ x.
package autoencoder

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	"github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"latentlab/pkg/backend"
)

// An Autoencoder is an encoder, a decoder and their weights on an engine. It is not for concurrent use.
type Autoencoder struct {
	engine   backend.Engine
	config   Config
	params   []*tensors.Tensor
	progress Progress

	encode, decode, reconstruct *graph.Exec
}

// New makes an autoencoder with the initial weights that the seed gives: the same on every engine and machine.
// It fails where the widths are not possible.
func New(engine backend.Engine, config Config) (*Autoencoder, error) {
	config, err := config.check()
	if err != nil {
		return nil, err
	}
	rng := rand.New(rand.NewPCG(config.Seed, streamOfWeights))
	var params []*tensors.Tensor
	widths := config.allWidths()
	for i := range len(widths) - 1 {
		in, out := widths[i], widths[i+1]
		weights := make([]float32, in*out)
		for j := range weights {
			weights[j] = float32(config.Sigma * rng.NormFloat64())
		}
		params = append(params, tensors.FromFlatDataAndDimensions(weights, in, out),
			tensors.FromFlatDataAndDimensions(make([]float32, out), out))
	}
	return assemble(engine, config, params)
}

// streamOfWeights keeps the random numbers of the weights apart from others of the same seed, such as the batches'.
const streamOfWeights = 1

// assemble makes an autoencoder of a checked configuration and parameters of fitting shapes.
func assemble(engine backend.Engine, config Config, params []*tensors.Tensor) (*Autoencoder, error) {
	ae := &Autoencoder{engine: engine, config: config, params: params}
	type node = graph.Node
	for _, f := range []struct {
		exec  **graph.Exec
		graph func(in []*node) *node
	}{
		{&ae.encode, func(in []*node) *node { return ae.F(in[1:], in[0]) }},
		{&ae.decode, func(in []*node) *node { return ae.G(in[1:], in[0]) }},
		{&ae.reconstruct, func(in []*node) *node { return ae.G(in[1:], ae.F(in[1:], in[0])) }},
	} {
		exec, err := graph.NewExec(engine.Backend, f.graph)
		if err != nil {
			return nil, fmt.Errorf("autoencoder: %w", err)
		}
		*f.exec = exec
	}
	return ae, nil
}

// On returns a copy of the autoencoder, weights and all, on another engine.
func (ae *Autoencoder) On(engine backend.Engine) (*Autoencoder, error) {
	params := make([]*tensors.Tensor, len(ae.params))
	for i, p := range ae.params {
		var err error
		if params[i], err = p.LocalClone(); err != nil {
			return nil, fmt.Errorf("autoencoder: %w", err)
		}
	}
	return assemble(engine, ae.config, params)
}

// Engine returns the engine that the autoencoder runs on.
func (ae *Autoencoder) Engine() backend.Engine { return ae.engine }

// Config returns what the autoencoder is made of, with all defaults filled in.
func (ae *Autoencoder) Config() Config { return ae.config }

// Pixels returns the length of an image, 784 in the lecture.
func (ae *Autoencoder) Pixels() int { return ae.config.Widths[0] }

// LatentDim returns the length of a code, 2 in the lecture.
func (ae *Autoencoder) LatentDim() int { return ae.config.Widths[len(ae.config.Widths)-1] }

// Weights returns the number of weights and biases of the encoder and of the decoder.
func (ae *Autoencoder) Weights() (encoder, decoder int) {
	for i, p := range ae.params {
		if i < len(ae.params)/2 {
			encoder += p.Size()
		} else {
			decoder += p.Size()
		}
	}
	return encoder, decoder
}

// String describes the autoencoder: "784–500–300–2–300–500–784, 1087586 weights".
func (ae *Autoencoder) String() string {
	encoder, decoder := ae.Weights()
	widths := strings.ReplaceAll(strings.Trim(fmt.Sprint(ae.config.allWidths()), "[]"), " ", "–")
	return fmt.Sprintf("%s, %d weights", widths, encoder+decoder)
}

// Parameters returns the tensors W₁, b₁, W₂, b₂, … of the encoder and then of the decoder: weights [in, out], biases
// [out]. They are the autoencoder's own, not copies.
func (ae *Autoencoder) Parameters() []*tensors.Tensor { return ae.params }

// SetParameters replaces the tensors that Parameters returns; the new ones must have the same shapes.
func (ae *Autoencoder) SetParameters(params []*tensors.Tensor) error {
	if len(params) != len(ae.params) {
		return fmt.Errorf("autoencoder: %d parameters, want %d", len(params), len(ae.params))
	}
	for i, p := range params {
		if want := ae.params[i].Shape(); !p.Shape().Equal(want) {
			return fmt.Errorf("autoencoder: parameter %d has shape %s, want %s", i, p.Shape(), want)
		}
	}
	ae.params = slices.Clone(params)
	return nil
}

// EncoderWeights returns copies of the encoder's weights and biases, layer by layer, as plain numbers: layer k's weights
// [in, out] row by row, and its out biases.
func (ae *Autoencoder) EncoderWeights() (weights, biases [][]float32, err error) {
	return plain(ae.params[:len(ae.params)/2])
}

// DecoderWeights returns copies of the decoder's, as EncoderWeights does of the encoder's.
func (ae *Autoencoder) DecoderWeights() (weights, biases [][]float32, err error) {
	return plain(ae.params[len(ae.params)/2:])
}

// plain copies parameters out of their tensors.
func plain(params []*tensors.Tensor) (weights, biases [][]float32, err error) {
	for i, p := range params {
		values, err := tensors.CopyFlatData[float32](p)
		if err != nil {
			return nil, nil, fmt.Errorf("autoencoder: reading the weights: %w", err)
		}
		if i%2 == 0 {
			weights = append(weights, values)
		} else {
			biases = append(biases, values)
		}
	}
	return weights, biases, nil
}

// Encode returns the codes z = f(x) of images x: n × pixels → n × latent, for any n. Images of another length are an
// error.
func (ae *Autoencoder) Encode(images [][]float32) ([][]float32, error) {
	return ae.run(ae.encode, images, "image", ae.Pixels(), ae.LatentDim())
}

// Decode returns the images x̂ = g(z) of codes z: n × latent → n × pixels, for any n. Pixels are not clipped to [0, 1].
// Codes of another length are an error.
func (ae *Autoencoder) Decode(codes [][]float32) ([][]float32, error) {
	return ae.run(ae.decode, codes, "code", ae.LatentDim(), ae.Pixels())
}

// Reconstruct returns g(f(x)) of images x: n × pixels → n × pixels, for any n. Images of another length are an error.
func (ae *Autoencoder) Reconstruct(images [][]float32) ([][]float32, error) {
	return ae.run(ae.reconstruct, images, "image", ae.Pixels(), ae.Pixels())
}

// maxBatch bounds the memory that one call of a graph takes; larger inputs go through in several calls.
const maxBatch = 1024

// run sends rows of length in through a graph, in batches whose sizes are powers of two: an engine compiles a graph
// anew for each size, and so there are few. The last batch is filled up with zeros.
func (ae *Autoencoder) run(exec *graph.Exec, rows [][]float32, what string, in, out int) ([][]float32, error) {
	for i, row := range rows {
		if len(row) != in {
			return nil, fmt.Errorf("autoencoder: %s %d has %d numbers, want %d", what, i, len(row), in)
		}
	}
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
		n := min(len(rows)-done, maxBatch)
		size := 1
		for size < n {
			size *= 2
		}
		next, err := ae.input(x, size, in)
		if err != nil {
			return nil, err
		}
		x = next
		err = tensors.MutableFlatData(x, func(batch []float32) {
			for i, row := range rows[done : done+n] {
				copy(batch[i*in:], row)
			}
			clear(batch[n*in:])
		})
		if err != nil {
			return nil, fmt.Errorf("autoencoder: %w", err)
		}
		args := []any{x}
		for _, p := range ae.params {
			args = append(args, p)
		}
		y, err := exec.Call1(args...)
		if err != nil {
			return nil, fmt.Errorf("autoencoder: %d %ss on %s: %w", n, what, ae.engine, err)
		}
		if got := y.Shape().Dimensions; !slices.Equal(got, []int{size, out}) {
			return nil, fmt.Errorf("autoencoder: the network turns [%d %d] into %v, want [%d %d]", size, in, got, size, out)
		}
		if err := tensors.ConstFlatData(y, func(values []float32) { copy(flat[done*out:], values[:n*out]) }); err != nil {
			return nil, fmt.Errorf("autoencoder: reading a result of %s: %w", ae.engine, err)
		}
		y.FinalizeAll()
		done += n
	}
	return results, nil
}

// input returns a tensor [size, in] where the engine reads it, without a copy: the one before where that has the size.
func (ae *Autoencoder) input(before *tensors.Tensor, size, in int) (*tensors.Tensor, error) {
	if before != nil && before.Shape().Dimensions[0] == size {
		return before, nil
	}
	x, err := tensors.FromShapeForBackend(ae.engine.Backend, 0, shapes.Make(dtypes.Float32, size, in))
	if err != nil {
		return nil, fmt.Errorf("autoencoder: %d × %d numbers for %s: %w", size, in, ae.engine, err)
	}
	if before != nil {
		before.FinalizeAll()
	}
	return x, nil
}
