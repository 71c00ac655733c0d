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

// ClearSame gives those pixels of drawn the palette's transparent colour that do not change from one frame to the next:
// they take next to no room. The first frame, before nil, stays as it is.
func ClearSame(drawn *image.Paletted, before, frame *image.RGBA, transparent uint8) {
	if before == nil {
		return
	}
	r := drawn.Rect
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			if i := frame.PixOffset(x, y); [4]uint8(frame.Pix[i:]) == [4]uint8(before.Pix[i:]) {
				drawn.Pix[drawn.PixOffset(x, y)] = transparent
			}
		}
	}
}
