package model

import (
	"fmt"
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

// small is an autoencoder of images of 6 pixels.
var small = Autoencoder{Widths: []int{6, 4, 2}}

func newSmall(t testing.TB, config Config) *Network {
	t.Helper()
	config.Pixels = 6
	return newOf(t, small, config)
}

func newOf(t testing.TB, m Model, config Config) *Network {
	t.Helper()
	n, err := New(goEngine(t), m, config)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// ramps returns count different images of 6 pixels.
func ramps(count int) [][]float32 { return rampsOf(count, 6) }

func rampsOf(count, pixels int) [][]float32 {
	images := make([][]float32, count)
	for i := range images {
		for p := range pixels {
			images[i] = append(images[i], float32((i+1)*(p+2)%7)/7)
		}
	}
	return images
}

func TestInitialWeights(t *testing.T) {
	n := newOf(t, Autoencoder{}, Config{Seed: 1})
	if want := 784*500 + 500 + 500*300 + 300 + 300*2 + 2; n.Weights("encoder") != want {
		t.Errorf("the encoder has %d weights, want %d", n.Weights("encoder"), want)
	}
	if want := 2*300 + 300 + 300*500 + 500 + 500*784 + 784; n.Weights("decoder") != want {
		t.Errorf("the decoder has %d weights, want %d", n.Weights("decoder"), want)
	}
	var squares float64
	weights := tensors.MustCopyFlatData[float32](n.Trained("")[0].MustValue())
	for _, w := range weights {
		squares += float64(w) * float64(w)
	}
	if sigma := math.Sqrt(squares / float64(len(weights))); math.Abs(sigma-0.1) > 0.001 {
		t.Errorf("the first layer's weights have σ = %g, want 0.1", sigma)
	}
	for _, b := range tensors.MustCopyFlatData[float32](n.Trained("")[1].MustValue()) {
		if b != 0 {
			t.Fatalf("a bias starts at %g, want 0", b)
		}
	}
	if want := "autoencoder, 1087586 weights"; n.String() != want {
		t.Errorf("String() = %q, want %q", n, want)
	}
}

// Seeds and σ decide the weights: the same ones give the same, others give others.
func TestSeedsDecideTheWeights(t *testing.T) {
	code := func(config Config) string {
		z, err := newSmall(t, config).Encode(ramps(1))
		if err != nil {
			t.Fatal(err)
		}
		return fmt.Sprint(z)
	}
	first := code(Config{Seed: 1})
	for _, test := range []struct {
		config Config
		same   bool
	}{{Config{Seed: 1}, true}, {Config{Seed: 1, Sigma: 0.1}, true}, {Config{Seed: 2}, false}, {Config{Seed: 1, Sigma: 0.2}, false}} {
		if got := code(test.config); (got == first) != test.same {
			t.Errorf("%+v gives the code %s beside %s", test.config, got, first)
		}
	}
}

func TestBatchesOfAnySizeAgree(t *testing.T) {
	n := newSmall(t, Config{})
	images := ramps(maxBatch + 5)
	z, err := n.Encode(images)
	if err != nil || len(z) != len(images) || len(z[0]) != 2 {
		t.Fatalf("Encode: %d codes, %v", len(z), err)
	}
	whole, err := n.Reconstruct(images)
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range []int{0, 2, maxBatch, maxBatch + 4} {
		y, err := n.Decode(z[i : i+1])
		if err != nil {
			t.Fatal(err)
		}
		for p := range y[0] {
			if math.Abs(float64(y[0][p]-whole[i][p])) > 1e-5 {
				t.Errorf("image %d, pixel %d: decoded alone %g, in a batch %g", i, p, y[0][p], whole[i][p])
			}
		}
	}
	if none, err := n.Encode(nil); err != nil || len(none) != 0 {
		t.Errorf("no images give %v, %v", none, err)
	}
}

// A critic has neither an encoder nor a decoder.
type critic struct{}

func (critic) Losses(scope *Scope, x *graph.Node) []Loss {
	return []Loss{{Name: "critic", Value: graph.ReduceAllMean(Dense(scope.In("critic"), x, 1))}}
}
func (critic) Kind() string     { return "critic" }
func (critic) Settings() string { return "" }

// A blind model has no losses.
type blind struct{ critic }

func (blind) Losses(*Scope, *graph.Node) []Loss { return nil }

// What cannot be is said, by a panic or by an error.
func TestWhatCannotBe(t *testing.T) {
	engine, n := goEngine(t), newSmall(t, Config{})
	nan, inf := float32(math.NaN()), float32(math.Inf(1))
	must := func(err error) { panic(err) }
	made := func(m Model, c Config) func() { return func() { _, err := New(engine, m, c); must(err) } }
	six := Config{Pixels: 6}
	for want, f := range map[string]func(){
		"model: image 1 has 5 numbers, want 6":                               func() { n.Encode([][]float32{make([]float32, 6), make([]float32, 5)}) },
		"model: code 0 has 3 numbers, want 2":                                func() { n.Decode([][]float32{{1, 2, 3}}) },
		"model: code 0 holds NaN in place 1":                                 func() { n.Decode([][]float32{{1, nan}}) },
		"model: image 0 holds +Inf in place 0":                               func() { n.Encode([][]float32{{inf, 1, 1, 1, 1, 1}}) },
		"model: a critic has no encoder":                                     func() { newOf(t, critic{}, six).Encode(ramps(1)) },
		"model: a critic has no decoder":                                     func() { newOf(t, critic{}, six).Decode(nil) },
		"model: New: there is no model":                                      made(nil, six),
		"model: Config.Pixels is -1":                                         made(small, Config{Pixels: -1}),
		"model: Config.Pixels is 9223372036854775807":                        made(small, Config{Pixels: math.MaxInt}),
		"model: Config.Sigma is -1":                                          made(small, Config{Pixels: 6, Sigma: -1}),
		"model: Config.Sigma is NaN":                                         made(small, Config{Pixels: 6, Sigma: math.NaN()}),
		"model: Config.Sigma is +Inf":                                        made(small, Config{Pixels: 6, Sigma: math.Inf(1)}),
		"Autoencoder.Widths: want two or more":                               made(Autoencoder{Widths: []int{6}}, six),
		"its decoder gives images of the shape (Float32)[1, 5], want [n, 6]": made(Autoencoder{Widths: []int{5, 2}}, six),
		"the autoencoder: it has 19791209299976 weights, want at most":       made(Autoencoder{Widths: []int{6, 1 << 40, 2}}, six),
		"the autoencoder: the weights /model/encoder/layer_1/dense/weights have the shape [4 0]: want widths of 1 or more": made(Autoencoder{Widths: []int{6, 4, 0}}, six),
		"weights have the shape [6 0]": made(Autoencoder{Widths: []int{6, 0, 2}}, six),
		"loss \"loss\" is no scalar":   made(Autoencoder{Widths: small.Widths, Loss: graph.Sub}, six),
		"it has no losses":             made(blind{}, six),
		"VAE.Beta is -1":               made(VAE{Autoencoder: small, Beta: -1}, six),
		"VAE.WarmUp is -1":             made(VAE{Autoencoder: small, WarmUp: -1}, six),
		"Gaussian.Sigma is -1":         made(VAE{Autoencoder: Autoencoder{Widths: small.Widths, Likelihood: Gaussian{Sigma: -1}}}, six),
		"the encoder of a VAE":         made(VAE{Autoencoder: Autoencoder{F: func(s *Scope, x *graph.Node) *graph.Node { return Dense(s, x, 3) }}}, six),
		"GAN.R1 is -1":                 made(GAN{Widths: small.Widths, R1: -1}, six),
		"GAN.Widths: want three":       made(GAN{Widths: []int{6, 2}}, six),
		"it has 0 latent":              made(GAN{Widths: []int{6, 4, 0}}, six),
		"LogWeights: the autoencode":   func() { n.LogWeights(ramps(1), 1, 1) },
		"LogWeights: k is 0":           func() { newOf(t, smallVAE, six).LogWeights(ramps(1), 0, 1) },
		"Convolutional.Side is 5":      made(Convolutional{Side: 5}, Config{Pixels: 25}),
	} {
		said := ""
		func() {
			defer func() { said = fmt.Sprint(recover()) }()
			f()
		}()
		if !strings.Contains(said, want) || strings.Contains(said, "\n") {
			t.Errorf("it says %q, want one line with %q", said, want)
		}
	}
}

// The plain weights, multiplied by hand, do what the engine does.
func TestLayers(t *testing.T) {
	n := newSmall(t, Config{Seed: 2})
	for scope, f := range map[string]struct {
		run   func([][]float32) ([][]float32, error)
		input []float32
	}{
		"encoder": {n.Encode, ramps(1)[0]},
		"decoder": {n.Decode, []float32{0.3, -2}},
	} {
		weights, biases, err := n.Layers(scope)
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
			t.Fatalf("the %s gives %d numbers by hand, %d by the engine", scope, len(h), len(want[0]))
		}
		for j := range h {
			if math.Abs(float64(h[j]-want[0][j])) > 1e-5 {
				t.Errorf("%s, number %d: by hand %g, by the engine %g", scope, j, h[j], want[0][j])
			}
		}
	}
	if _, _, err := newOf(t, Convolutional{Side: 4}, Config{Pixels: 16}).Layers("encoder"); err == nil || !strings.Contains(err.Error(), "layers other than dense ones: /model/encoder/conv_0") {
		t.Errorf("the layers of a convolutional encoder: %v", err)
	}
}
