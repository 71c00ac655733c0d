package figure

import (
	"fmt"
	"image"
	"math"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"latentlab/pkg/figure/paint"
	"latentlab/pkg/plane"
)

// LatentSquare draws n × n images decoded from the places of a square grid over a span of the latent plane, each at
// its place. Images come in reading order: the first row has the greatest z₂, and along a row z₁ rises. The grid's
// outermost codes lie on the span's edges. It panics where the number of images is not a square of at least 4, where all
// of them together are more than 4096 pixels wide, and where the span has no inside.
func LatentSquare(images [][]float32, over plane.Span) Picture {
	const what, widest = "LatentSquare", 4096
	side := checkImages(what, images)
	n := int(math.Round(math.Sqrt(float64(len(images)))))
	if n*n != len(images) || n < 2 {
		wrong(what, "%d images, want 4, 9, 16, … to fill a square", len(images))
	}
	if n*side > widest {
		wrong(what, "%d × %d images of %d pixels a side are %d pixels wide, want at most %d: choose fewer", n, n, side, n*side, widest)
	}
	checkSpan(what, over)
	all := image.NewGray(image.Rect(0, 0, n*side, n*side))
	for i, img := range images {
		paint.InkInto(all, img, side, image.Pt(i%n*side, i/n*side))
	}
	// An image is centred on its code, so that the panel reaches half a step beyond the outermost codes.
	half := 0.5 / float64(n-1)
	span := over.Grown(half)
	c := chart{wide: 520, high: 520, aspect: 1, bare: true,
		shows: []string{fmt.Sprintf("%d × %d images, each where its code lies", n, n)},
		x:     axis{label: "z₁", min: span.XMin, max: span.XMax, image: true},
		y:     axis{label: "z₂", min: span.YMin, max: span.YMax, image: true}}
	c.plotters = append(c.plotters, plotFunc(func(canvas draw.Canvas, x, y func(float64) vg.Length) {
		canvas.DrawImage(onCanvas(span, x, y), all)
	}))
	return made(what, c)
}
