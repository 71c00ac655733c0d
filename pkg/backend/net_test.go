//go:build amd64 && goexperiment.simd

package backend

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
)

// A step is a layer of so many neurons, or an activation.
type step struct {
	width int
	after activation
}

// build builds the graph of steps on x [rows, in] and returns what it is compiled to, and its inputs.
func build(t *testing.T, engine compute.Backend, rows, in int, steps ...step) (compute.Executable, []compute.Buffer) {
	t.Helper()
	rng := rand.New(rand.NewPCG(1, 2))
	b := engine.Builder("net")
	f := b.Main()
	var inputs []compute.Buffer
	parameter := func(dimensions ...int) compute.Value {
		shape := shapes.Make(dtypes.Float32, dimensions...)
		values := make([]float32, shape.Size())
		for i := range values {
			values[i] = float32(rng.NormFloat64() / math.Sqrt(float64(dimensions[0])))
		}
		inputs = append(inputs, must(engine.BufferFromFlatData(0, values, shape)))
		return must(f.Parameter(fmt.Sprint("p", len(inputs)), shape, nil))
	}
	v := parameter(rows, in)
	for _, s := range steps {
		switch {
		case s.width > 0:
			v = must(f.FusedDense(v, parameter(in, s.width), parameter(s.width), compute.DenseConfig{}))
			in = s.width
		case s.after == tanh:
			v = must(f.Tanh(v))
		case s.after == sigmoid:
			v = must(f.Logistic(v))
		}
	}
	if err := f.Return([]compute.Value{v}, nil); err != nil {
		t.Fatal(err)
	}
	return must(b.Compile()), inputs
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// run returns the numbers of the only result.
func run(t *testing.T, e compute.Executable, inputs []compute.Buffer) []float32 {
	t.Helper()
	results, err := e.Execute(inputs, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	return slices.Clone(must(results[0].Data()).([]float32))
}

// fusedEngine returns the engine, and GoMLX's below it.
func fusedEngine(t *testing.T) (engine, below compute.Backend) {
	t.Helper()
	if block == 0 {
		t.Skip("this processor has no vectors for it")
	}
	e := must(Go()).Backend
	return e, e.(*fused).Backend
}

var nets = map[string][]step{
	"one layer":               {{width: 3}},
	"an encoder":              {{width: 500}, {after: tanh}, {width: 300}, {after: tanh}, {width: 2}},
	"a decoder of a VAE":      {{width: 31}, {after: tanh}, {width: 33}, {after: sigmoid}},
	"layers without anything": {{width: 1}, {width: 64}, {width: 1}},
}

func TestNetsHaveTheEnginesNumbers(t *testing.T) {
	engine, below := fusedEngine(t)
	for name, steps := range nets {
		for _, size := range [][2]int{{32, 784}, {33, 1}, {100, 6}} {
			e, inputs := build(t, engine, size[0], size[1], steps...)
			if e.(*executable).net == nil {
				t.Fatalf("%s is not taken for a net", name)
			}
			got := run(t, e, inputs)
			e, inputs = build(t, below, size[0], size[1], steps...)
			want := run(t, e, inputs)
			for i := range want {
				if d := got[i] - want[i]; !(d < 2e-6 && d > -2e-6) {
					t.Fatalf("%s on %v: number %d is %v, want %v", name, size, i, got[i], want[i])
				}
			}
		}
	}
}

// What is infinite or no number stays in its row and its call: widths are padded with numbers, of which there are some of before.
func TestNetsOfWhatIsNotFinite(t *testing.T) {
	engine, below := fusedEngine(t)
	const rows, in, out = 32, 5, 3
	steps := []step{{width: 6}, {after: tanh}, {width: 9}, {after: tanh}, {width: out}}
	e, inputs := build(t, engine, rows, in, steps...)
	belowE, belowInputs := build(t, below, rows, in, steps...)
	nan, infinite := float32(math.NaN()), float32(math.Inf(1))
	for _, first := range []float32{infinite, nan, 1} { // of each row
		for _, x := range []compute.Buffer{inputs[0], belowInputs[0]} {
			for i := range rows {
				must(x.Data()).([]float32)[i*in] = first
			}
		}
		got, want := run(t, e, inputs), run(t, belowE, belowInputs)
		for i := range want {
			if d := got[i] - want[i]; !(d < 2e-6 && d > -2e-6) && want[i] == want[i] || (got[i] == got[i]) != (want[i] == want[i]) {
				t.Fatalf("rows that begin with %v: number %d is %v, want %v", first, i, got[i], want[i])
			}
		}
	}
}

// On both kinds of processors, and on any number of cores, a net has the same numbers to the last bit.
func TestNetsAreTheSameOnAllProcessors(t *testing.T) {
	engine, _ := fusedEngine(t)
	if block < 32 {
		t.Skip("this processor has no AVX-512")
	}
	e, inputs := build(t, engine, 100, 784, nets["an encoder"]...)
	with := run(t, e, inputs)
	defer func(b int) { block = b }(block)
	block = 16
	if without := run(t, e, inputs); !slices.Equal(with, without) {
		t.Error("a net differs with vectors of half the length")
	}
}

func TestWhatIsNoNetIsTheEngines(t *testing.T) {
	engine, below := fusedEngine(t)
	for name, steps := range map[string][]step{
		"an activation first": {{after: tanh}, {width: 3}},
		"two activations":     {{width: 3}, {after: tanh}, {after: sigmoid}},
		"no layer":            {{after: tanh}},
	} {
		e, inputs := build(t, engine, 40, 5, steps...)
		if e.(*executable).net != nil {
			t.Errorf("%s is taken for a net", name)
		}
		got := run(t, e, inputs)
		e, inputs = build(t, below, 40, 5, steps...)
		if want := run(t, e, inputs); !slices.Equal(got, want) {
			t.Errorf("%s gives %v, want %v", name, got[:3], want[:3])
		}
	}
	if e, _ := build(t, engine, fewestRows-1, 5, step{width: 3}); e.(*executable).net != nil {
		t.Error("few rows are taken for a net")
	}

	square, wide := shapes.Make(dtypes.Float32, 40, 40), shapes.Make(dtypes.Float32, 40)
	for name, result := range map[string]func(f compute.Function, x, w, b compute.Value) (compute.Value, error){
		"another activation": func(f compute.Function, x, w, b compute.Value) (compute.Value, error) {
			return f.FusedDense(x, w, b, compute.DenseConfig{Activation: compute.ActivationRelu})
		},
		"weights the other way round": func(f compute.Function, x, w, b compute.Value) (compute.Value, error) {
			return f.FusedDense(x, w, b, compute.DenseConfig{WeightLayout: compute.DenseLayoutOutputsInput})
		},
		"no biases": func(f compute.Function, x, w, b compute.Value) (compute.Value, error) {
			return f.FusedDense(x, w, nil, compute.DenseConfig{})
		},
		"weights that are computed": func(f compute.Function, x, w, b compute.Value) (compute.Value, error) {
			return f.FusedDense(x, must(f.Tanh(w)), b, compute.DenseConfig{})
		},
		"biases that are computed": func(f compute.Function, x, w, b compute.Value) (compute.Value, error) {
			return f.FusedDense(x, w, must(f.Tanh(b)), compute.DenseConfig{})
		},
		"a sum of the result": func(f compute.Function, x, w, b compute.Value) (compute.Value, error) {
			return f.Add(must(f.FusedDense(x, w, b, compute.DenseConfig{})), x)
		},
	} {
		b := engine.Builder("no net")
		f := b.Main()
		x, w, bias := must(f.Parameter("x", square, nil)), must(f.Parameter("w", square, nil)), must(f.Parameter("b", wide, nil))
		if err := f.Return([]compute.Value{must(result(f, x, w, bias))}, nil); err != nil {
			t.Fatal(err)
		}
		if must(b.Compile()).(*executable).net != nil {
			t.Errorf("a layer with %s is taken for a net", name)
		}
	}
}

func TestActivations(t *testing.T) {
	if block == 0 {
		t.Skip("this processor has no vectors for it")
	}
	nan, infinite := float32(math.NaN()), float32(math.Inf(1))
	var x []float32
	for v := -30.0; v <= 30; v += 1e-3 {
		x = append(x, float32(v), float32(v*1e-6))
	}
	x = append(x, infinite, -infinite, nan)
	for len(x)%8 != 0 {
		x = append(x, 0)
	}
	y := slices.Clone(x)
	activate(tanh, y)
	for i, v := range x {
		want := math.Tanh(float64(v))
		if d := math.Abs(float64(y[i]) - want); d > 4e-7*math.Abs(want) || math.Abs(float64(y[i])) > 1 {
			t.Fatalf("tanh(%v) = %v, want %v", v, y[i], want)
		}
	}
	copy(y, x)
	activate(sigmoid, y)
	for i, v := range x {
		want := 1 / (1 + math.Exp(-float64(v)))
		if d := math.Abs(float64(y[i]) - want); d > 2e-7 || y[i] < 0 || y[i] > 1 {
			t.Fatalf("the sigmoid of %v is %v, want %v", v, y[i], want)
		}
	}
	for _, a := range []activation{tanh, sigmoid} {
		y := slices.Repeat([]float32{nan}, 8)
		if activate(a, y); slices.ContainsFunc(y, func(v float32) bool { return v == v }) {
			t.Errorf("activation %d makes %v of NaN", a, y)
		}
	}
}
