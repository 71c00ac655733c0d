package explorer

import (
	"errors"
	"io"
	"io/fs"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/fstest"

	"latentlab/pkg/results"
)

// random returns a network of the given widths.
func random(seed uint64, widths ...int) Network {
	rng := rand.New(rand.NewPCG(seed, 0))
	numbers := func(n int) []float32 {
		values := make([]float32, n)
		for i := range values {
			values[i] = 0.1 * float32(rng.NormFloat64())
		}
		return values
	}
	var n Network
	for k := range len(widths) - 1 {
		n.Weights = append(n.Weights, numbers(widths[k]*widths[k+1]))
		n.Biases = append(n.Biases, numbers(widths[k+1]))
	}
	return n
}

// small returns a model that a page can show.
func small() Model {
	return Model{
		Name:    "small",
		Encoder: random(1, 784, 5, 2),
		Decoder: random(2, 2, 5, 784),
		Codes:   [][]float32{{0, 1}, {2, -1}, {1, 3}},
		Labels:  []int{1, 6, 1},
		Density: func(x, y float64) float64 { return math.Exp(-x*x - y*y) },
	}
}

func TestPage(t *testing.T) {
	other := small()
	other.Name, other.Encoder, other.Labels, other.Density = "no encoder", Network{}, nil, nil
	page, err := Page("</script> MNIST 1, 6 · seed 7", "trained on Go · 1 May 2026", small(), other)
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(page.HTML, "</script>"); n != 2 {
		t.Errorf("the page ends %d scripts, want its own two: the caption must not end one", n)
	}
	for _, want := range []string{"MNIST 1, 6 · seed 7 · trained on Go · 1 May 2026", `"name":"no encoder"`, "class Network", "--paper:", `content="latentlab ` + results.Version} {
		if n := strings.Count(page.HTML, want); n == 0 {
			t.Errorf("the page does not hold %q", want)
		}
	}
	for _, place := range []string{"{{css}}", "{{data}}", "{{script}}", "{{version}}"} {
		if strings.Contains(page.HTML, place) {
			t.Errorf("%s is not filled", place)
		}
	}
	if err := page.Still.PNG(io.Discard); err != nil {
		t.Error(err)
	}
}

func TestPageOfWhatDoesNotFit(t *testing.T) {
	nan := float32(math.NaN())
	for want, change := range map[string]func(*Model){
		"it has no name":                         func(m *Model) { m.Name = "" },
		"there are no codes":                     func(m *Model) { m.Codes = nil },
		"code 1 has 3 numbers":                   func(m *Model) { m.Codes[1] = []float32{1, 2, 3} },
		"code 0 is [NaN 1]":                      func(m *Model) { m.Codes[0][0] = nan },
		"2 labels for 3 codes":                   func(m *Model) { m.Labels = []int{1, 2} },
		"label 1 is 11":                          func(m *Model) { m.Labels[1] = 11 },
		"decoder: it has no layers":              func(m *Model) { m.Decoder = Network{} },
		"decoder: it has 2 layers of weights":    func(m *Model) { m.Decoder.Biases = m.Decoder.Biases[:1] },
		"decoder: layer 1 has 3919 weights":      func(m *Model) { m.Decoder.Weights[1] = m.Decoder.Weights[1][1:] },
		"decoder: layer 0 holds NaN":             func(m *Model) { m.Decoder.Weights[0][3] = nan },
		"decoder: layer 1 holds 1e+06":           func(m *Model) { m.Decoder.Biases[1][3] = 1e6 },
		"decoder: it ends in 5 numbers":          func(m *Model) { m.Decoder = random(1, 2, 5) },
		"encoder: layer 0 has 10 weights":        func(m *Model) { m.Encoder = random(1, 5, 2) },
		"encoder: it ends in 3 numbers":          func(m *Model) { m.Encoder = random(1, 784, 3) },
		"the density has the value -1":           func(m *Model) { m.Density = func(x, y float64) float64 { return -1 } },
		"the density has the value NaN":          func(m *Model) { m.Density = func(x, y float64) float64 { return math.NaN() } },
		"the density is zero all over the plane": func(m *Model) { m.Density = func(x, y float64) float64 { return 0 } },
	} {
		m := small()
		change(&m)
		page, err := Page("", "trained on Go · 1 May 2026", m)
		if err == nil || !strings.Contains(err.Error(), want) || !strings.HasPrefix(err.Error(), `explorer: model "`) {
			t.Errorf("the error is %v, want %q in it", err, want)
		}
		if page.HTML != "" {
			t.Errorf("%s: there is a page all the same", want)
		}
	}
	if _, err := Page("", ""); err == nil || !strings.Contains(err.Error(), "no models") {
		t.Errorf("a page of nothing: %v", err)
	}
}

