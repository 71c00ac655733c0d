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

// slack is how many numbers behind a strip are read, for nothing: a weight comes with the three that follow it, which takes half
// the instructions of a number alone.
const slack = 3

// products computes y = b + Σ wx [4, block] of the neurons of a strip [in, 4], with slack behind it, on x [in, block]: in is a
// multiple of 4.
func products(strip, x []float32, biases *[stripWidth]float32, y []float32) {
	if block == 32 {
		products32(strip, x, biases, (*[stripWidth * 32]float32)(y))
	} else {
		products16(strip, x, biases, (*[stripWidth * 16]float32)(y))
	}
}

// Eight sums at once, since Go 1.26 keeps 15 vectors in registers, also where AVX-512 has 32; and four steps in one, since it copies
// all sums from one register to another at the end of a loop.
func products32(strip, x []float32, biases *[stripWidth]float32, y *[stripWidth * 32]float32) {
	s00, s10 := archsimd.BroadcastFloat32x16(biases[0]), archsimd.BroadcastFloat32x16(biases[1])
	s20, s30 := archsimd.BroadcastFloat32x16(biases[2]), archsimd.BroadcastFloat32x16(biases[3])
	s01, s11, s21, s31 := s00, s10, s20, s30
	for len(strip) >= 4*stripWidth+slack && len(x) >= 4*32 {
		w, b := (*[4*stripWidth + slack]float32)(strip), (*[4 * 32]float32)(x)
		x0, x1 := two16(b[0:])
		s00, s01 = add16(w[0:], x0, x1, s00, s01)
		s10, s11 = add16(w[1:], x0, x1, s10, s11)
		s20, s21 = add16(w[2:], x0, x1, s20, s21)
		s30, s31 = add16(w[3:], x0, x1, s30, s31)
		x0, x1 = two16(b[32:])
		s00, s01 = add16(w[4:], x0, x1, s00, s01)
		s10, s11 = add16(w[5:], x0, x1, s10, s11)
		s20, s21 = add16(w[6:], x0, x1, s20, s21)
		s30, s31 = add16(w[7:], x0, x1, s30, s31)
		x0, x1 = two16(b[64:])
		s00, s01 = add16(w[8:], x0, x1, s00, s01)
		s10, s11 = add16(w[9:], x0, x1, s10, s11)
		s20, s21 = add16(w[10:], x0, x1, s20, s21)
		s30, s31 = add16(w[11:], x0, x1, s30, s31)
		x0, x1 = two16(b[96:])
		s00, s01 = add16(w[12:], x0, x1, s00, s01)
		s10, s11 = add16(w[13:], x0, x1, s10, s11)
		s20, s21 = add16(w[14:], x0, x1, s20, s21)
		s30, s31 = add16(w[15:], x0, x1, s30, s31)
		strip, x = strip[4*stripWidth:], x[4*32:]
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

func two16(x []float32) (x0, x1 archsimd.Float32x16) {
	return archsimd.LoadFloat32x16((*[16]float32)(x)), archsimd.LoadFloat32x16((*[16]float32)(x[16:]))
}

func add16(w []float32, x0, x1, s0, s1 archsimd.Float32x16) (t0, t1 archsimd.Float32x16) {
	v := archsimd.LoadFloat32x4((*[4]float32)(w)).Broadcast1To16()
	return v.MulAdd(x0, s0), v.MulAdd(x1, s1)
}

func products16(strip, x []float32, biases *[stripWidth]float32, y *[stripWidth * 16]float32) {
	s00, s10 := archsimd.BroadcastFloat32x8(biases[0]), archsimd.BroadcastFloat32x8(biases[1])
	s20, s30 := archsimd.BroadcastFloat32x8(biases[2]), archsimd.BroadcastFloat32x8(biases[3])
	s01, s11, s21, s31 := s00, s10, s20, s30
	for len(strip) >= 4*stripWidth+slack && len(x) >= 4*16 {
		w, b := (*[4*stripWidth + slack]float32)(strip), (*[4 * 16]float32)(x)
		x0, x1 := two8(b[0:])
		s00, s01 = add8(w[0:], x0, x1, s00, s01)
		s10, s11 = add8(w[1:], x0, x1, s10, s11)
		s20, s21 = add8(w[2:], x0, x1, s20, s21)
		s30, s31 = add8(w[3:], x0, x1, s30, s31)
		x0, x1 = two8(b[16:])
		s00, s01 = add8(w[4:], x0, x1, s00, s01)
		s10, s11 = add8(w[5:], x0, x1, s10, s11)
		s20, s21 = add8(w[6:], x0, x1, s20, s21)
		s30, s31 = add8(w[7:], x0, x1, s30, s31)
		x0, x1 = two8(b[32:])
		s00, s01 = add8(w[8:], x0, x1, s00, s01)
		s10, s11 = add8(w[9:], x0, x1, s10, s11)
		s20, s21 = add8(w[10:], x0, x1, s20, s21)
		s30, s31 = add8(w[11:], x0, x1, s30, s31)
		x0, x1 = two8(b[48:])
		s00, s01 = add8(w[12:], x0, x1, s00, s01)
		s10, s11 = add8(w[13:], x0, x1, s10, s11)
		s20, s21 = add8(w[14:], x0, x1, s20, s21)
		s30, s31 = add8(w[15:], x0, x1, s30, s31)
		strip, x = strip[4*stripWidth:], x[4*16:]
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

func two8(x []float32) (x0, x1 archsimd.Float32x8) {
	return archsimd.LoadFloat32x8((*[8]float32)(x)), archsimd.LoadFloat32x8((*[8]float32)(x[8:]))
}

func add8(w []float32, x0, x1, s0, s1 archsimd.Float32x8) (t0, t1 archsimd.Float32x8) {
	v := archsimd.LoadFloat32x4((*[4]float32)(w)).Broadcast1To8()
	return v.MulAdd(x0, s0), v.MulAdd(x1, s1)
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
