package latent

import (
	"fmt"

	"gonum.org/v1/gonum/blas/blas32"
)

// Trustworthiness tells how far neighbours among the codes z (n × d) can be believed to be neighbours among the images
// x (n × w): 1 where each code's k nearest codes belong to the k nearest images, less for each that comes from farther
// away in the images' order, about 0.5 for codes at random. The lecture takes k = 10.
//
// Venna and Kaski, "Neighborhood preservation in nonlinear projection methods: an experimental study", ICANN 2001:
//
//	T(k) = 1 − 2 / (n k (2n − 3k − 1)) · Σᵢ Σⱼ max(0, r(i, j) − k)
//
// where j runs over the k nearest codes of i, and r(i, j) is j's rank among the images by distance from i, 1 for the
// nearest. It panics where x and z do not match and where k is not between 1 and n/2, as the sum's scale needs.
func Trustworthiness(x, z [][]float32, k int) float64 {
	n := len(z)
	_, errX := width("image", x)
	_, errZ := width("code", z)
	switch {
	case errX != nil:
		demand("Trustworthiness", errX)
	case errZ != nil:
		demand("Trustworthiness", errZ)
	case len(x) != n:
		panic(fmt.Sprintf("latent: Trustworthiness: %d images, but %d codes: want one for each", len(x), n))
	case k < 1 || k > (n-1)/2:
		panic(fmt.Sprintf("latent: Trustworthiness: k is %d: want at least 1 and less than half of the %d codes", k, n))
	}
	tooFar := 0
	for _, ranks := range ranksOf(kNearest(z, z, k, true), x) {
		for _, rank := range ranks {
			tooFar += max(0, rank-k)
		}
	}
	return 1 - 2*float64(tooFar)/float64(n*k*(2*n-3*k-1))
}

// ranksOf returns the rank by distance that each of x[i]'s given neighbours has among all rows of x but x[i] itself: 1
// for the nearest, the lower index first where distances are equal.
func ranksOf(near [][]neighbour, x [][]float32) [][]int {
	ranks := make([][]int, len(x))
	squared := make([][]float64, len(x)) // distances² of the given neighbours, in x
	for i := range x {
		ranks[i] = make([]int, len(near[i]))
		squared[i] = make([]float64, len(near[i]))
		for j, nb := range near[i] {
			ranks[i][j] = 1
			squared[i][j] = squaredDistance(x[i], x[nb.index])
		}
	}
	bound, norms := boundFor(len(x[0])), squaredNorms(x)
	eachTile(x, x, func(first int, dots blas32.General) {
		parallel(len(x), func(lo, hi int) {
			for r := range dots.Rows {
				other := first + r
				row := dots.Data[r*dots.Stride:][:dots.Cols]
				for i := lo; i < hi; i++ {
					if i == other {
						continue
					}
					low, high := bound.bracket(norms[i]+norms[other], row[i])
					for j, limit := range squared[i] {
						if low > limit {
							continue
						}
						if high < limit || comesBefore(x, i, other, near[i][j].index, limit) {
							ranks[i][j]++
						}
					}
				}
			}
		})
	})
	return ranks
}

// comesBefore tells whether x[a] comes before x[b] in the order of distance from x[i], b's distance² being limit.
func comesBefore(x [][]float32, i, a, b int, limit float64) bool {
	d := squaredDistance(x[i], x[a])
	return d < limit || d == limit && a < b
}
