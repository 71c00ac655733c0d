package paint

import (
	"fmt"
	"image"

	"gonum.org/v1/plot/vg"
)

// Inked returns an image of side × side pixels in [0, 1], 0 paper and 1 ink, as a picture; a value outside is drawn as
// the nearer end. It panics where there are not as many pixels.
func Inked(pixels []float32, side int) *image.Gray {
	wantSquare("Inked", pixels, side)
	img := image.NewGray(image.Rect(0, 0, side, side))
	InkInto(img, pixels, side, image.Point{})
	return img
}

// InkInto writes the image that [Inked] returns into dst, its upper left corner at p. It panics where there are not as many
// pixels, or where not all of it lies within dst.
func InkInto(dst *image.Gray, pixels []float32, side int, p image.Point) {
	wantSquare("InkInto", pixels, side)
	if r := image.Rect(0, 0, side, side).Add(p); !r.In(dst.Rect) {
		panic(fmt.Sprintf("paint: InkInto: the image is to lie at %v, which is not within %v", r, dst.Rect))
	}
	for y := range side {
		row := dst.Pix[dst.PixOffset(p.X, p.Y+y):]
		for x, v := range pixels[y*side : (y+1)*side] {
			row[x] = uint8(255*(1-min(max(v, 0), 1)) + 0.5)
		}
	}
}

// wantSquare panics where the pixels do not make an image of that side.
func wantSquare(function string, pixels []float32, side int) {
	if side < 1 || len(pixels)/side != side || len(pixels)%side != 0 {
		panic(fmt.Sprintf("paint: %s: %d pixels do not make an image of side %d", function, len(pixels), side))
	}
}

// TileSize returns the side in points of an image of side pixels that fits into room: a whole number of dots for each
// pixel, so that all pixels come out equally large, at least 1 and at most 12. It panics where side is below 1.
func TileSize(side int, room vg.Length) vg.Length {
	if side < 1 {
		panic(fmt.Sprintf("paint: TileSize: an image of side %d: want at least 1 pixel", side))
	}
	// Compared before it becomes a whole number, which not every length can.
	dots := int(min(max(room.Points()*DotsPerPoint/float64(side), 1), 12))
	return vg.Length(float64(dots)*float64(side)) / DotsPerPoint
}
