package paint

import (
	"bytes"
	"image"
)

// Changed returns the least rectangle that holds all pixels in which two frames of one size differ, all of b where a is
// nil. Frames that do not differ have one pixel in common: a GIF has no empty frames.
func Changed(a, b *image.RGBA) image.Rectangle {
	if a == nil {
		return b.Rect
	}
	r := image.Rectangle{}
	for y := range b.Rect.Dy() {
		rowA, rowB := a.Pix[y*a.Stride:(y+1)*a.Stride], b.Pix[y*b.Stride:(y+1)*b.Stride]
		if bytes.Equal(rowA, rowB) {
			continue
		}
		from, to := 0, len(rowB)-1
		for rowA[from] == rowB[from] {
			from++
		}
		for rowA[to] == rowB[to] {
			to--
		}
		r = r.Union(image.Rect(from/4, y, to/4+1, y+1))
	}
	if r.Empty() {
		return image.Rect(0, 0, 1, 1)
	}
	return r
}

// ClearSame gives pixels of drawn that are the same in before, of the same rectangle and palette, the palette's transparent
// colour: they take next to no room. Those that go on with the colour on their left keep it, since a longer run takes less.
func ClearSame(drawn, before *image.Paletted, transparent uint8) {
	for i, index := range drawn.Pix {
		if index == before.Pix[i] && (i == 0 || drawn.Pix[i-1] != index) {
			drawn.Pix[i] = transparent
		}
	}
}
