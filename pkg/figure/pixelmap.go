package figure

import (
	"image"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"latentlab/pkg/figure/paint"
	"latentlab/pkg/plane"
)

// PixelMap draws one value for each pixel of an image (784), such as its variance over the data, in colour and where
// the pixel is, with a colour bar named for the value and its unit. It panics where the values do not fill a square or are not
// finite.
func PixelMap(name string, values []float32) Picture {
	const what = "PixelMap"
	checkLine(what, name)
	side := checkImages(what, [][]float32{values})
	wide := make([]float64, len(values))
	for i, v := range values {
		wide[i] = float64(v)
	}
	s := newScale(name, wide)
	img := image.NewRGBA(image.Rect(0, 0, side, side))
	for i, v := range wide {
		img.Set(i%side, i/side, paint.Heat(s.share(v)))
	}
	pixels := plane.Span{XMax: float64(side), YMax: float64(side)}
	c := chart{wide: 420, high: 336, aspect: 1, bare: true, scale: s, shows: []string{rangeAlt(name, wide)},
		x: axis{min: pixels.XMin, max: pixels.XMax, hidden: true},
		y: axis{min: pixels.YMin, max: pixels.YMax, hidden: true}}
	c.plotters = append(c.plotters, plotFunc(func(canvas draw.Canvas, x, y func(float64) vg.Length) {
		to := onCanvas(pixels, x, y)
		canvas.DrawImage(to, img)
		paint.Outline(canvas, to, draw.LineStyle{Color: paint.Rule, Width: 1})
	}))
	return made(what, c)
}
