package paint

import (
	"bytes"
	"testing"
)

func TestInkIsBlackAndCutOff(t *testing.T) {
	img := Inked([]float32{0, 1, -0.5, 1.5}, 2)
	if want := []uint8{255, 0, 255, 0}; !bytes.Equal(img.Pix, want) {
		t.Errorf("0, 1, −0.5, 1.5 are drawn as %v, want %v", img.Pix, want)
	}
}
