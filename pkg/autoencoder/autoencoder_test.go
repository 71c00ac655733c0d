package autoencoder

import (
	"math"
	"strings"
	"testing"

	"github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"latentlab/pkg/backend"
)

func goEngine(t testing.TB) backend.Engine {
	t.Helper()
	engine, err := backend.Go()
	if err != nil {
		t.Fatal(err)
	}
	return engine
}

func newSmall(t testing.TB, config Config) *Autoencoder {
	t.Helper()
	if config.Widths == nil {
		config.Widths = []int{6, 4, 2}
	}
	ae, err := New(goEngine(t), config)
	if err != nil {
		t.Fatal(err)
	}
	return ae
}

// ramps returns n different images of 6 pixels.
func ramps(n int) [][]float32 {
	images := make([][]float32, n)
	for i := range images {
		for p := range 6 {
			images[i] = append(images[i], float32((i+1)*(p+2)%7)/7)
		}
	}
	return images
}

func TestInitialWeights(t *testing.T) {
	ae := newSmall(t, Config{Widths: []int{784, 500, 300, 2}, Seed: 1})
	encoder, decoder := ae.Weights()
	if want := 784*500 + 500 + 500*300 + 300 + 300*2 + 2; encoder != want {
		t.Errorf("the encoder has %d weights, want %d", encoder, want)
	}
	if want := 2*300 + 300 + 300*500 + 500 + 500*784 + 784; decoder != want {
		t.Errorf("the decoder has %d weights, want %d", decoder, want)
	}
	weights := tensors.MustCopyFlatData[float32](ae.Parameters()[0])
	var squares float64
	for _, w := range weights {
		squares += float64(w) * float64(w)
	}
	if sigma := math.Sqrt(squares / float64(len(weights))); math.Abs(sigma-0.1) > 0.001 {
		t.Errorf("the first layer's weights have σ = %g, want 0.1", sigma)
	}
	for _, b := range tensors.MustCopyFlatData[float32](ae.Parameters()[1]) {
		if b != 0 {
			t.Fatalf("a bias starts at %g, want 0", b)
		}
	}
	if want := "784–500–300–2–300–500–784, 1087586 weights"; ae.String() != want {
		t.Errorf("String() = %q, want %q", ae, want)
	}
}

func TestBatchesOfAnySizeAgree(t *testing.T) {
	ae := newSmall(t, Config{})
	images := ramps(maxBatch + 5)
	z, err := ae.Encode(images)
	if err != nil || len(z) != len(images) || len(z[0]) != 2 {
		t.Fatalf("Encode: %d codes, %v", len(z), err)
	}
	whole, err := ae.Reconstruct(images)
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range []int{0, 2, maxBatch, maxBatch + 4} {
		y, err := ae.Decode(z[i : i+1])
		if err != nil {
			t.Fatal(err)
		}
		for p := range y[0] {
			if math.Abs(float64(y[0][p]-whole[i][p])) > 1e-5 {
				t.Errorf("image %d, pixel %d: decoded alone %g, in a batch %g", i, p, y[0][p], whole[i][p])
			}
		}
	}
	if none, err := ae.Encode(nil); err != nil || len(none) != 0 {
		t.Errorf("no images give %v, %v", none, err)
	}
}

func TestWrongShapes(t *testing.T) {
	ae := newSmall(t, Config{})
	if _, err := ae.Encode([][]float32{make([]float32, 6), make([]float32, 5)}); err == nil || !strings.Contains(err.Error(), "image 1 has 5 numbers, want 6") {
		t.Errorf("Encode: %v", err)
	}
	if _, err := ae.Decode([][]float32{{1, 2, 3}}); err == nil || !strings.Contains(err.Error(), "code 0 has 3 numbers, want 2") {
		t.Errorf("Decode: %v", err)
	}
	if err := ae.SetParameters(ae.Parameters()[1:]); err == nil {
		t.Error("SetParameters takes too few parameters")
	}
	for _, config := range []Config{{}, {Widths: []int{5}}, {Widths: []int{5, 0}}, {Widths: []int{5, 2}, Sigma: -1}} {
		if _, err := New(goEngine(t), config); err == nil {
			t.Errorf("New takes %+v", config)
		}
	}
	broken := newSmall(t, Config{Encoder: func(layers []Layer, x *graph.Node) *graph.Node { return MLP(layers[1:], x) }})
	if _, err := broken.Encode(ramps(1)); err == nil {
		t.Error("an encoder whose shapes do not fit gives no error")
	}
}

// The plain weights, multiplied by hand, do what the engine does.
func TestPlainWeights(t *testing.T) {
	ae := newSmall(t, Config{Seed: 2})
	for what, f := range map[string]struct {
		weights func() (weights, biases [][]float32, err error)
		run     func([][]float32) ([][]float32, error)
		input   []float32
	}{
		"encoder": {ae.EncoderWeights, ae.Encode, ramps(1)[0]},
		"decoder": {ae.DecoderWeights, ae.Decode, []float32{0.3, -2}},
	} {
		weights, biases, err := f.weights()
		if err != nil {
			t.Fatal(err)
		}
		h := f.input
		for k := range weights {
			next := append([]float32(nil), biases[k]...)
			for i, v := range h {
				for j := range next {
					next[j] += v * weights[k][i*len(next)+j]
				}
			}
			if k < len(weights)-1 {
				for j := range next {
					next[j] = float32(math.Tanh(float64(next[j])))
				}
			}
			h = next
		}
		want, err := f.run([][]float32{f.input})
		if err != nil {
			t.Fatal(err)
		}
		if len(h) != len(want[0]) {
			t.Fatalf("the %s gives %d numbers by hand, %d by the engine", what, len(h), len(want[0]))
		}
		for j := range h {
			if math.Abs(float64(h[j]-want[0][j])) > 1e-5 {
				t.Errorf("%s, number %d: by hand %g, by the engine %g", what, j, h[j], want[0][j])
			}
		}
	}
}
