// Package explorer makes the page in which a latent space is explored: one HTML file that needs nothing but a browser.
// The models' encoders and decoders are in it, and run there.
//
// What the page does is written in JavaScript, one module to a noun, in the directory page: explorer.js is where to start
// reading.
package explorer

import (
	"encoding/json"
	"fmt"

	"latentlab/pkg/figure"
	"latentlab/pkg/figure/paint"
	"latentlab/pkg/plane"
)

// A Model is what the page shows of one model. Both networks may be of any depth; codes have two numbers.
type Model struct {
	Name    string                     // on the page's switch, such as "autoencoder"
	Encoder Network                    // f: image to code; empty where there is none, as in a GAN
	Decoder Network                    // g: code to image
	Codes   [][]float32                // n × 2, the points on the plane
	Labels  []int                      // n, the digits they are codes of; nil where nobody knows
	Density func(x, y float64) float64 // q^Z; nil where there is none
}

// A Coder is a model whose encoder and decoder are dense layers, as an autoencoder's and a PCA's are.
type Coder interface {
	// Encode returns the codes (n × 2) of images (n × 784).
	Encode(images [][]float32) [][]float32

	// Layers returns the layers of a part, "encoder" or "decoder", as a Network has them; an error where they are not dense.
	Layers(part string) (weights, biases [][]float32, err error)
}

// Of returns what the page shows of a coder: its name on the switch, its networks, codes z (n × 2) with their labels, and the
// density q^Z over them. It fails where the coder does.
func Of(name string, coder Coder, z [][]float32, labels []int, density func(x, y float64) float64) (Model, error) {
	if coder == nil {
		panic("explorer: Of: the coder is nil: want a model such as latent.PCA")
	}
	m := Model{Name: name, Codes: z, Labels: labels, Density: density}
	var err error
	if m.Encoder.Weights, m.Encoder.Biases, err = coder.Layers("encoder"); err != nil {
		return Model{}, fmt.Errorf("explorer: model %q: %w", m.Name, err)
	}
	if m.Decoder.Weights, m.Decoder.Biases, err = coder.Layers("decoder"); err != nil {
		return Model{}, fmt.Errorf("explorer: model %q: %w", m.Name, err)
	}
	return m, nil
}

// data is what the page's script reads.
type data struct {
	Caption string        `json:"caption"`
	Styles  map[int]style `json:"styles"`
	Models  []modelData   `json:"models"`
}

type style struct {
	Color   string `json:"color"`
	Outline string `json:"outline"`
}

type modelData struct {
	Name    string      `json:"name"`
	Encoder []layerData `json:"encoder,omitempty"`
	Decoder []layerData `json:"decoder"`
	Codes   string      `json:"codes"`
	Labels  []int       `json:"labels"`
	Span    plane.Span  `json:"span"`
	Density string      `json:"density,omitempty"`
}

// mostModels is how many names stand side by side on the page's switch.
const mostModels = 10

// Page returns the page of models, of which the first is shown first. The caption says where the numbers come from: which
// digits, which seed. made says when and on what they were made; the page lives apart from its notebook and says both, while
// its picture stands in the notebook and says the caption. It fails where there are no models or more than ten, where a
// model's networks do not fit together, its codes are not finite or not of two numbers, or its density cannot be drawn.
func Page(caption, made string, models ...Model) (figure.Page, error) {
	if len(models) == 0 {
		return figure.Page{}, fmt.Errorf("explorer: there are no models: want at least one")
	}
	if len(models) > mostModels {
		return figure.Page{}, fmt.Errorf("explorer: %d models: want at most %d, as many as the page's switch can hold", len(models), mostModels)
	}
	content := data{Caption: caption + " · " + made, Styles: map[int]style{}}
	for _, m := range models {
		shown, err := m.data()
		if err != nil {
			return figure.Page{}, fmt.Errorf("explorer: model %q: %w", m.Name, err)
		}
		content.Models = append(content.Models, shown)
	}
	for label := range 10 {
		color, outline := paint.ClassColor(label), paint.ClassMarker(label).SVG()
		content.Styles[label] = style{fmt.Sprintf("#%02x%02x%02x", color.R, color.G, color.B), outline}
	}
	text, err := json.Marshal(content) // which escapes < and >, so that no text ends the script element
	if err != nil {
		return figure.Page{}, fmt.Errorf("explorer: %w", err)
	}
	html, err := assemble(string(text))
	if err != nil {
		return figure.Page{}, fmt.Errorf("explorer: %w", err)
	}
	return figure.Page{Title: "The latent explorer", HTML: html, Still: models[0].still(caption)}, nil
}

// still returns a picture for where no page can be shown: the plane, and the digits decoded at the first four codes.
func (m Model) still(caption string) figure.Picture {
	var layers []figure.Layer
	if m.Density != nil {
		layers = append(layers, figure.Contours("q", m.Density))
	}
	var digits [][]float32
	for i := range min(4, len(m.Codes)) {
		digits = append(digits, m.Decoder.run(m.Codes[i]))
	}
	return figure.Beside(figure.Scatter(m.Codes, m.Labels, layers...), figure.Gallery(digits, 2)).Caption(caption)
}
