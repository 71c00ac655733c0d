package explorer

import (
	"math"
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

// Between the two that around returns lies v, and no other 16-bit float.
func TestAround(t *testing.T) {
	for _, v := range []float32{0.1, -0.1, 3, 1e-9, -1e-9, 0x1p-14 - 0x1p-30, -0x1p-14 + 0x1p-30, 1.9999999, 2047.5, 65503} {
		low, high := around(v)
		if !(low <= v && v <= high) {
			t.Errorf("%g does not lie between %g and %g", v, low, high)
		}
		if v == single(half(v)) != (low == high) {
			t.Errorf("around(%g) is %g, %g", v, low, high)
		}
		if low < high {
			if between := single(half((low + high) / 2)); between != low && between != high {
				t.Errorf("around(%g) is %g, %g, and between them is %g", v, low, high, between)
			}
		}
		if math.Signbit(float64(low)) != math.Signbit(float64(high)) && low != 0 && high != 0 {
			t.Errorf("around(%g) is %g, %g: want 0 in between", v, low, high)
		}
	}
}
