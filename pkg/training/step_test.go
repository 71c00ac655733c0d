package training

import (
	"math"
	"slices"
	"testing"

	"github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	gomlx "github.com/gomlx/gomlx/ml/model"
	"latentlab/pkg/backend"
	"latentlab/pkg/backend/xla"
	"latentlab/pkg/model"
)

// reference is the lecture's network in plain float64, written apart from the graphs.
type reference struct {
	widths []int
	params [][]float64 // W₁, b₁, W₂, …
}

func (r reference) forward(x []float64) []float64 {
	h := x
	for l := range len(r.widths) - 1 {
		in, out := r.widths[l], r.widths[l+1]
		next := make([]float64, out)
		for j := range next {
			next[j] = r.params[2*l+1][j]
			for i := range in {
				next[j] += h[i] * r.params[2*l][i*out+j]
			}
			if l != len(r.widths)/2-1 && l != len(r.widths)-2 {
				next[j] = math.Tanh(next[j])
			}
		}
		h = next
	}
	return h
}

func (r reference) loss(images [][]float64) float64 {
	var sum float64
	for _, x := range images {
		for i, y := range r.forward(x) {
			sum += (x[i] - y) * (x[i] - y)
		}
	}
	return sum / float64(len(images)*len(images[0]))
}

// TestStepAgainstFiniteDifferences compares the loss and the gradients of one step with an independent float64 network
// and its central differences, on both engines, to 1e-4 of the largest gradient of each parameter.
func TestStepAgainstFiniteDifferences(t *testing.T) {
	const batch, pixels = 4, 6
	widths := []int{pixels, 5, 3, 2}
	images := make([][]float32, 7)
	for i := range images {
		for p := range pixels {
			images[i] = append(images[i], float32(math.Mod(0.37*float64(i*pixels+p), 1)))
		}
	}
	rows := []int{5, 0, 3, 6}

	for _, engine := range bothEngines(t) {
		n, err := model.New(engine, model.Autoencoder{Widths: widths}, model.Config{Pixels: pixels, Seed: 7, Sigma: 0.5})
		if err != nil {
			t.Fatal(err)
		}

		ref := reference{widths: []int{6, 5, 3, 2, 3, 5, 6}}
		for _, v := range n.Trained("") {
			ref.params = append(ref.params, doubles(tensors.MustCopyFlatData[float32](v.MustValue())))
		}
		losses, gradients := firstStep(t, n, images, rows)
		loss := losses[0]
		var chosen [][]float64
		for _, row := range rows {
			chosen = append(chosen, doubles(images[row]))
		}
		if want := ref.loss(chosen); math.Abs(loss-want) > 1e-4*want {
			t.Errorf("%s: the loss is %g, want %g", engine, loss, want)
		}
		for k := range ref.params {
			want, largest := centralDifferences(ref, k, chosen)
			for j := range want {
				if math.Abs(gradients[k][j]-want[j]) > 1e-4*largest {
					t.Errorf("%s: parameter %d, element %d: the gradient is %g, want %g", engine, k, j, gradients[k][j], want[j])
				}
			}
		}
	}
}

// centralDifferences returns the derivatives of the reference's loss by parameter k, and the largest of them.
func centralDifferences(ref reference, k int, images [][]float64) (want []float64, largest float64) {
	const h = 1e-5
	for j, value := range ref.params[k] {
		ref.params[k][j] = value + h
		above := ref.loss(images)
		ref.params[k][j] = value - h
		below := ref.loss(images)
		ref.params[k][j] = value
		want = append(want, (above-below)/(2*h))
		largest = max(largest, math.Abs(want[j]))
	}
	return want, largest
}

// firstStep does one step and reads the gradients off Adam's first moments, which are (1 − β₁) times them.
func firstStep(t *testing.T, n *model.Network, images [][]float32, rows []int) (losses []float64, gradients [][]float64) {
	t.Helper()
	return stepAfter(t, 0, n, images, rows)
}

// stepAfter does one step as that which follows so many others.
func stepAfter(t *testing.T, before int, n *model.Network, images [][]float32, rows []int) (losses []float64, gradients [][]float64) {
	t.Helper()
	most := 1
	if n.Engine().Loops {
		most = 3 // of which one is done
	}
	step, err := newStepGraph(n, most, Config{Beta1: beta1})
	if err != nil {
		t.Fatal(err)
	}
	exec, err := gomlx.NewExec(n.Engine().Backend, n.Store(), step.build)
	if err != nil {
		t.Fatal(err)
	}
	var flat []float32 // [most, batch, pixels]
	for range most {
		for _, row := range rows {
			flat = append(flat, images[row]...)
		}
	}
	x := tensors.FromFlatDataAndDimensions(flat, most, len(rows), n.Pixels())
	out, err := exec.Call1(x, int32(1), int32(before), []float32{1e-3, 0})
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range n.Trained("") {
		g := doubles(tensors.MustCopyFlatData[float32](step.moments[v].first.MustValue()))
		for i := range g {
			g[i] /= 1 - beta1
		}
		gradients = append(gradients, g)
	}
	return doubles(tensors.MustCopyFlatData[float32](out))[:len(n.LossNames())], gradients
}

// A duel is a model of two losses, each of which moves variables of its own: one draws a to the images' mean, the other b to a.
type duel struct{}

