// Package upstream holds the smallest cases of faults in others' modules that latentlab works around. Each test passes while the
// fault is there: one that fails says that a newer version has mended it, and its page what can be removed here.
package upstream

import (
	"math"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/layers"
	"github.com/gomlx/gomlx/ml/model"
	"github.com/gomlx/gomlx/ml/model/checkpoint"
	"latentlab/pkg/backend"
	"latentlab/pkg/backend/xla"
)

// mended fails the test: what was a fault is none.
func mended(t *testing.T, page string, found any) {
	t.Helper()
	t.Errorf("%v: if this is mended upstream, upstream/%s says what can go here", found, page)
}

// fails looks whether a graph still fails as the page says.
func fails(t *testing.T, page, want string, result *tensors.Tensor, err error) {
	t.Helper()
	if err == nil {
		mended(t, page, result)
	} else if !strings.Contains(err.Error(), want) {
		mended(t, page, err)
	}
}

// works looks whether a graph that differs from one that fails in one thing gives what it should.
func works(t *testing.T, want string, result *tensors.Tensor, err error) {
	t.Helper()
	if err != nil || result.String() != want {
		t.Errorf("beside it: %v, %v, want %s: the page says too little", result, err, want)
	}
}

// onGo returns GoMLX's Go engine.
func onGo(t *testing.T) compute.Backend {
	t.Helper()
	engine, err := backend.Go()
	if err != nil {
		t.Fatal(err)
	}
	return engine.Backend
}

// onXLA returns XLA on the CPU, or skips where its plugin is not installed.
func onXLA(t *testing.T) compute.Backend {
	t.Helper()
	t.Setenv(compute.ConfigEnvVar, "xla:cpu")
	engine, err := xla.Open()
	if err != nil {
		t.Skip(err)
	}
	return engine.Backend
}

// run builds a graph of an input and runs it. What GoMLX panics with is an error.
func run(on compute.Backend, input any, build func(x *Node) *Node) (*tensors.Tensor, error) {
	exec, err := NewExec(on, build)
	if err != nil {
		return nil, err
	}
	defer exec.Finalize()
	out, err := exec.Call(input)
	if err != nil {
		return nil, err
	}
	return out[0], nil
}

func TestAWriteThatFailsReturnsNoError(t *testing.T) {
	signal.Ignore(syscall.SIGXFSZ) // so that a write beyond the limit is an error
	defer signal.Reset(syscall.SIGXFSZ)
	var before syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &before); err != nil {
		t.Fatal(err)
	}
	store := model.NewStore()
	store.VariableWithValue("/w", make([]float32, 1<<16))
	dir := t.TempDir()
	handler, err := checkpoint.Build(store).Dir(dir).WithCompression(checkpoint.BinUncompressed).Done()
	if err != nil {
		t.Fatal(err)
	}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: 1 << 16, Max: before.Max}); err != nil {
		t.Skip(err)
	}
	err = handler.Save()
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &before); err != nil {
		t.Fatal(err)
	}
	if err != nil {
		mended(t, "gomlx-write-error.md", err)
	}
	files, _ := filepath.Glob(filepath.Join(dir, "*.bin"))
	if len(files) != 1 {
		t.Fatalf("files: %v", files)
	}
	if info, err := os.Stat(files[0]); err != nil || info.Size() >= 1<<18 {
		t.Errorf("the write was not refused: %v, %v", info, err)
	}
}

func TestAnInfiniteNormalNumber(t *testing.T) {
	drawn, err := run(onXLA(t), float32(0), func(u *Node) *Node { // as RandomNormal has it, of the smallest u
		u = Max(u, Const(u.Graph(), dtypes.Float32.SmallestNonZeroValueForDType()))
		return Sqrt(MulScalar(Log(u), -2))
	})
	if err != nil {
		t.Fatal(err)
	}
	if r := tensors.ToScalar[float32](drawn); !math.IsInf(float64(r), 1) {
		mended(t, "gomlx-normal.md", r)
	}
}

func TestPadHasNoGradient(t *testing.T) {
	result, err := run(onGo(t), []float32{1, 2}, func(x *Node) *Node {
		padded := Pad(x, Scalar(x.Graph(), x.DType(), 0), PadAxis{Start: 1})
		return Gradient(ReduceAllSum(padded), x)[0]
	})
	fails(t, "gomlx-pad.md", "no gradient is defined", result, err)
}

func TestALayerWithoutInputs(t *testing.T) {
	scope := model.NewStore().Scope("/")
	result, err := run(onGo(t), [][]float32{{1, 2}}, func(x *Node) *Node {
		return layers.DenseWithBias(scope, Slice(x, AxisRange(), AxisRange(0, 0)), 3)
	})
	fails(t, "gomlx-empty-layer.md", "integer divide by zero", result, err)
}

// repeated builds a loop that replaces x by what body makes of it, five times.
func repeated(x *Node, body func(x *Node) *Node) *Node {
	g := x.Graph()
	number := func(g *Graph, n int32) *Node { return ConstTensor(g, tensors.FromScalar(n)) }
	carried := func(g *Graph) (i, inside *Node) {
		return Parameter(g, "i", shapes.Make(dtypes.Int32)), Parameter(g, "x", x.Shape())
	}
	more := NewClosure(g, func(g *Graph) []*Node {
		i, _ := carried(g)
		return []*Node{LessThan(i, number(g, 5))}
	})
	next := NewClosure(g, func(g *Graph) []*Node {
		i, inside := carried(g)
		return []*Node{Add(i, number(g, 1)), body(inside)}
	})
	return While(more, next, number(g, 0), x)[1]
}

const notPart = "because the operands are not part of the function"

func TestALoopOnTheGoEngine(t *testing.T) {
	result, err := run(onGo(t), []float32{1, 1}, func(x *Node) *Node {
		return repeated(x, func(x *Node) *Node {
			mean := ReduceAndKeep(x, ReduceMean, 0) // [1]
			return Mul(BroadcastToShape(mean, x.Shape()), x)
		})
	})
	fails(t, "compute-while.md", "input 0 for node Mul not computed yet", result, err)
	result, err = run(onGo(t), []float32{1, 1}, func(x *Node) *Node {
		return repeated(x, func(x *Node) *Node { return Mul(x, x) })
	})
	works(t, "[2]float32{1, 1}", result, err)
}

func TestArithmeticOnWhatALoopCaptures(t *testing.T) {
	on := onXLA(t)
	result, err := run(on, []float32{1, 2}, func(outside *Node) *Node {
		return repeated(outside, func(x *Node) *Node { return Add(x, outside) })
	})
	fails(t, "go-xla-captured.md", notPart, result, err)
	result, err = run(on, []float32{1, 2}, func(outside *Node) *Node {
		return repeated(outside, func(x *Node) *Node { return Add(x, x) })
	})
	works(t, "[2]float32{32, 64}", result, err)
}

func TestAScalarOfTheGraphAroundALoop(t *testing.T) {
	on := onXLA(t)
	result, err := run(on, []float32{1, 2}, func(x *Node) *Node {
		return repeated(AddScalar(x, 3), func(x *Node) *Node { return AddScalar(x, 3) })
	})
	fails(t, "gomlx-scalar.md", notPart, result, err)
	result, err = run(on, []float32{1, 2}, func(x *Node) *Node {
		return repeated(AddScalar(x, 3), func(x *Node) *Node { return AddScalar(x, 4) })
	})
	works(t, "[2]float32{24, 25}", result, err)
}
