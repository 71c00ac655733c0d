package paint

import (
	"image"
	"testing"

	"gonum.org/v1/plot/vg"
	"latentlab/pkg/internal/hostile"
	"latentlab/tests/faults"
)

func TestHostileArguments(t *testing.T) {
	t.Cleanup(func() { Use(Palette("petroff"), nil) })
	const drawing = "it draws what package figure has checked: the hostile figures there try it"
	tries, lost := hostile.Table{Prefixes: []string{"paint: "}, Calls: []hostile.Call{
		hostile.With("ClassColor", ClassColor, 1),
		hostile.With("Palette", Palette, "tol"),
		hostile.With("Use", Use, Palette("tol"), []int{2, 3}),
		hostile.With("ClassMarker", ClassMarker, 1),
		hostile.With("Marker.SVG", func(label int) string { return ClassMarker(label).SVG() }, 1),
		hostile.With("SeriesColor", SeriesColor, 1),
		hostile.With("SeriesMarker", SeriesMarker, 1),
		hostile.With("Alpha", Alpha, Ink, 0.5),
		hostile.With("Heat", Heat, 0.5),
		hostile.With("Inked", Inked, make([]float32, 4), 2),
		hostile.With("InkInto", func(pixels []float32, side int) {
			InkInto(image.NewGray(image.Rect(0, 0, 2, 2)), pixels, side, image.Point{})
		}, make([]float32, 4), 2),
		hostile.With("TileSize", TileSize, 28, vg.Length(60)),
		hostile.With("Lacks", Lacks, "text"),
		hostile.With("Wrap", func(text string, room vg.Length) []string { return Wrap(Style(9, Ink), text, room) }, "two words", vg.Length(40)),
		hostile.With("Histogram.Palette", func(n int) int { return len(Histogram{{R: 1}: 2}.Palette(n)) }, 16),
	}, Spared: map[string]string{
		"NewRaster": drawing, "Raster.Pixels": drawing, "Raster.DrawImage": drawing, "EncodePNG": drawing,
		"NewVector": drawing, "Vector.DrawImage": drawing, "Vector.WriteSVG": drawing,
		"Outline": drawing, "StrokeLine": drawing, "FillBand": drawing, "Marker.Fill": drawing, "Write": drawing,
		"Changed": drawing, "ClearSame": drawing, "Histogram.Add": drawing, "NewQuantizer": drawing, "Quantizer.Quantize": drawing,
		"Style": "its size is one of the constants", "Bold": "it takes a style", "LineHeight": "it takes a style",
		"Width": "package figure refuses texts that are too long to measure",
	}}.Try(t)
	faults.Note(t, "hostile argument", tries, lost)
}
