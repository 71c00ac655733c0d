// Package explorer makes the page in which a latent space is explored: one HTML file that needs nothing but a browser.
// The models' encoders and decoders are in it, and run there.
//
// What the page does is written in JavaScript, one module to a noun, in the directory page: explorer.js is where to start
// reading.
package explorer

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"

	"latentlab/pkg/figure"
	"latentlab/pkg/figure/paint"
	"latentlab/pkg/plane"
)

// A Model is what the page shows of one model. Both networks may be of any depth; codes have two numbers.
type Model struct {
	Name    string                     // on the page's switch, such as "autoencoder"
	Encoder Network                    // f: image to code, or to the two means and two log-variances of one, as in a VAE; empty where there is none, as in a GAN
	Decoder Network                    // g: code to image
	Codes   [][]float32                // n × 2, the points on the plane
	Labels  []int                      // n, the digits they are codes of; nil where nobody knows
	Density func(x, y float64) float64 // q^Z; nil where there is none
}

// A Generator is a model whose decoder is dense layers, as a GAN's generator is.
type Generator interface {
	// Decode returns the images (n × 784) of codes (n × 2).
	Decode(codes [][]float32) [][]float32

	// Layers returns the layers of a part, "encoder", "decoder" or "generator", as a Network has them; an error where they are
	// not dense.
	Layers(part string) (weights, biases [][]float32, err error)
}

// A Coder has an encoder, too, of dense layers: an autoencoder, a VAE, a PCA.
type Coder interface {
	Generator

	// Encode returns the codes (n × 2) of images (n × 784).
	Encode(images [][]float32) [][]float32
}

// Of returns what the page shows of a coder: its name on the switch, its networks, codes z (n × 2) with their labels, and the
// density q^Z over them. It fails where the coder does, and where its layers do not compute what it computes: the page knows
// tanh between layers, and at a decoder's end nothing or a sigmoid.
func Of(name string, coder Coder, z [][]float32, labels []int, density func(x, y float64) float64) (Model, error) {
	if coder == nil {
		panic("explorer: Of: the coder is nil: want a model such as latent.PCA")
	}
	m := Model{Name: name, Codes: z, Labels: labels, Density: density}
	image, err := m.decodeAs(coder, "decoder")
	if err == nil {
		err = m.encodeAs(coder, image)
	}
	return m.unless(err)
}

// OfGenerator is Of for a model without an encoder; codes z are drawn from its density, and labels are what somebody takes its images
// for, or nil.
func OfGenerator(name string, g Generator, z [][]float32, labels []int, density func(x, y float64) float64) (Model, error) {
	if g == nil {
		panic("explorer: OfGenerator: the generator is nil: want a trained GAN")
	}
	m := Model{Name: name, Codes: z, Labels: labels, Density: density}
	_, err := m.decodeAs(g, "generator")
	return m.unless(err)
}

// unless returns the model, or the error with its name.
func (m Model) unless(err error) (Model, error) {
	if err != nil {
		return Model{}, fmt.Errorf("explorer: model %q: %w", m.Name, err)
	}
	return m, nil
}

// decodeAs gives the model the layers of a part that decodes, and returns the image of its first code.
func (m *Model) decodeAs(g Generator, part string) (image []float32, err error) {
	if m.Decoder.Weights, m.Decoder.Biases, err = g.Layers(part); err != nil {
		return nil, err
	}
	if err := m.check(); err != nil {
		return nil, err
	}
	image = g.Decode(m.Codes[:1])[0]
	for _, m.Decoder.Sigmoid = range []bool{false, true} {
		if near(m.Decoder.run(m.Codes[0]), image) {
			return image, nil
		}
	}
	return nil, fmt.Errorf("its %s is not dense layers with tanh between them and at the end nothing or a sigmoid, which is all that the page can run", part)
}

// encodeAs gives the model a coder's encoder, and tries it on an image.
func (m *Model) encodeAs(coder Coder, image []float32) (err error) {
	if m.Encoder.Weights, m.Encoder.Biases, err = coder.Layers("encoder"); err != nil {
		return err
	}
	if err := m.checkEncoder(); err != nil {
		return err
	}
	if !near(m.Encoder.run(image)[:2], coder.Encode([][]float32{image})[0]) {
		return errors.New("its encoder is not dense layers with tanh between them, which is all that the page can run")
	}
	return nil
}

// near says whether two rows differ by rounding only.
func near(a, b []float32) bool {
	return slices.EqualFunc(a, b, func(v, w float32) bool {
		return math.Abs(float64(v-w)) <= 1e-3*(1+math.Abs(float64(w)))
	})
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
	Sigmoid bool        `json:"sigmoid,omitempty"` // at the decoder's end
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
