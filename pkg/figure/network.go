package figure

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// network is a body that shows an autoencoder's layers from left to right.
type network struct {
	layers           []int // widths from x over z to x̂
	encoder, decoder int   // weights
}

// Network draws an autoencoder: widths are those of the encoder, from the image's 784 to the code's 2, which the decoder
// mirrors; encoder and decoder are their numbers of weights. A layer's height is proportional to the square root of its
// width. It fails on fewer than two widths and on numbers below 1.
func Network(widths []int, encoder, decoder int) Picture {
	const kind = "network"
	if len(widths) < 2 {
		return failed(kind, fmt.Errorf("widths %v, want at least the image's and the code's", widths))
	}
	if slices.Min(widths) < 1 {
		return failed(kind, fmt.Errorf("widths %v, want at least 1 each", widths))
	}
	if encoder < 1 || decoder < 1 {
		return failed(kind, errors.New("a network has at least one weight in its encoder and one in its decoder"))
	}
	layers := slices.Clone(widths)
	for _, w := range slices.Backward(widths[:len(widths)-1]) {
		layers = append(layers, w)
	}
	return Picture{body: network{layers, encoder, decoder}}
}

const (
	networkHeight  = 328
	networkLayers  = 230 // height of the widest layer
	layerThickness = 16
	unitRadius     = 7 // of a unit where a layer has few enough to draw each
	unitPitch      = 22
	drawnUnits     = 4 // at most that many units are drawn each
)

func (n network) size() vg.Point { return vg.Point{X: figureWidth, Y: networkHeight} }

// heights returns half the height of layer i.
func (n network) half(i int) vg.Length {
	if n.layers[i] <= drawnUnits {
		return vg.Length(n.layers[i]-1)*unitPitch/2 + unitRadius
	}
	least := vg.Length(drawnUnits*unitPitch) / 2
	return max(least, vg.Length(math.Sqrt(float64(n.layers[i])/float64(slices.Max(n.layers))))*networkLayers/2)
}

func (n network) draw(c draw.Canvas) {
	code := len(n.layers) / 2
	middle := c.Max.Y - 36 - networkLayers/2
	inset := vg.Length(40)
	at := func(i int) vg.Length {
		return c.Min.X + inset + vg.Length(i)/vg.Length(len(n.layers)-1)*(c.Size().X-2*inset)
	}
	encoder, decoder, codes := classColors[1], classColors[6], ink
	// What connects two layers, below the layers themselves.
	for i := range len(n.layers) - 1 {
		color := encoder
		if i >= code {
			color = decoder
		}
		c.FillPolygon(alpha(color, 0.16), []vg.Point{
			{X: at(i), Y: middle - n.half(i)}, {X: at(i), Y: middle + n.half(i)},
			{X: at(i + 1), Y: middle + n.half(i+1)}, {X: at(i + 1), Y: middle - n.half(i+1)},
		})
	}
	for i, w := range n.layers {
		color := encoder
		switch {
		case i == code:
			color = codes
		case i > code:
			color = decoder
		}
		half := n.half(i)
		if w <= drawnUnits {
			for u := range w {
				y := middle + (vg.Length(u)-vg.Length(w-1)/2)*unitPitch
				classMarkers[1].fill(c, vg.Point{X: at(i), Y: y}, unitRadius, 2, color)
			}
		} else {
			c.FillPolygon(color, []vg.Point{
				{X: at(i) - layerThickness/2, Y: middle - half}, {X: at(i) + layerThickness/2, Y: middle - half},
				{X: at(i) + layerThickness/2, Y: middle + half}, {X: at(i) - layerThickness/2, Y: middle + half},
			})
		}
		write(c, style(labelSize, ink), at(i), middle-half-1.3*labelSize, center, readable(strconv.Itoa(w)))
	}
	symbol := style(titleSize, ink)
	last := len(n.layers) - 1
	write(c, symbol, at(0), middle+n.half(0)+10, center, "x")
	write(c, symbol, at(code), middle+n.half(code)+10, center, "z")
	write(c, symbol, at(last), middle+n.half(last)+10, center, "x̂")
	n.bracket(c, at(0), at(code)-unitPitch/2, fmt.Sprintf("encoder f: %s weights", readable(strconv.Itoa(n.encoder))))
	n.bracket(c, at(code)+unitPitch/2, at(last), fmt.Sprintf("decoder g: %s weights", readable(strconv.Itoa(n.decoder))))
}

// bracket draws a brace along the bottom from one place to another with a name below it.
func (n network) bracket(c draw.Canvas, from, to vg.Length, name string) {
	y := c.Min.Y + 1.9*labelSize
	c.StrokeLines(draw.LineStyle{Color: faint, Width: 1},
		[]vg.Point{{X: from, Y: y + 6}, {X: from, Y: y}, {X: to, Y: y}, {X: to, Y: y + 6}})
	write(c, style(labelSize, ink), (from+to)/2, y-1.2*labelSize, center, name)
}