// broken has no weights to give.
type broken struct{}

func (broken) Encode([][]float32) [][]float32              { return nil }
func (broken) Decode([][]float32) [][]float32              { return nil }
func (broken) Layers(string) (w, b [][]float32, err error) { return nil, nil, errors.New("lost") }

func TestOfFails(t *testing.T) {
	if _, err := Of("x", broken{}, nil, nil, nil); err == nil || err.Error() != `explorer: model "x": lost` {
		t.Errorf("the error is %v", err)
	}
}

// A bent coder's layers are not all that it computes.
type bent struct {
	layered
	encodes, decodes func(v float32) float32
}

func bend(rows [][]float32, f func(v float32) float32) [][]float32 {
	for _, row := range rows {
		for i, v := range row {
			row[i] = f(v)
		}
	}
	return rows
}

func (b bent) Encode(images [][]float32) [][]float32 {
	return bend(b.layered.Encode(images), b.encodes)
}
func (b bent) Decode(codes [][]float32) [][]float32 { return bend(b.layered.Decode(codes), b.decodes) }

// The page runs what a model's layers say, so it must be what the model computes.
func TestOfIsWhatTheCoderComputes(t *testing.T) {
	m := small()
	same := func(v float32) float32 { return v }
	sigmoid := func(v float32) float32 { return float32(1 / (1 + math.Exp(-float64(v)))) }
	relu := func(v float32) float32 { return max(v, 0) }
	for name, test := range map[string]struct {
		encoder          Network
		encodes, decodes func(v float32) float32
		sigmoid          bool
		want             string // in the error
	}{
		"linear":                    {m.Encoder, same, same, false, ""},
		"sigmoid":                   {m.Encoder, same, sigmoid, true, ""},
		"means and log-variances":   {random(3, 784, 5, 4), same, sigmoid, true, ""},
		"ReLU at the decoder's end": {m.Encoder, same, relu, false, "its decoder is not dense layers"},
		"ReLU at the encoder's end": {m.Encoder, relu, same, false, "its encoder is not dense layers"},
	} {
		got, err := Of("m", bent{layered{test.encoder, m.Decoder}, test.encodes, test.decodes}, m.Codes, m.Labels, nil)
		if test.want != "" {
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("%s: the error is %v, want %q in it", name, err, test.want)
			}
			continue
		}
		if err != nil || got.Decoder.Sigmoid != test.sigmoid {
			t.Errorf("%s: sigmoid %v (%v), want %v", name, got.Decoder.Sigmoid, err, test.sigmoid)
		}
		if _, err := Page("", "", got); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	got, err := OfGenerator("GAN", bent{layered{decoder: m.Decoder}, same, sigmoid}, m.Codes, nil, nil)
	if err != nil || !got.Decoder.Sigmoid || len(got.Encoder.Weights) > 0 {
		t.Errorf("a generator: %+v (%v)", got.Decoder.Sigmoid, err)
	}
}

func TestModulesAreJoined(t *testing.T) {
	modules := fstest.MapFS{
		"a.js": {Data: []byte("import { b } from \"./b.js\";\nimport {\n  c,\n} from \"./c.js\";\n\nb(c);\n")},
		"b.js": {Data: []byte("import { c } from \"./c.js\";\nexport function b() { return c; }\n")},
		"c.js": {Data: []byte("export const c = 1;\n")},
	}
	script, err := join(modules, "a.js")
	if err != nil {
		t.Fatal(err)
	}
	want := "// c.js\n\nconst c = 1;\n\n// b.js\n\nfunction b() { return c; }\n\n// a.js\n\nb(c);\n\n"
	if script != want {
		t.Errorf("joined: %q, want %q", script, want)
	}
}

func TestModulesThatCannotBeJoined(t *testing.T) {
	for want, source := range map[string]string{
		"modules b.js and a.js import each other": "import { a } from \"./a.js\";\n",
		"module c.js, which b.js imports":         "import { c } from \"./c.js\";\n",
		`module b.js: "import * as c from`:        "import * as c from \"./c.js\";\n",
		`module b.js: "export default`:            "export default 1;\n",
		"module b.js holds </script":              "const s = \"</script>\";\n",
	} {
		modules := fstest.MapFS{"a.js": {Data: []byte("import { b } from \"./b.js\";\n")}, "b.js": {Data: []byte(source)}}
		if _, err := join(modules, "a.js"); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("the error is %v, want %q in it", err, want)
		}
	}
	if _, err := join(fstest.MapFS{}, "a.js"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no module at all: %v", err)
	}
}
