package paint

import (
	"image"
	"image/color"
	"slices"
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

func TestGreyStaysGrey(t *testing.T) {
	img := image.NewRGBA(image.Rect(0, 0, 1, 1))
	img.SetRGBA(0, 0, color.RGBA{0xf8, 0xf8, 0xf8, 0xff})
	p := color.Palette{color.RGBA{0xff, 0xff, 0xff, 0xff}, color.RGBA{0xf6, 0xfa, 0xff, 0xff}} // white, and a nearer blue
	if got := NewQuantizer(p).Quantize(img, img.Rect).Pix[0]; got != 0 {
		t.Errorf("a light grey becomes %v, want white", p[got])
	}
}

func TestWhatStaysTheSameIsTransparent(t *testing.T) {
	const clear = 9
	before := &image.Paletted{Pix: []uint8{1, 1, 2, 2, 3}}
	drawn := &image.Paletted{Pix: []uint8{1, 2, 2, 3, 3}}
	ClearSame(drawn, before, clear)
	if want := []uint8{clear, 2, 2, 3, 3}; !slices.Equal(drawn.Pix, want) {
		t.Errorf("the frame is %v, want %v: a run goes on, all else that stays is clear", drawn.Pix, want)
	}
}
