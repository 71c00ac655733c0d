//go:build amd64 && goexperiment.simd

package backend

import "simd/archsimd"

// block is how many rows are computed at once: two vectors, or 0 where the processor does not multiply and add them in one.
var block = func() int {
	switch {
	case archsimd.X86.AVX512():
		return 32
	case archsimd.X86.AVX2() && archsimd.X86.FMA():
		return 16
	}
	return 0
}()

// products computes y = b + Σ wx [4, block] of the neurons of a strip on x [in, block].
func products(strip, x []float32, b *[stripWidth]float32, y []float32) {
	if block == 32 {
		products32(strip, x, b, (*[stripWidth * 32]float32)(y))
	} else {
		products16(strip, x, b, (*[stripWidth * 16]float32)(y))
	}
}

// Eight sums at once: Go 1.26 keeps 15 vectors in registers, also where AVX-512 has 32.
func products32(strip, x []float32, b *[stripWidth]float32, y *[stripWidth * 32]float32) {
	s00, s10 := archsimd.BroadcastFloat32x16(b[0]), archsimd.BroadcastFloat32x16(b[1])
	s20, s30 := archsimd.BroadcastFloat32x16(b[2]), archsimd.BroadcastFloat32x16(b[3])
	s01, s11, s21, s31 := s00, s10, s20, s30
	for len(strip) >= stripWidth && len(x) >= 32 {
		x0 := archsimd.LoadFloat32x16((*[16]float32)(x))
		x1 := archsimd.LoadFloat32x16((*[16]float32)(x[16:]))
		w := archsimd.BroadcastFloat32x16(strip[0])
		s00, s01 = w.MulAdd(x0, s00), w.MulAdd(x1, s01)
		w = archsimd.BroadcastFloat32x16(strip[1])
		s10, s11 = w.MulAdd(x0, s10), w.MulAdd(x1, s11)
		w = archsimd.BroadcastFloat32x16(strip[2])
		s20, s21 = w.MulAdd(x0, s20), w.MulAdd(x1, s21)
		w = archsimd.BroadcastFloat32x16(strip[3])
		s30, s31 = w.MulAdd(x0, s30), w.MulAdd(x1, s31)
		strip, x = strip[stripWidth:], x[32:]
	}
	s00.Store((*[16]float32)(y[0:]))
	s01.Store((*[16]float32)(y[16:]))
	s10.Store((*[16]float32)(y[32:]))
	s11.Store((*[16]float32)(y[48:]))
	s20.Store((*[16]float32)(y[64:]))
	s21.Store((*[16]float32)(y[80:]))
	s30.Store((*[16]float32)(y[96:]))
	s31.Store((*[16]float32)(y[112:]))
}

func products16(strip, x []float32, b *[stripWidth]float32, y *[stripWidth * 16]float32) {
	s00, s10 := archsimd.BroadcastFloat32x8(b[0]), archsimd.BroadcastFloat32x8(b[1])
	s20, s30 := archsimd.BroadcastFloat32x8(b[2]), archsimd.BroadcastFloat32x8(b[3])
	s01, s11, s21, s31 := s00, s10, s20, s30
	for len(strip) >= stripWidth && len(x) >= 16 {
		x0 := archsimd.LoadFloat32x8((*[8]float32)(x))
		x1 := archsimd.LoadFloat32x8((*[8]float32)(x[8:]))
		w := archsimd.BroadcastFloat32x8(strip[0])
		s00, s01 = w.MulAdd(x0, s00), w.MulAdd(x1, s01)
		w = archsimd.BroadcastFloat32x8(strip[1])
		s10, s11 = w.MulAdd(x0, s10), w.MulAdd(x1, s11)
		w = archsimd.BroadcastFloat32x8(strip[2])
		s20, s21 = w.MulAdd(x0, s20), w.MulAdd(x1, s21)
		w = archsimd.BroadcastFloat32x8(strip[3])
		s30, s31 = w.MulAdd(x0, s30), w.MulAdd(x1, s31)
		strip, x = strip[stripWidth:], x[16:]
	}
	s00.Store((*[8]float32)(y[0:]))
	s01.Store((*[8]float32)(y[8:]))
	s10.Store((*[8]float32)(y[16:]))
	s11.Store((*[8]float32)(y[24:]))
	s20.Store((*[8]float32)(y[32:]))
	s21.Store((*[8]float32)(y[40:]))
	s30.Store((*[8]float32)(y[48:]))
	s31.Store((*[8]float32)(y[56:]))
}

// activate puts an activation's values into the place of x, whose length is a multiple of 8.
func activate(a activation, x []float32) {
	half := archsimd.BroadcastFloat32x8(0.5)
	for ; len(x) >= 8; x = x[8:] {
		eight := (*[8]float32)(x)
		v := archsimd.LoadFloat32x8(eight)
		switch a {
		case tanh:
			v = tanh8(v)
		case sigmoid:
			v = tanh8(v.Mul(half)).MulAdd(half, half) // 1/(1 + e⁻ˣ) = (1 + tanh x/2)/2
		default:
			return
		}
		v.Store(eight)
	}
}

// tanh8 is the rational approximation that Eigen and XLA use, to 4·10⁻⁷ of the value: odd(x)/even(x), constant beyond ±largest.
func tanh8(x archsimd.Float32x8) archsimd.Float32x8 {
	const largest = 7.90531110763549805
	near := x.Max(archsimd.BroadcastFloat32x8(-largest)).Min(archsimd.BroadcastFloat32x8(largest))
	square := near.Mul(near)
	odd := polynomial(square, -2.76076847742355e-16, 2.00018790482477e-13, -8.60467152213735e-11, 5.12229709037114e-08,
		1.48572235717979e-05, 6.37261928875436e-04, 4.89352455891786e-03).Mul(near)
	even := polynomial(square, 1.19825839466702e-06, 1.18534705686654e-04, 2.26843463243900e-03, 4.89352518554385e-03)
	return x.Merge(odd.Div(even), x.IsNaN()) // near is not: Max and Min lose it
}

// polynomial is c₀xⁿ + … + cₙ, by Horner's rule.
func polynomial(x archsimd.Float32x8, c ...float32) archsimd.Float32x8 {
	sum := archsimd.BroadcastFloat32x8(c[0])
	for _, next := range c[1:] {
		sum = sum.MulAdd(x, archsimd.BroadcastFloat32x8(next))
	}
	return sum
}
