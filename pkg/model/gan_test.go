package model

import (
	"math"
	"strings"
	"testing"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
)

// The generator's first layer begins ten times as large as the others.
func TestGeneratorsFirstLayer(t *testing.T) {
	n := newOf(t, GAN{R1: 1}, Config{Seed: 1})
	deviation := func(path string) float64 {
		weights := tensors.MustCopyFlatData[float32](n.Store().GetVariable(root + path).MustValue())
		squares := 0.0
		for _, w := range weights {
			squares += float64(w) * float64(w)
		}
		return math.Sqrt(squares / float64(len(weights)))
	}
	for path, want := range map[string]float64{
		"/generator/first/layer_0/dense/weights": 1, "/generator/rest/layer_0/dense/weights": 0.1, "/critic/layer_0/dense/weights": 0.1,
	} {
		if got := deviation(path); math.Abs(got/want-1) > 0.1 {
			t.Errorf("%s has σ = %g, want %g", path, got, want)
		}
	}
}

// A GAN decodes to pixels in [0, 1], and has no encoder.
func TestGANDecodes(t *testing.T) {
	n := newOf(t, GAN{Widths: small.Widths, R1: 1}, Config{Pixels: 6, Sigma: 1})
	y, err := n.Decode([][]float32{{0, 0}, {3, -3}})
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range append(y[0], y[1]...) {
		if v < 0 || v > 1 {
			t.Errorf("a pixel is %g", v)
		}
	}
	defer func() {
		if said, _ := recover().(string); said != "model: a GAN has no encoder" {
			t.Errorf("asked to encode it says %q", said)
		}
	}()
	_, _ = n.Encode(ramps(1))
}

// The stabiliser makes another training.
func TestIdentityOfGANs(t *testing.T) {
	with, without := mustIdentity(t, GAN{Widths: small.Widths, R1: 1}), mustIdentity(t, GAN{Widths: small.Widths})
	if found := strings.Join(with.Differences(without), "; "); !strings.Contains(found, "its setting is R1 0 where R1 1 is wanted") {
		t.Errorf("without the stabiliser it differs by %q", found)
	}
}

// With a critic that knows nothing both players stand at log 2 an image, as for a fair coin.
func TestGameOfAnIgnorantCritic(t *testing.T) {
	n := newOf(t, GAN{Widths: small.Widths, R1: 1}, Config{Pixels: 6})
	for _, v := range n.Trained("critic") {
		if err := v.SetValue(tensors.FromShape(v.Shape())); err != nil {
			t.Fatal(err)
		}
	}
	losses, err := n.Evaluate(ramps(10), 1)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []float64{2 * math.Ln2, 0, math.Ln2} {
		if math.Abs(losses[i]-want) > 1e-5 {
			t.Errorf("%s is %g, want %g", n.LossNames()[i], losses[i], want)
		}
	}
}

// Networks and a game of one's own make the same training where they compute the same, and another where not.
func TestGameByHand(t *testing.T) {
	byHand := GAN{
		Widths: []int{0, 0, 2}, R1: 1,
		G: func(scope *Scope, z *Node) *Node {
			h := Tanh(Dense(Larger(scope, 10).In("first"), z, 4))
			return Sigmoid(Dense(scope.In("rest"), h, 6))
		},
		D: func(scope *Scope, x *Node) *Node { return Dense(scope, x, 4, 1) },
		Game: func(real, fake *Node) (critic, generator *Node) {
			return Add(ReduceAllMean(Softplus(Neg(real))), ReduceAllMean(Softplus(fake))), ReduceAllMean(Softplus(Neg(fake)))
		},
	}
	widths := GAN{Widths: []int{6, 4, 2}, R1: 1}
	if found := mustIdentity(t, widths).Differences(mustIdentity(t, byHand)); len(found) > 0 {
		t.Errorf("the same by hand differs by %q", found)
	}
	byHand.Game = func(real, fake *Node) (critic, generator *Node) { // Goodfellow's first, which saturates
		critic = ReduceAllMean(Add(Softplus(Neg(real)), Softplus(fake)))
		return critic, Neg(critic)
	}
	found := strings.Join(mustIdentity(t, widths).Differences(mustIdentity(t, byHand)), "; ")
	if !strings.Contains(found, "computes something else") && !strings.Contains(found, "compute something else") {
		t.Errorf("another game differs by %q", found)
	}
}
