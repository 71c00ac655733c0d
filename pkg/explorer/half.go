package explorer

import (
	"encoding/base64"
	"encoding/binary"
	"math"
)

// largestHalf is the largest 16-bit float.
const largestHalf = 65504

// halves returns values as 16-bit floats, little end first, in base64.
func halves(values []float32) string {
	bytes := make([]byte, 0, 2*len(values))
	for _, v := range values {
		bytes = binary.LittleEndian.AppendUint16(bytes, half(v))
	}
	return base64.StdEncoding.EncodeToString(bytes)
}

// half rounds to the nearest 16-bit float (IEEE 754 binary16). What is too large becomes the largest, what is too small 0.
func half(v float32) uint16 {
	sign := uint16(math.Float32bits(v) >> 16 & 0x8000)
	a := math.Abs(float64(v))
	switch {
	case a >= largestHalf:
		return sign | 0x7bff
	case a < 0x1p-14: // subnormal: a multiple of 2⁻²⁴
		return sign | uint16(math.RoundToEven(a*0x1p24))
	}
	fraction, exponent := math.Frexp(a) // a = fraction · 2^exponent, fraction in [½, 1)
	mantissa := uint16(math.RoundToEven(fraction * 2048))
	return sign | (uint16(exponent+13)<<10 + mantissa) // mantissa holds the leading 1, which adds 1 to the exponent
}

// single returns the value of a finite 16-bit float.
func single(h uint16) float32 {
	exponent, fraction := int(h>>10&31), float64(h&1023)
	value := math.Ldexp(fraction, -24)
	if exponent > 0 {
		value = math.Ldexp(1024+fraction, exponent-25)
	}
	return float32(math.Copysign(value, 1-2*float64(h>>15)))
}
