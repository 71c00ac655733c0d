package latent

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// halfStep returns how far to either side of a code's number a difference quotient looks. Decoders compute in float32:
// with a shorter step their rounding shows, with a longer one their curvature. It suits codes that spread over about 1
// to 100; for larger numbers it grows with them, as float32's spacing does.
func halfStep(v float32) float32 { return max(0.01, 1e-4*max(v, -v)) }

// decodeBatch is how many codes a decoder gets at most in one call.
const decodeBatch = 1024

// Metric returns the decoder's metric at a code z: G = JᵀJ (d × d), J being the Jacobian ∂g/∂z. A step dz in the latent
// space is a step of length √(dzᵀ G dz) in the space of images (Shao, Kumar and Fletcher 2018, "The Riemannian geometry
// of deep generative models"). J is taken by central differences.
//
// It panics where z is empty, not finite or beyond half of float32's range, on a nil decoder, and on one that returns
// another number of images than it is given codes, or images that are not finite or of different widths.
func Metric(decoder Decoder, z []float32) *mat.SymDense {
	const function = "Metric"
	wantDecoder(function, decoder)
	wantRows(function, "code", [][]float32{z})
	wantReach(function, [][]float32{z})
	return gram(jacobiansAt(function, decoder, [][]float32{z})[0])
}

// Magnification returns √det G at each code z (n × d), G being the [Metric]: by how much the decoder magnifies a small
// volume there (Arvanitidis, Hansen and Hauberg 2018, "Latent space oddity", section 2). It is small where decoded images
// hardly change and large where they change quickly, as between the classes. It panics where Metric does, and where √det G
// is beyond float64.
func Magnification(decoder Decoder, z [][]float32) []float64 {
	const function = "Magnification"
	wantDecoder(function, decoder)
	d := wantRows(function, "code", z)
	wantReach(function, z)
	magnification := make([]float64, 0, len(z))
	for len(z) > 0 {
		batch := z[:min(len(z), max(1, decodeBatch/(2*d)))]
		z = z[len(batch):]
		for _, j := range jacobiansAt(function, decoder, batch) {
			size := math.Sqrt(max(0, mat.Det(gram(j))))
			if math.IsNaN(size) || math.IsInf(size, 0) {
				refuse(function, "at code %d it is beyond float64: want a decoder with smaller images", len(magnification))
			}
			magnification = append(magnification, size)
		}
	}
	return magnification
}

// jacobiansAt returns J = ∂g/∂z (pixels × d) at each code.
func jacobiansAt(function string, decoder Decoder, z [][]float32) []*mat.Dense {
	d := len(z[0])
	beside := rows(2*d*len(z), d)
	for i, code := range z {
		for k := range d {
			ahead, behind := beside[2*(i*d+k)], beside[2*(i*d+k)+1]
			copy(ahead, code)
			copy(behind, code)
			ahead[k] += halfStep(code[k])
			behind[k] -= halfStep(code[k])
		}
	}
	images := decode(function, decoder, beside)
	jacobians := make([]*mat.Dense, len(z))
	for i := range z {
		jacobians[i] = mat.NewDense(len(images[0]), d, nil)
		for k := range d {
			at := 2 * (i*d + k)
			// The step that float32 really made.
			step := float64(beside[at][k]) - float64(beside[at+1][k])
			for p, v := range images[at] {
				jacobians[i].Set(p, k, (float64(v)-float64(images[at+1][p]))/step)
			}
		}
	}
	return jacobians
}

// gram returns JᵀJ.
func gram(j *mat.Dense) *mat.SymDense {
	var g mat.SymDense
	g.SymOuterK(1, j.T())
	return &g
}

// decode returns the decoder's images of codes, and refuses a decoder that does not return a finite one for each.
func decode(function string, decoder Decoder, z [][]float32) [][]float32 {
	images := make([][]float32, 0, len(z))
	for len(images) < len(z) {
		batch := z[len(images):min(len(images)+decodeBatch, len(z))]
		decoded := decoder.Decode(batch)
		wantPairs(function, len(batch), "code", len(decoded), "decoder's image")
		images = append(images, decoded...)
	}
	wantRows(function, "decoded image", images)
	return images
}
