package latent_test

import (
	"fmt"
	"math"
)

// rowsOf is an autoencoder that returns its first row for each it is given, or nothing where it has none.
type rowsOf [][]float32

func (r rowsOf) Encode(x [][]float32) [][]float32 { return r.Decode(x) }
func (r rowsOf) Decode(z [][]float32) [][]float32 {
	if len(r) == 0 {
		return r
	}
	out := make([][]float32, len(z))
	for i := range out {
		out[i] = r[0]
	}
	return out
}

// leaps is an autoencoder whose images change by the most that float32 has from one code to the next.
type leaps struct{}

func (leaps) Encode(x [][]float32) [][]float32 { return x }
func (leaps) Decode(z [][]float32) [][]float32 {
	out := make([][]float32, len(z))
	for i, code := range z {
		out[i] = []float32{math.MaxFloat32, -math.MaxFloat32}
		for k, v := range code {
			if int(v*1e3)%2 == 0 {
				out[i][k%2] *= -1
			}
		}
	}
	return out
}

// cliffs is an autoencoder that is nearly flat but for steps almost as high as float32 goes, so that Gauss–Newton steps
// go beyond it. No decoder must ever be asked there.
type cliffs struct{}

func (cliffs) Encode(x [][]float32) [][]float32 { return x }
func (cliffs) Decode(z [][]float32) [][]float32 {
	out := make([][]float32, len(z))
	for i, code := range z {
		if code[0]-code[0] != 0 || code[1]-code[1] != 0 {
			panic(fmt.Sprint("asked at ", code))
		}
		out[i] = []float32{0.01 * code[1], 1e38}
		if int(math.Floor(float64(code[0])/16))%2 != 0 {
			out[i][0], out[i][1] = out[i][1], out[i][0]
		}
	}
	return out
}

// lost is an autoencoder whose codes are its own, whatever the images.
type lost [][]float32

func (l lost) Encode([][]float32) [][]float32   { return l }
func (l lost) Decode(z [][]float32) [][]float32 { return polar.Decode(z) }

// polar2 is polar with an encoder.
type polar2 struct{}

func (polar2) Encode(x [][]float32) [][]float32 { return x }
func (polar2) Decode(z [][]float32) [][]float32 {
	return polar.Decode(z)
}
