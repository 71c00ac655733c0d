package training

import (
	"math"
	"testing"

	"github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	gomlx "github.com/gomlx/gomlx/ml/model"
	"latentlab/pkg/backend"
	"latentlab/pkg/model"
)

// TestAdam follows three steps of one number against the algorithm as the paper prints it, in both forms.
func TestAdam(t *testing.T) {
	engine, err := backend.Go()
	if err != nil {
		t.Fatal(err)
	}
	for _, fuses := range []bool{false, true} {
		store := gomlx.NewStore()
		p, err := store.CreateVariable("/p", tensors.FromScalar(float32(1)))
		if err != nil {
			t.Fatal(err)
		}
		of, err := momentsOf(store, p)
		if err != nil {
			t.Fatal(err)
		}
		exec, err := gomlx.NewExec(engine.Backend, store, func(_ *model.Scope, gradient, rate, step *graph.Node) *graph.Node {
			adam(p, gradient, of, beta1, corrected(rate, step, beta1), fuses)
			return gradient
		})
		if err != nil {
			t.Fatal(err)
		}
		const rate = 0.1
		theta, m, v := 1.0, 0.0, 0.0
		for step, g := range []float64{0.5, -2, 0.25} {
			if _, err := exec.Call(float32(g), float32(rate), float32(step+1)); err != nil {
				t.Fatal(err)
			}
			m, v = 0.9*m+0.1*g, 0.999*v+0.001*g*g
			mHat, vHat := m/(1-math.Pow(0.9, float64(step+1))), v/(1-math.Pow(0.999, float64(step+1)))
			theta -= rate * mHat / (math.Sqrt(vHat) + 1e-8)
			for name, pair := range map[string]struct {
				variable *gomlx.Variable
				want     float64
			}{"the parameter": {p, theta}, "the first moment": {of.first, m}, "the second moment": {of.second, v}} {
				if got := float64(tensors.ToScalar[float32](pair.variable.MustValue())); math.Abs(got-pair.want) > 1e-4*math.Abs(pair.want) {
					t.Errorf("fuses %v: after step %d %s is %g, want %g", fuses, step+1, name, got, pair.want)
				}
			}
		}
	}
}

// The rate falls from the first step's to the last one's by the same factor each step.
func TestRateFalls(t *testing.T) {
	engine, err := backend.Go()
	if err != nil {
		t.Fatal(err)
	}
	c := Config{Steps: 5, LearningRate: 1e-2, LastRate: 1e-4}
	for step, want := range []float64{1e-2, 1e-2 / math.Sqrt(10), 1e-3, 1e-3 / math.Sqrt(10), 1e-4} {
		got, err := graph.CallOnce(engine.Backend, rateOf, float32(c.LearningRate), c.fall(), float32(step+1))
		if err != nil {
			t.Fatal(err)
		}
		if rate := float64(tensors.ToScalar[float32](got)); math.Abs(rate-want) > 1e-5*want {
			t.Errorf("the rate of step %d is %g, want %g", step+1, rate, want)
		}
	}
	c.LastRate = 0
	if c.fall() != 0 {
		t.Errorf("a rate that stays falls by %g", c.fall())
	}
}
