package figure

import (
	_ "embed"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"strings"
)

// A Page is a figure that a reader moves: HTML that needs nothing but a browser.
type Page struct {
	HTML string
	err  error
}

// Err returns what kept the Page from being made, or nil.
func (p Page) Err() error { return p.err }

//go:embed walkpage.html
var walkPage string

// WalkPage returns a page with the latent plane on the left, where the pointer (or the arrow keys) walks, and at its
// right g(z), the digit decoded at that place. The decoder is in the page: its weights (layer k: widthₖ × widthₖ₊₁, row
// by row) and biases, tanh after each layer but the last, rounded to 16-bit floats. z (n × 2) and labels are the points
// shown.
func WalkPage(weights, biases [][]float32, z [][]float32, labels []int, caption string) Page {
	fail := func(err error) Page { return Page{err: fmt.Errorf("figure: walk page: %w", err)} }
	if err := checkCodes(z); err != nil {
		return fail(err)
	}
	if len(z[0]) != 2 {
		return fail(fmt.Errorf("codes of %d number: a plane needs 2", len(z[0])))
	}
	if labels == nil {
		labels = make([]int, len(z))
	}
	if err := checkLabels(labels, len(z)); err != nil {
		return fail(err)
	}
	type layer struct {
		W string `json:"w"`
		B string `json:"b"`
	}
	type class struct {
		Color string `json:"color"`
		Shape string `json:"shape"`
	}
	var data struct {
		Layers  []layer     `json:"layers"`
		Side    int         `json:"side"`
		Codes   [][]float32 `json:"codes"`
		Labels  []int       `json:"labels"`
		Classes []class     `json:"classes"`
		Span    Span        `json:"span"`
		Start   []float32   `json:"start"`
		Caption string      `json:"caption"`
	}
	width := 2
	for k := range weights {
		if k >= len(biases) || len(weights[k]) != width*len(biases[k]) {
			return fail(fmt.Errorf("layer %d does not fit: it takes %d numbers", k, width))
		}
		width = len(biases[k])
		data.Layers = append(data.Layers, layer{halves(weights[k]), halves(biases[k])})
	}
	side := int(math.Sqrt(float64(width)))
	if len(weights) == 0 || side*side != width {
		return fail(fmt.Errorf("the decoder ends in %d numbers, which is not a square image", width))
	}
	for i, c := range classColors {
		data.Classes = append(data.Classes, class{fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B), classMarkers[i].svg()})
	}
	data.Side, data.Codes, data.Labels, data.Span, data.Start, data.Caption = side, z, labels, Around(z), z[0], caption
	text, err := json.Marshal(data) // which escapes < and >, so that no text ends the script element
	if err != nil {
		return fail(err)
	}
	return Page{HTML: strings.Replace(walkPage, "{{.}}", string(text), 1)}
}

// halves returns values as 16-bit floats, little end first, in base64. Those too large become the largest, those too
// small 0.
func halves(values []float32) string {
	bytes := make([]byte, 0, 2*len(values))
	for _, v := range values {
		bytes = binary.LittleEndian.AppendUint16(bytes, half(v))
	}
	return base64.StdEncoding.EncodeToString(bytes)
}

// half rounds to the nearest 16-bit float (IEEE 754 binary16).
func half(v float32) uint16 {
	sign := uint16(math.Float32bits(v) >> 16 & 0x8000)
	a := math.Abs(float64(v))
	switch {
	case a >= 65504:
		return sign | 0x7bff
	case a < 0x1p-14: // subnormal: a multiple of 2⁻²⁴
		return sign | uint16(math.RoundToEven(a*0x1p24))
	}
	fraction, exponent := math.Frexp(a) // a = fraction · 2^exponent, fraction in [½, 1)
	mantissa := uint16(math.RoundToEven(fraction * 2048))
	return sign | (uint16(exponent+13)<<10 + mantissa) // mantissa holds the leading 1, which adds 1 to the exponent
}
