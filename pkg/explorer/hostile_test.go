package explorer

import (
	"fmt"
	"strings"
	"testing"

	"latentlab/pkg/figure"
	"latentlab/pkg/internal/hostile"
	"latentlab/tests/faults"
)

// layered is a coder of given layers.
type layered struct{ encoder, decoder Network }

func (l layered) Encode(images [][]float32) [][]float32 {
	return [][]float32{l.encoder.run(images[0])[:2]}
}
func (l layered) Decode(codes [][]float32) [][]float32 { return [][]float32{l.decoder.run(codes[0])} }

func (l layered) Layers(part string) (weights, biases [][]float32, err error) {
	if part == "encoder" {
		return l.encoder.Weights, l.encoder.Biases, nil
	}
	return l.decoder.Weights, l.decoder.Biases, nil
}

// A page is made that can be shown, or an error or a sentence says why not.
func TestHostileArguments(t *testing.T) {
	if testing.Short() {
		t.Skip("-short leaves out hostile arguments")
	}
	m := small()
	of := func(name string, encoder, decoder Network, z [][]float32, labels []int) (Model, error) {
		return Of(name, layered{encoder, decoder}, z, labels, m.Density)
	}
	ofGenerator := func(name string, decoder Network, z [][]float32, labels []int) (Model, error) {
		return OfGenerator(name, layered{decoder: decoder}, z, labels, m.Density)
	}
	tries, lost := hostile.Table{Prefixes: []string{"explorer: ", "figure: "}, Check: shown, Calls: []hostile.Call{
		hostile.With("Page", Page, "caption", "made", []Model{m}),
		hostile.With("Of", of, m.Name, m.Encoder, m.Decoder, m.Codes, m.Labels),
		hostile.With("OfGenerator", ofGenerator, m.Name, m.Decoder, m.Codes, m.Labels),
	}, Trials: []hostile.Trial{
		{Name: "Of nobody", Value: "nil", Call: func() []any { return hostile.Of(Of("m", nil, m.Codes, m.Labels, m.Density)) }},
		{Name: "OfGenerator of nobody", Value: "nil", Call: func() []any { return hostile.Of(OfGenerator("m", nil, m.Codes, m.Labels, m.Density)) }},
	}, Spared: map[string]string{}}.Try(t)
	faults.Note(t, "hostile argument", tries, lost)
}

// shown looks at what a page says of its picture.
func shown(results []any) error {
	if page, ok := results[0].(figure.Page); ok && results[1] == nil {
		if alt := page.Still.Alt(); strings.Contains(alt, "NaN") || strings.Contains(alt, "Inf") {
			return fmt.Errorf("the picture says %q", alt)
		}
	}
	return nil
}
