package figure

import (
	"fmt"
	"image"
	"math"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// LatentSquare draws n × n images decoded from the places of a square grid over a span of the latent plane, each at
// its place. Images come in reading order: the first row has the greatest z₂, and along a row z₁ rises. The grid's
// outermost codes lie on the span's edges. It fails where the number of images is not a square.
func LatentSquare(images [][]float32, over Span) Picture {
	const kind = "latent square"
	side, err := checkImages(images)
	if err != nil {
		return failed(kind, err)
	}
	n := int(math.Round(math.Sqrt(float64(len(images)))))
	if n*n != len(images) || n < 2 {
		return failed(kind, fmt.Errorf("%d images, want 4, 9, 16, … to fill a square", len(images)))
	}
	if !over.valid() {
		return failed(kind, fmt.Errorf("span %+v has no inside", over))
	}
	all := image.NewGray(image.Rect(0, 0, n*side, n*side))
	for i, img := range images {
		inkInto(all, img, side, image.Pt(i%n*side, i/n*side))
	}
	// An image is centred on its code, so that the panel reaches half a step beyond the outermost codes.
	half := 0.5 / float64(n-1)
	span := over.grown(half)
	c := chart{wide: 520, high: 520, aspect: 1, bare: true,
		shows: []string{fmt.Sprintf("%d × %d images, each where its code lies", n, n)},
		x:     axis{label: "z₁", min: span.XMin, max: span.XMax},
		y:     axis{label: "z₂", min: span.YMin, max: span.YMax}}
	c.plotters = append(c.plotters, plotFunc(func(canvas draw.Canvas, x, y func(float64) vg.Length) {
		canvas.DrawImage(span.onCanvas(x, y), all)
	}))
	return Picture{body: c}
}
