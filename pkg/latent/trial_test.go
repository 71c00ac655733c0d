package latent_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"math"
	"os"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"gonum.org/v1/gonum/mat"
	"latentlab/pkg/latent"
	"latentlab/pkg/plane"
)

// What a call may take: of the processor's time, so that other programs do not count, and of memory.
const (
	mostTime   = time.Second
	mostMemory = 200 << 20
)

// A trial is one call of a function with a hostile value in one place. The function's name may be followed by the place.
type trial struct {
	function, value string
	call            func() any
}

func (tr trial) String() string { return tr.function + ", " + tr.value }

// try fails the test unless the call answers with finite numbers, with an error, or with a panic of one sentence.
func (tr trial) try(t *testing.T) {
	t.Helper()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := processorTime(t)
	defer func() {
		t.Helper()
		reason := recover()
		took := processorTime(t) - start
		runtime.ReadMemStats(&after)
		if reason != nil {
			if sentence, ok := reason.(string); !ok || !strings.HasPrefix(sentence, "latent: ") || !strings.Contains(sentence, "want") {
				t.Errorf("%s: panic without a sentence: %v", tr, reason)
			}
		}
		if took > mostTime || after.TotalAlloc-before.TotalAlloc > mostMemory {
			t.Errorf("%s: took %v and %d MB", tr, took, (after.TotalAlloc-before.TotalAlloc)>>20)
		}
	}()
	if bad := notFinite(tr.call()); bad != "" {
		t.Errorf("%s: the answer %s", tr, bad)
	}
}

// processorTime returns how long this process has run on all cores together.
func processorTime(t *testing.T) time.Duration {
	t.Helper()
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		t.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// notFinite says what in an answer is not a finite number.
func notFinite(answer any) string {
	switch a := answer.(type) {
	case error, int, nil:
		return ""
	case float64:
		return notFinite([]float64{a})
	case []float64:
		for i, v := range a {
			if math.IsNaN(v) || math.IsInf(v, 0) {
				return fmt.Sprintf("holds %g in place %d", v, i)
			}
		}
		return ""
	case [][]float32:
		for i, row := range a {
			for j, v := range row {
				if v-v != 0 {
					return fmt.Sprintf("holds %g in row %d, place %d", v, i, j)
				}
			}
		}
		return ""
	case plane.Span:
		return notFinite([]float64{a.XMin, a.XMax, a.YMin, a.YMax})
	case latent.Neighbours:
		return notFinite(a.Distance)
	case latent.HalfWays:
		return notFinite(append(a.Pixels, a.Codes...))
	case *mat.SymDense:
		return notFinite(a.RawSymmetric().Data)
	case latent.PCA:
		return notFinite([]any{a.Components, [][]float32{a.Mean}, a.Variances})
	case latent.Density:
		return notFinite([]any{a.Sample(50, 1), latent.LogLikelihood(a, a.Sample(50, 2))})
	case func(x, y float64) float64:
		for _, x := range hostileFloats {
			for _, y := range hostileFloats {
				if math.IsNaN(x) || math.IsNaN(y) {
					a(x, y) // NaN, as what goes in
				} else if bad := notFinite(a(x, y)); bad != "" {
					return fmt.Sprintf("at %g, %g %s", x, y, bad)
				}
			}
		}
		return ""
	case []any:
		for _, part := range a {
			if bad := notFinite(part); bad != "" {
				return bad
			}
		}
		return ""
	}
	return fmt.Sprintf("is a %T, which this test does not know", answer)
}

// orError returns the value, or the error where there is one.
func orError[T any](value T, err error) any {
	if err != nil {
		return err
	}
	return value
}

// exported returns the names of the package's exported functions and methods: "Lerp", "PCA.Encode".
func exported(t *testing.T) map[string]bool {
	t.Helper()
	files, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	for _, file := range files {
		if !strings.HasSuffix(file.Name(), ".go") || strings.HasSuffix(file.Name(), "_test.go") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file.Name(), nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, declared := range parsed.Decls {
			function, ok := declared.(*ast.FuncDecl)
			if !ok || !function.Name.IsExported() {
				continue
			}
			name := function.Name.Name
			if function.Recv != nil {
				receiver := function.Recv.List[0].Type
				if pointer, ok := receiver.(*ast.StarExpr); ok {
					receiver = pointer.X
				}
				name = fmt.Sprint(receiver) + "." + name
			}
			names[name] = true
		}
	}
	return names
}

// kind returns the name of a density's type.
func kind(q latent.Density) string { return strings.TrimPrefix(fmt.Sprintf("%T", q), "*latent.") }

// first returns the first row, nil where there is none.
func first(rows [][]float32) []float32 {
	if len(rows) == 0 {
		return nil
	}
	return rows[0]
}

// rowsOf is an autoencoder that returns its first row for each it is given, or nothing where it has none.
type rowsOf [][]float32

func (r rowsOf) Encode(x [][]float32) [][]float32 { return r.Decode(x) }
func (r rowsOf) Decode(z [][]float32) [][]float32 {
	if len(r) == 0 {
		return r
	}
	out := make([][]float32, len(z))
	for i := range out {
		out[i] = r[0]
	}
	return out
}

// leaps is an autoencoder whose images change by the most that float32 has from one code to the next.
type leaps struct{}

func (leaps) Encode(x [][]float32) [][]float32 { return x }
func (leaps) Decode(z [][]float32) [][]float32 {
	out := make([][]float32, len(z))
	for i, code := range z {
		out[i] = []float32{math.MaxFloat32, -math.MaxFloat32}
		for k, v := range code {
			if int(v*1e3)%2 == 0 {
				out[i][k%2] *= -1
			}
		}
	}
	return out
}

// cliffs is an autoencoder that is nearly flat but for steps almost as high as float32 goes, so that Gauss–Newton steps
// go beyond it. No decoder must ever be asked there.
type cliffs struct{}

func (cliffs) Encode(x [][]float32) [][]float32 { return x }
func (cliffs) Decode(z [][]float32) [][]float32 {
	out := make([][]float32, len(z))
	for i, code := range z {
		if code[0]-code[0] != 0 || code[1]-code[1] != 0 {
			panic(fmt.Sprint("asked at ", code))
		}
		out[i] = []float32{0.01 * code[1], 1e38}
		if int(math.Floor(float64(code[0])/16))%2 != 0 {
			out[i][0], out[i][1] = out[i][1], out[i][0]
		}
	}
	return out
}

// lost is an autoencoder whose codes are its own, whatever the images.
type lost [][]float32

func (l lost) Encode([][]float32) [][]float32   { return l }
func (l lost) Decode(z [][]float32) [][]float32 { return polar.Decode(z) }

// polar2 is polar with an encoder.
type polar2 struct{}

func (polar2) Encode(x [][]float32) [][]float32 { return x }
func (polar2) Decode(z [][]float32) [][]float32 {
	return polar.Decode(z)
}