func (duel) Losses(scope *model.Scope, x *graph.Node) []model.Loss {
	number := func(name string) *graph.Node {
		return scope.In("%s", name).VariableWithValue("number", float32(1)).NodeValue(x.Graph())
	}
	a, b := number("a"), number("b")
	return []model.Loss{
		{Name: "to the mean", Of: "a", Value: graph.Square(graph.Sub(a, graph.ReduceAllMean(x)))},
		{Name: "to a", Of: "b", Value: graph.Square(graph.Sub(b, graph.AddScalar(a, 2)))},
	}
}
func (duel) Kind() string     { return "duel" }
func (duel) Settings() string { return "" }

// Each loss moves only the variables below its scope, and all gradients are taken before any of them moves.
func TestLossesMoveTheirOwnVariables(t *testing.T) {
	images := [][]float32{{0.25, 0.75}, {0, 0}} // of mean 0.25
	for _, engine := range bothEngines(t) {
		n, err := model.New(engine, duel{}, model.Config{Pixels: 2})
		if err != nil {
			t.Fatal(err)
		}
		losses, gradients := firstStep(t, n, images, []int{0, 1})
		for i, want := range []float64{0.75 * 0.75, 4} {
			if math.Abs(losses[i]-want) > 1e-6 {
				t.Errorf("%s: loss %q is %g, want %g", engine, n.LossNames()[i], losses[i], want)
			}
		}
		for i, want := range []float64{1.5, -4} {
			if math.Abs(gradients[i][0]-want) > 1e-5 {
				t.Errorf("%s: variable %d has the gradient %g, want %g", engine, i, gradients[i][0], want)
			}
		}
		h, err := Fit(t.Context(), n, images, Config{Steps: 300, Batch: 2, LearningRate: 0.1})
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range h.Losses {
			if len(l.Values) != 300 || l.Values[299] > 1e-3 {
				t.Errorf("%s: loss %q has %d values and ends at %g", engine, l.Name, len(l.Values), l.Values[len(l.Values)-1])
			}
		}
	}
}

// A chord is a model of losses that share variables: both move a, the second with a weight, the third alone b.
type chord struct{}

func (chord) Losses(scope *model.Scope, x *graph.Node) []model.Loss {
	number := func(name string) *graph.Node {
		return scope.In("%s", name).VariableWithValue("number", float32(1)).NodeValue(x.Graph())
	}
	a, b := number("a"), number("b")
	return []model.Loss{
		{Name: "first", Value: graph.Square(a)},
		{Name: "second", Value: graph.Mul(graph.Square(a), b), Weight: graph.Scalar(x.Graph(), a.DType(), 3)},
		{Name: "third", Of: "b", Value: graph.MulScalar(b, 5)},
	}
}
func (chord) Kind() string     { return "chord" }
func (chord) Settings() string { return "" }

// Of the losses that move a variable the weighted sum is made small, each variable is moved once, and each loss is recorded as
// it is.
func TestLossesOfTheSameVariablesAreAdded(t *testing.T) {
	for _, engine := range bothEngines(t) {
		n, err := model.New(engine, chord{}, model.Config{Pixels: 1})
		if err != nil {
			t.Fatal(err)
		}
		losses, gradients := firstStep(t, n, [][]float32{{0}}, []int{0})
		if want := []float64{1, 1, 5}; !slices.Equal(losses, want) {
			t.Errorf("%s: the losses are %v, want %v", engine, losses, want)
		}
		for i, want := range []float64{2 + 3*2, 3 + 5} {
			if math.Abs(gradients[i][0]-want) > 1e-5 {
				t.Errorf("%s: variable %d has the gradient %g, want %g", engine, i, gradients[i][0], want)
			}
		}
	}
}

// A hinge is a model whose losses take the constants 0 and 1 in both, as the largest of two numbers does.
type hinge struct{ duel }

func (hinge) Losses(scope *model.Scope, x *graph.Node) []model.Loss {
	losses := duel{}.Losses(scope, x)
	for i := range losses {
		losses[i].Value = graph.MaxScalar(graph.MinScalar(losses[i].Value, 1), 0)
		losses[i].Weight = graph.Scalar(x.Graph(), x.DType(), float64(1-i)) // of the second 0
	}
	return losses
}

// Any constant may stand in any loss, those that the loop itself needs included.
func TestConstantsInLosses(t *testing.T) {
	for _, engine := range bothEngines(t) {
		n, err := model.New(engine, hinge{}, model.Config{Pixels: 2})
		if err != nil {
			t.Fatal(err)
		}
		losses, gradients := firstStep(t, n, [][]float32{{0.25, 0.75}, {0, 0}}, []int{0, 1})
		if want := []float64{0.75 * 0.75, 1}; !slices.Equal(losses, want) {
			t.Errorf("%s: the losses are %v, want %v", engine, losses, want)
		}
		if gradients[0][0] < 1.49 || gradients[1][0] != 0 {
			t.Errorf("%s: the gradients are %v, want 1.5 and 0", engine, gradients)
		}
	}
}

// bothEngines returns GoMLX's Go engine and XLA, or skips where XLA's plugin is not installed.
func bothEngines(t *testing.T) []backend.Engine {
	t.Helper()
	goEngine, err := backend.Go()
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("GOMLX_BACKEND", "xla")
	xlaEngine, err := xla.Open()
	if err != nil {
		t.Skipf("XLA is not installed: %v", err)
	}
	return []backend.Engine{goEngine, xlaEngine}
}

func doubles(values []float32) []float64 {
	result := make([]float64, len(values))
	for i, v := range values {
		result[i] = float64(v)
	}
	return result
}
