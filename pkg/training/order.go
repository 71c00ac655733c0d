package training

import "math/rand/v2"

// An order is the endless sequence of images that training takes: one random permutation after the other. Any part of
// it follows from the seed alone, so that a training goes on where it was interrupted.
type order struct {
	seed   uint64
	images int

	epoch       int   // of permutation
	permutation []int // nil before the first use
}

// streamOfBatches keeps these random numbers apart from others of the same seed.
const streamOfBatches = 2

// next returns the n images from position from on.
func (o *order) next(from, n int) []int {
	rows := make([]int, n)
	for i := range rows {
		epoch, at := (from+i)/o.images, (from+i)%o.images
		if o.permutation == nil || epoch != o.epoch {
			rng := rand.New(rand.NewPCG(o.seed, streamOfBatches+uint64(epoch)<<8))
			o.epoch, o.permutation = epoch, rng.Perm(o.images)
		}
		rows[i] = o.permutation[at]
	}
	return rows
}
