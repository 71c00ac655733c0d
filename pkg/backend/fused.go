package backend

import (
	"fmt"
	"slices"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
)

// fused is GoMLX's Go engine, but computes a graph itself that is a net (net.go): dense layers one after the other with tanh or
// sigmoids between, as an encoder's and a decoder's are. GoMLX's engine takes several times as long for them
// (upstream/compute-dense.md).
//
// It stands in for what GoMLX sees of an engine: the builder, whose functions note what they are made of; what a graph is compiled
// to; and buffers, which have to name their engine.
type fused struct{ compute.Backend }

// Builder implements compute.Backend.
func (e *fused) Builder(name string) compute.Builder {
	b := &builder{Builder: e.Backend.Builder(name), engine: e}
	b.main = &function{Function: b.Builder.Main(), made: map[compute.Value]operation{}}
	return b
}

// BufferFromFlatData implements compute.Backend.
func (e *fused) BufferFromFlatData(device compute.DeviceNum, flat any, shape shapes.Shape) (compute.Buffer, error) {
	inner, err := e.Backend.BufferFromFlatData(device, flat, shape)
	if err != nil {
		return nil, err
	}
	return &buffer{inner, e}, nil
}

// NewSharedBuffer implements compute.Backend.
func (e *fused) NewSharedBuffer(device compute.DeviceNum, shape shapes.Shape) (compute.Buffer, any, error) {
	inner, flat, err := e.Backend.NewSharedBuffer(device, shape)
	if err != nil {
		return nil, nil, err
	}
	return &buffer{inner, e}, flat, nil
}

// A buffer is one of the engine's.
type buffer struct {
	compute.Buffer
	engine *fused
}

// Backend implements compute.Buffer.
func (b *buffer) Backend() compute.Backend { return b.engine }

// A builder makes one graph.
type builder struct {
	compute.Builder
	engine *fused
	main   *function
}

// Main implements compute.Builder.
func (b *builder) Main() compute.Function { return b.main }

// Compile implements compute.Builder.
func (b *builder) Compile() (compute.Executable, error) {
	net := b.main.net(b.OpShape) // before the builder ends
	inner, err := b.Builder.Compile()
	if err != nil {
		return nil, err
	}
	return &executable{Executable: inner, engine: b.engine, net: net}, nil
}

// A function notes, of the operations that a net may be made of, what they were made from.
type function struct {
	compute.Function
	made       map[compute.Value]operation
	parameters int
	results    []compute.Value
}

// An operation is a parameter, the place of which it has, or a layer or an activation of another value.
type operation struct {
	parameter       int
	of              compute.Value // nil for a parameter
	weights, biases compute.Value // nil for an activation
	activation      activation
}

// Parameter implements compute.Function.
func (f *function) Parameter(name string, shape shapes.Shape, sharding *compute.ShardingSpec) (compute.Value, error) {
	v, err := f.Function.Parameter(name, shape, sharding)
	if err == nil {
		f.made[v] = operation{parameter: f.parameters}
		f.parameters++
	}
	return v, err
}

// FusedDense implements compute.Function.
func (f *function) FusedDense(x, weights, biases compute.Value, config compute.DenseConfig) (compute.Value, error) {
	v, err := f.Function.FusedDense(x, weights, biases, config)
	if err == nil && config == (compute.DenseConfig{}) { // no activation, weights [in, out]
		f.made[v] = operation{of: x, weights: weights, biases: biases}
	}
	return v, err
}

// Tanh implements compute.Function.
func (f *function) Tanh(x compute.Value) (compute.Value, error) {
	return f.activation(x, tanh, f.Function.Tanh)
}

// Logistic implements compute.Function.
func (f *function) Logistic(x compute.Value) (compute.Value, error) {
	return f.activation(x, sigmoid, f.Function.Logistic)
}

func (f *function) activation(x compute.Value, a activation, build func(compute.Value) (compute.Value, error)) (compute.Value, error) {
	v, err := build(x)
	if err == nil {
		f.made[v] = operation{of: x, activation: a}
	}
	return v, err
}

// Return implements compute.Function.
func (f *function) Return(results []compute.Value, shardings []*compute.ShardingSpec) error {
	f.results = results
	return f.Function.Return(results, shardings)
}

// net returns the layers that the function is, or nil where it is something else.
func (f *function) net(shapeOf func(compute.Value) (shapes.Shape, error)) *net {
	if len(f.results) != 1 {
		return nil
	}
	n := new(net)
	after := linear // what follows the next layer: they come from the last one to the first
	v := f.results[0]
	for {
		shape, err := shapeOf(v)
		if err != nil || shape.DType != dtypes.Float32 || shape.Rank() != 2 || shape.IsDynamic() {
			return nil
		}
		made, ok := f.made[v]
		switch {
		case !ok:
			return nil
		case made.of == nil:
			n.input, n.rows = made.parameter, shape.Dimensions[0]
			slices.Reverse(n.layers)
			if n.rows < fewestRows || len(n.layers) == 0 || after != linear {
				return nil
			}
			return n
		case made.weights == nil:
			if after != linear {
				return nil // two activations
			}
			after = made.activation
		default:
			weights, ok := f.made[made.weights]
			biases, alsoOK := f.made[made.biases]
			in, err := shapeOf(made.of)
			if !ok || !alsoOK || weights.of != nil || biases.of != nil || err != nil || in.Rank() != 2 {
				return nil
			}
			n.layers = append(n.layers, layer{weights.parameter, biases.parameter, in.Dimensions[1], shape.Dimensions[1], after})
			after = linear
		}
		v = made.of
	}
}

// An executable computes one graph: by its layers where it is a net, else by the engine.
type executable struct {
	compute.Executable
	engine *fused
	net    *net
}

// Execute implements compute.Executable.
func (e *executable) Execute(inputs []compute.Buffer, donate []bool, device compute.DeviceNum) ([]compute.Buffer, error) {
	own := make([]compute.Buffer, len(inputs))
	for i, in := range inputs {
		b, ok := in.(*buffer)
		if !ok {
			return nil, fmt.Errorf("backend: input %d is a buffer of another engine", i)
		}
		own[i] = b.Buffer
	}
	if e.net != nil && !slices.Contains(donate, true) {
		return e.compute(own, device)
	}
	results, err := e.Executable.Execute(own, donate, device)
	for i, r := range results {
		results[i] = &buffer{r, e.engine}
	}
	return results, err
}

// compute computes the net.
func (e *executable) compute(inputs []compute.Buffer, device compute.DeviceNum) ([]compute.Buffer, error) {
	values := make([][]float32, len(inputs))
	for i, in := range inputs {
		flat, err := in.Data()
		if err != nil {
			return nil, err
		}
		values[i], _ = flat.([]float32) // those of another type are not the net's
	}
	y, flat, err := e.engine.NewSharedBuffer(device, e.Outputs()[0])
	if err != nil {
		return nil, err
	}
	e.net.compute(values, flat.([]float32))
	return []compute.Buffer{y}, nil
}
