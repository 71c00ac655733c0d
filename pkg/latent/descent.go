package latent

import (
	"slices"

	"gonum.org/v1/gonum/mat"
	"latentlab/pkg/internal/vectors"
)

// A curve is a path with what the decoder makes of it.
type curve struct {
	path   [][]float32
	images [][]float32 // of the path's points
	energy float64     // of the path, each of its pieces cut into energyPieces
}

const (
	// energyPieces is into how many pieces the energy cuts each piece of a path.
	energyPieces = 4

	// leastGain is the share of the energy below which a step's gain makes it the last.
	leastGain = 1e-4
)

// stepSizes are the sizes that a step of descent tries, all in one call of the decoder.
var stepSizes = []float64{1, 0.5, 0.2, 0.05}

// descend returns the path after at most so many steps of descent, each of which lowers the energy.
func descend(function string, decoder Decoder, path [][]float32, steps int) [][]float32 {
	now := curves(function, decoder, path)[0]
	for range steps {
		step, ok := gaussNewton(jacobiansAt(function, decoder, now.path[1:len(path)-1]), now.images)
		if !ok {
			return now.path
		}
		var trials [][][]float32
		for _, size := range stepSizes {
			if trial := moved(now.path, step, size); within(trial, farthestCode) {
				trials = append(trials, trial)
			}
		}
		before := now.energy
		for _, c := range curves(function, decoder, trials...) {
			if c.energy < now.energy {
				now = c
			}
		}
		if now.energy >= (1-leastGain)*before {
			return now.path
		}
	}
	return now.path
}

// within tells whether all numbers of a path are between −limit and limit.
func within(path [][]float32, limit float32) bool {
	return !slices.ContainsFunc(path, func(code []float32) bool {
		return slices.ContainsFunc(code, func(v float32) bool { return !(max(v, -v) <= limit) })
	})
}

// curves decodes paths of the same number of points together.
func curves(function string, decoder Decoder, paths ...[][]float32) []curve {
	if len(paths) == 0 {
		return nil
	}
	var codes [][]float32
	for _, path := range paths {
		codes = append(codes, refine(path, energyPieces*(len(path)-1))...)
	}
	images := decode(function, decoder, codes)
	found := make([]curve, len(paths))
	for i, path := range paths {
		c := curve{path: path}
		own := images[i*len(codes)/len(paths) : (i+1)*len(codes)/len(paths)]
		for j := range own {
			if j%energyPieces == 0 {
				c.images = append(c.images, own[j])
			}
			if j > 0 {
				c.energy += vectors.SquaredDistance(own[j-1], own[j])
			}
		}
		found[i] = c
	}
	return found
}

// gaussNewton returns the step dz (m × d) of a path's m inner points that minimises Σ‖g(zᵢ₊₁) − g(zᵢ)‖² for a g that is
// linear around each of them. Its normal equations couple neighbours only,
//
//	2Gᵢ dzᵢ − JᵢᵀJᵢ₋₁ dzᵢ₋₁ − JᵢᵀJᵢ₊₁ dzᵢ₊₁ = −Jᵢᵀ(2gᵢ − gᵢ₋₁ − gᵢ₊₁),
//
// and are solved as a banded system. It is not ok where the images do not depend on the codes.
func gaussNewton(jacobians []*mat.Dense, images [][]float32) (step *mat.VecDense, ok bool) {
	pixels, d := jacobians[0].Dims()
	m := len(jacobians)
	system := mat.NewSymBandDense(m*d, min(2*d-1, m*d-1), nil)
	right := mat.NewVecDense(m*d, nil)
	bend := mat.NewVecDense(pixels, nil)
	var product, pull mat.Dense
	trace := 0.0
	for i, j := range jacobians {
		for p := range pixels {
			before, here, after := float64(images[i][p]), float64(images[i+1][p]), float64(images[i+2][p])
			bend.SetVec(p, before+after-2*here)
		}
		pull.Mul(j.T(), bend)
		product.Mul(j.T(), j)
		for r := range d {
			right.SetVec(i*d+r, pull.At(r, 0))
			trace += 2 * product.At(r, r)
			for c := r; c < d; c++ {
				system.SetSymBand(i*d+r, i*d+c, 2*product.At(r, c))
			}
		}
		if i+1 < m {
			product.Mul(j.T(), jacobians[i+1])
			for r := range d {
				for c := range d {
					system.SetSymBand(i*d+r, (i+1)*d+c, -product.At(r, c))
				}
			}
		}
	}
	// Where the decoder is flat, the system is singular but for this.
	for i := range m * d {
		system.SetSymBand(i, i, system.At(i, i)+1e-4*trace/float64(m*d))
	}
	var cholesky mat.BandCholesky
	if !cholesky.Factorize(system) {
		return nil, false
	}
	step = mat.NewVecDense(m*d, nil)
	return step, cholesky.SolveVecTo(step, right) == nil
}

// moved returns the path with its inner points moved by size times the step.
func moved(path [][]float32, step *mat.VecDense, size float64) [][]float32 {
	d, last := len(path[0]), len(path)-1
	to := rows(len(path), d)
	copy(to[0], path[0])
	copy(to[last], path[last])
	for i := 1; i < last; i++ {
		for k := range d {
			to[i][k] = float32(float64(path[i][k]) + size*step.AtVec((i-1)*d+k))
		}
	}
	return to
}
