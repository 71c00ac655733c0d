package latent

import (
	"math"

	"gonum.org/v1/gonum/mat"
	"latentlab/pkg/internal/vectors"
)

// Search looks for the codes (n × d) whose decoded images are nearest to images (n × pixels): what one does where there is a
// decoder g and no encoder f, as of a GAN (Creswell and Bharath 2016, "Inverting the generator of a generative adversarial
// network"). It returns them with their errors, as [SquaredErrors] has them.
//
// For each image it goes downhill on ‖g(z) − x‖² from each of the starts (m × d), by at most so many steps
//
//	dz = −(JᵀJ + λI)⁻¹ Jᵀ(g(z) − x),
//
// along the gradient where λ is large and to the minimum of a linear g where it is small (Levenberg 1944; Marquardt 1963): λ
// grows with each step that would lead uphill, which is not taken, and falls with each that is. J is taken as by [Metric]. A
// valley need not be the deepest one, so the best of the starts' ends is returned; with more starts it is never worse.
//
// It panics where images or starts are empty, not finite or of different lengths, where starts are beyond half of float32's
// range, where steps is below 0, on a nil decoder, and on one that returns what Metric refuses or images of another width.
func Search(decoder Decoder, images, starts [][]float32, steps int) (z [][]float32, errs []float64) {
	const function = "Search"
	wantDecoder(function, decoder)
	w := wantRows(function, "image", images)
	d := wantRows(function, "start", starts)
	wantReach(function, starts)
	wantCount(function, "steps", steps, 0, math.MaxInt32, "")
	decoded := decode(function, decoder, starts)
	wantRowsOf(function, "decoded image", decoded, w, "each image")
	z, errs = rows(len(images), d), make([]float64, len(images))
	for i, x := range images {
		var searches []*search
		for k, start := range starts {
			searches = append(searches, &search{x: x, z: start, image: decoded[k], error: vectors.SquaredDistance(decoded[k], x), damping: firstDamping})
		}
		descendAll(function, decoder, searches, steps)
		best := searches[0]
		for _, s := range searches {
			if s.error < best.error {
				best = s
			}
		}
		copy(z[i], best.z)
		errs[i] = best.error / float64(w)
	}
	return z, errs
}

// A search is for one image from one start, as far as it has come.
type search struct {
	x, z, image []float32
	error       float64    // ‖image − x‖²
	slope       *mat.Dense // J at z; nil where it is not known yet
	damping     float64    // λ as a share of the mean of JᵀJ's diagonal
}

const (
	firstDamping = 1e-2
	lastDamping  = 1e4 // steps no longer lead anywhere
)

// descendAll takes the steps of searches together, so that the decoder gets all their codes in one call.
func descendAll(function string, decoder Decoder, searches []*search, steps int) {
	for range steps {
		var moving, turned []*search
		var here [][]float32
		for _, s := range searches {
			if s.damping > lastDamping {
				continue
			}
			moving = append(moving, s)
			if s.slope == nil {
				turned, here = append(turned, s), append(here, s.z)
			}
		}
		if len(moving) == 0 {
			return
		}
		if len(turned) > 0 {
			for i, j := range jacobiansAt(function, decoder, here) {
				turned[i].slope = j
			}
		}
		var trying []*search
		var next [][]float32
		for _, s := range moving {
			if to, ok := s.step(); ok {
				trying, next = append(trying, s), append(next, to)
			} else {
				s.damping = math.Inf(1)
			}
		}
		if len(trying) == 0 {
			return
		}
		for i, image := range decode(function, decoder, next) {
			trying[i].take(next[i], image)
		}
	}
}

// step returns where the search would go. It is not ok where the image does not depend on the code, or the code would leave
// float32.
func (s *search) step() (to []float32, ok bool) {
	pixels, d := s.slope.Dims()
	away := mat.NewVecDense(pixels, nil) // g(z) − x
	for p := range pixels {
		away.SetVec(p, float64(s.image[p])-float64(s.x[p]))
	}
	var gradient, dz mat.VecDense
	gradient.MulVec(s.slope.T(), away)
	system := gram(s.slope)
	damping := s.damping * mat.Trace(system) / float64(d)
	for k := range d {
		system.SetSym(k, k, system.At(k, k)+damping)
	}
	var cholesky mat.Cholesky
	if !cholesky.Factorize(system) || cholesky.SolveVecTo(&dz, &gradient) != nil {
		return nil, false
	}
	to = make([]float32, d)
	for k := range d {
		to[k] = float32(float64(s.z[k]) - dz.AtVec(k))
	}
	return to, within([][]float32{to}, farthestCode)
}

// take moves the search to a code with its image where that is nearer to x, and else makes the next step shorter.
func (s *search) take(z, image []float32) {
	found := vectors.SquaredDistance(image, s.x)
	if !(found < s.error) {
		s.damping *= 10
		return
	}
	if found > (1-leastGain)*s.error {
		s.damping = math.Inf(1) // it has arrived
	} else {
		s.damping /= 10
	}
	s.z, s.image, s.error, s.slope = z, image, found, nil
}
