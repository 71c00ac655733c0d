package explorer

import (
	"testing"
)

func TestHalf(t *testing.T) {
	for v, want := range map[float32]uint16{
		0: 0, 1: 0x3c00, -2: 0xc000, 0.1: 0x2e66, 65504: 0x7bff, 1e9: 0x7bff, 0x1p-14: 0x0400, 0x1p-24: 1, -0x1p-15: 0x8200, 1.9999999: 0x4000,
	} {
		if got := half(v); got != want {
			t.Errorf("half(%g) = %#04x, want %#04x", v, got, want)
		}
	}
}

func TestEveryHalfIsItself(t *testing.T) {
	for h := range uint16(0x7c00) {
		for _, h := range []uint16{h, h | 0x8000} {
			if got := half(single(h)); got != h {
				t.Errorf("%#04x is %g, which is %#04x", h, single(h), got)
			}
		}
	}
}
