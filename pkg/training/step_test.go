package training

import (
	"math"
	"testing"

	"github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"latentlab/pkg/autoencoder"
	"latentlab/pkg/backend"
	"latentlab/pkg/backend/xla"
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
		ae, err := autoencoder.New(engine, autoencoder.Config{Widths: widths, Seed: 7, Sigma: 0.5})
		if err != nil {
			t.Fatal(err)
		}
		loss, gradients := firstStep(t, ae, images, rows)

		ref := reference{widths: []int{6, 5, 3, 2, 3, 5, 6}}
		for _, p := range ae.Parameters() {
			ref.params = append(ref.params, doubles(tensors.MustCopyFlatData[float32](p)))
		}
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
func firstStep(t *testing.T, ae *autoencoder.Autoencoder, images [][]float32, rows []int) (float64, [][]float64) {
	t.Helper()
	forward := func(params []*graph.Node, x *graph.Node) *graph.Node { return ae.G(params, ae.F(params, x)) }
	most := 1
	if ae.Engine().Loops {
		most = 3 // of which one is done
	}
	exec, err := graph.NewExec(ae.Engine().Backend, stepGraph{forward, MSE, most, ae.Engine().Loops}.build)
	if err != nil {
		t.Fatal(err)
	}
	x := make([][][]float32, most) // [most, batch, pixels]
	for step := range x {
		for _, row := range rows {
			x[step] = append(x[step], images[row])
		}
	}
	args := []any{x, int32(1), int32(0), float32(1e-3)}
	for _, p := range ae.Parameters() {
		args = append(args, p)
	}
	for range 2 {
		for _, p := range ae.Parameters() {
			args = append(args, tensors.FromShape(p.Shape()))
		}
	}
	out, err := exec.Call(args...)
	if err != nil {
		t.Fatal(err)
	}
	n := len(ae.Parameters())
	var gradients [][]float64
	for _, m := range out[1+n : 1+2*n] {
		g := doubles(tensors.MustCopyFlatData[float32](m))
		for i := range g {
			g[i] /= 1 - beta1
		}
		gradients = append(gradients, g)
	}
	return float64(tensors.MustCopyFlatData[float32](out[0])[0]), gradients
}

// TestAdam follows three steps of one number against the algorithm as the paper prints it, in both forms.
func TestAdam(t *testing.T) {
	engine, err := backend.Go()
	if err != nil {
		t.Fatal(err)
	}
	for _, fuses := range []bool{false, true} {
		exec, err := graph.NewExec(engine.Backend, func(in []*graph.Node) []*graph.Node {
			p, m, v := adam(in[:1], in[1:2], in[2:3], in[3:4], in[4], in[5], fuses)
			return []*graph.Node{p[0], m[0], v[0]}
		})
		if err != nil {
			t.Fatal(err)
		}
		const rate = 0.1
		state := []float32{1, 0, 0}
		theta, m, v := 1.0, 0.0, 0.0
		for step, g := range []float64{0.5, -2, 0.25} {
			out, err := exec.Call(state[:1], []float32{float32(g)}, state[1:2], state[2:], float32(rate), float32(step+1))
			if err != nil {
				t.Fatal(err)
			}
			for i := range state {
				state[i] = tensors.MustCopyFlatData[float32](out[i])[0]
			}
			m, v = 0.9*m+0.1*g, 0.999*v+0.001*g*g
			mHat, vHat := m/(1-math.Pow(0.9, float64(step+1))), v/(1-math.Pow(0.999, float64(step+1)))
			theta -= rate * mHat / (math.Sqrt(vHat) + 1e-8)
			for i, want := range []float64{theta, m, v} {
				if math.Abs(float64(state[i])-want) > 1e-4*math.Abs(want) {
					t.Errorf("fuses %v: after step %d parameter and moments are %v, want %g, %g, %g", fuses, step+1, state, theta, m, v)
				}
			}
		}
	}
}

func TestOrderTakesEachImageOnceAnEpoch(t *testing.T) {
	const images = 10
	whole := (&order{seed: 1, images: images}).next(0, 3*images)
	for epoch := range 3 {
		seen := map[int]bool{}
		for _, row := range whole[epoch*images : (epoch+1)*images] {
			seen[row] = true
		}
		if len(seen) != images {
			t.Errorf("epoch %d takes %d of %d images", epoch, len(seen), images)
		}
	}
	part := (&order{seed: 1, images: images}).next(15, 12)
	for i := range part {
		if part[i] != whole[15+i] {
			t.Fatalf("from position 15 on the order is %v, want %v", part, whole[15:27])
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
