package figure

import (
	"image/color"
	"math"
	"slices"
	"strconv"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"latentlab/pkg/figure/paint"
)

// network is a body that shows an autoencoder's layers from left to right.
type network struct {
	layers           []int // widths from x over z to x̂
	encoder, decoder int   // weights
}

// Network draws an autoencoder: widths are those of the encoder, from the image's 784 to the code's 2, which the decoder
// mirrors; encoder and decoder are their numbers of weights. A layer's height is proportional to the square root of its
// width. It panics on fewer than two widths or more than 20, and on numbers below 1.
func Network(widths []int, encoder, decoder int) Picture {
	const what, mostWidths = "Network", 20
	checkMost(what, len(widths), "widths", mostWidths)
	if len(widths) < 2 {
		wrong(what, "widths %v, want at least the image's and the code's", widths)
	}
	if slices.Min(widths) < 1 {
		wrong(what, "widths %v, want at least 1 each", widths)
	}
	if encoder < 1 || decoder < 1 {
		wrong(what, "%d weights in the encoder and %d in the decoder, want at least one in each", encoder, decoder)
	}
	layers := slices.Clone(widths)
	for _, w := range slices.Backward(widths[:len(widths)-1]) {
		layers = append(layers, w)
	}
	return made(what, network{layers, encoder, decoder})
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

// color returns the colour of layer i: the encoder's, the code's or the decoder's.
func (n network) color(i int) color.NRGBA {
	switch code := len(n.layers) / 2; {
	case i < code:
		return paint.SeriesColor(0)
	case i > code:
		return paint.SeriesColor(1)
	}
	return paint.Ink
}

// half returns half the height of layer i.
func (n network) half(i int) vg.Length {
	if n.layers[i] <= drawnUnits {
		return vg.Length(n.layers[i]-1)*unitPitch/2 + unitRadius
	}
	least := vg.Length(drawnUnits*unitPitch) / 2
	return max(least, vg.Length(math.Sqrt(float64(n.layers[i])/float64(slices.Max(n.layers))))*networkLayers/2)
}

func (n network) draw(c draw.Canvas) {
	code, last := len(n.layers)/2, len(n.layers)-1
	middle := c.Max.Y - 36 - networkLayers/2
	const inset = 40
	at := func(i int) vg.Point {
		return vg.Point{X: c.Min.X + inset + vg.Length(i)/vg.Length(last)*(c.Size().X-2*inset), Y: middle}
	}
	for i := range last {
		from, to := at(i), at(i+1)
		outer := i // of the two layers, the one that is not the code
		if i == code {
			outer = i + 1
		}
		c.FillPolygon(paint.Alpha(n.color(outer), 0.16), []vg.Point{
			{X: from.X, Y: middle - n.half(i)}, {X: from.X, Y: middle + n.half(i)},
			{X: to.X, Y: middle + n.half(i+1)}, {X: to.X, Y: middle - n.half(i+1)},
		})
	}
	for i := range n.layers {
		n.drawLayer(c, i, at(i))
	}
	name := func(i int, symbol string) {
		paint.Write(c, paint.Style(paint.TitleSize, paint.Ink), at(i).X, middle+n.half(i)+10, paint.Center, symbol)
	}
	name(0, "x")
	name(code, "z")
	name(last, "x̂")
	weights := func(n int) string { return readable(strconv.Itoa(n)) + " weights" }
	bracket(c, at(0).X, at(code).X-unitPitch/2, "encoder f: "+weights(n.encoder))
	bracket(c, at(code).X+unitPitch/2, at(last).X, "decoder g: "+weights(n.decoder))
}

// drawLayer draws layer i about a point, with its width below it.
func (n network) drawLayer(c draw.Canvas, i int, at vg.Point) {
	wide, half := n.layers[i], n.half(i)
	if wide <= drawnUnits {
		for u := range wide {
			y := at.Y + (vg.Length(u)-vg.Length(wide-1)/2)*unitPitch
			paint.ClassMarker(1).Fill(c, vg.Point{X: at.X, Y: y}, unitRadius, 2, n.color(i))
		}
	} else {
		c.FillPolygon(n.color(i), []vg.Point{
			{X: at.X - layerThickness/2, Y: at.Y - half}, {X: at.X + layerThickness/2, Y: at.Y - half},
			{X: at.X + layerThickness/2, Y: at.Y + half}, {X: at.X - layerThickness/2, Y: at.Y + half},
		})
	}
	paint.Write(c, paint.Style(paint.LabelSize, paint.Ink), at.X, at.Y-half-1.3*paint.LabelSize, paint.Center, readable(strconv.Itoa(wide)))
}

// bracket draws a brace along the bottom from one place to another with a name below it.
func bracket(c draw.Canvas, from, to vg.Length, name string) {
	y := c.Min.Y + 1.9*paint.LabelSize
	c.StrokeLines(draw.LineStyle{Color: paint.Faint, Width: 1},
		[]vg.Point{{X: from, Y: y + 6}, {X: from, Y: y}, {X: to, Y: y}, {X: to, Y: y + 6}})
	paint.Write(c, paint.Style(paint.LabelSize, paint.Ink), (from+to)/2, y-1.2*paint.LabelSize, paint.Center, name)
}
