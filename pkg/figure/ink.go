package figure

import (
	"image"

	"gonum.org/v1/plot/vg"
)

// inkInto writes an image of side × side pixels in [0, 1], 0 paper and 1 ink, into dst with its corner at p.
func inkInto(dst *image.Gray, pixels []float32, side int, p image.Point) {
	for y := range side {
		row := dst.Pix[dst.PixOffset(p.X, p.Y+y):]
		for x, v := range pixels[y*side : (y+1)*side] {
			row[x] = uint8(255*(1-min(max(v, 0), 1)) + 0.5)
		}
	}
}

// inked returns one image as a picture.
func inked(pixels []float32, side int) *image.Gray {
	img := image.NewGray(image.Rect(0, 0, side, side))
	inkInto(img, pixels, side, image.Point{})
	return img
}

// tileSize returns the side in points of an image of side pixels that fits into room: a whole number of dots for each
// pixel, so that all pixels come out equally large, at most 12.
func tileSize(side int, room vg.Length) vg.Length {
	dots := min(max(int(room.Points()*dotsPerPoint)/side, 1), 12)
	return vg.Length(dots*side) / dotsPerPoint
}
