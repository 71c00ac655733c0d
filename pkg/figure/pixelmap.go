package figure

import (
	"image"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// PixelMap draws one value for each pixel of an image (784), such as its variance over the data, in colour and where
// the pixel is, with a colour bar named for the value and its unit. It fails where the values do not fill a square.
func PixelMap(name string, values []float32) Picture {
	const kind = "pixel map"
	side, err := checkImages([][]float32{values})
	if err != nil {
		return failed(kind, err)
	}
	if err := drawable(name); err != nil {
		return failed(kind, err)
	}
	wide := make([]float64, len(values))
	for i, v := range values {
		wide[i] = float64(v)
	}
	s := newScale(name, wide)
	img := image.NewRGBA(image.Rect(0, 0, side, side))
	for i, v := range wide {
		img.Set(i%side, i/side, heat(s.share(v)))
	}
	pixels := Span{0, float64(side), 0, float64(side)}
	c := chart{wide: 420, high: 336, aspect: 1, bare: true, scale: s, shows: []string{rangeAlt(name, wide)},
		x: axis{min: pixels.XMin, max: pixels.XMax, hidden: true},
		y: axis{min: pixels.YMin, max: pixels.YMax, hidden: true}}
	c.plotters = append(c.plotters, plotFunc(func(canvas draw.Canvas, x, y func(float64) vg.Length) {
		to := pixels.onCanvas(x, y)
		canvas.DrawImage(to, img)
		canvas.StrokeLines(draw.LineStyle{Color: rule, Width: 1}, frame(to))
	}))
	return Picture{body: c}
}
