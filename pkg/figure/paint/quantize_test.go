package paint

import (
	"image"
	"image/color"
	"testing"
)

func TestPalettePrefersCommonColours(t *testing.T) {
	img := image.NewRGBA(image.Rect(0, 0, 100, 1))
	for x := range 100 {
		c := color.RGBA{255, 255, 255, 255}
		switch {
		case x < 20:
			c = color.RGBA{200, 0, 0, 255}
		case x < 30:
			c = color.RGBA{201, 1, 0, 255} // looks like the one before
		case x < 35:
			c = color.RGBA{0, 0, 90, 255}
		}
		img.SetRGBA(x, 0, c)
	}
	colors := Histogram{}
	colors.Add(img, img.Rect)
	got := colors.Palette(2)
	if want := (color.Palette{color.RGBA{255, 255, 255, 255}, color.RGBA{200, 0, 0, 255}}); got[0] != want[0] || got[1] != want[1] {
		t.Errorf("palette %v, want %v", got, want)
	}
}
