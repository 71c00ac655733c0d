package latent

import (
	"cmp"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
	"latentlab/pkg/internal/cores"
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
	together := max(1, decodeBatch/(2*d*len(starts)))
	for first := 0; first < len(images); first += together {
		searches := make([]search, 0, together*len(starts))
		for _, x := range images[first:min(first+together, len(images))] {
			for k, start := range starts {
				searches = append(searches, search{x: x, z: start, image: decoded[k], error: vectors.SquaredDistance(decoded[k], x), damping: firstDamping})
			}
		}
		descendAll(function, decoder, searches, steps)
		for i := range len(searches) / len(starts) {
			ends := searches[i*len(starts) : (i+1)*len(starts)]
			best := slices.MinFunc(ends, func(a, b search) int { return cmp.Compare(a.error, b.error) })
			copy(z[first+i], best.z)
			errs[first+i] = best.error / float64(w)
		}
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
	leastDamping = 1e-4
	lastDamping  = 1e2 // with which steps lead nowhere
)

// descendAll takes the steps of searches together, so that the decoder gets all their codes in one call.
func descendAll(function string, decoder Decoder, searches []search, steps int) {
	for range steps {
		var unknown []*search // without J
		var here [][]float32
		for i := range searches {
			if s := &searches[i]; s.moves() && s.slope == nil {
				unknown, here = append(unknown, s), append(here, s.z)
			}
		}
		if len(here) > 0 {
			for i, j := range jacobiansAt(function, decoder, here) {
				unknown[i].slope = j
			}
		}
		next := make([][]float32, len(searches)) // nil where a search has ended
		cores.Parts(len(searches), func(lo, hi int) {
			for i := lo; i < hi; i++ {
				if searches[i].moves() {
					next[i] = searches[i].step()
				}
			}
		})
		trials := slices.DeleteFunc(slices.Clone(next), func(z []float32) bool { return z == nil })
		if len(trials) == 0 {
			return
		}
		images := decode(function, decoder, trials)
		for i, z := range next {
			if z != nil {
				searches[i].take(z, images[0])
				images = images[1:]
			}
		}
	}
}

// moves tells whether steps still lead anywhere.
func (s *search) moves() bool { return s.damping <= lastDamping }

// step returns where the search would go. Where the image does not depend on the code, or the code would leave float32, it
// returns nil, and the search has ended.
func (s *search) step() []float32 {
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
		s.end()
		return nil
	}
	to := make([]float32, d)
	for k := range d {
		to[k] = float32(float64(s.z[k]) - dz.AtVec(k))
	}
	if !within([][]float32{to}, farthestCode) {
		s.end()
		return nil
	}
	return to
}

func (s *search) end() { s.damping = math.Inf(1) }

// take moves the search to a code with its image where that is nearer to x, and else makes the next step shorter.
func (s *search) take(z, image []float32) {
	found := vectors.SquaredDistance(image, s.x)
	if !(found < s.error) {
		s.damping *= 10
		return
	}
	if found > (1-leastGain)*s.error {
		s.end() // it has arrived
	} else {
		s.damping = max(s.damping/10, leastDamping)
	}
	s.z, s.image, s.error, s.slope = z, image, found, nil
}
