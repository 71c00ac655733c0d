package latent

import (
	"gonum.org/v1/gonum/blas/blas32"

	"latentlab/pkg/internal/cores"
	"latentlab/pkg/internal/vectors"
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
// nearest. It panics where x and z are empty, not finite or not as many, where k is not at least 1 and below n/2, as the
// sum's scale needs, and where n times k is above 2²⁴.
func Trustworthiness(x, z [][]float32, k int) float64 {
	const function = "Trustworthiness"
	n := len(z)
	wantRows(function, "image", x)
	wantRows(function, "code", z)
	wantPairs(function, len(x), "image", n, "code")
	wantNeighbours(function, k, (n-1)/2, n)
	tooFar := 0
	for _, ranks := range ranksOf(kNearest(z, z, k, true), x) {
		for _, rank := range ranks {
			tooFar += max(0, rank-k)
		}
	}
	return 1 - 2*float64(tooFar)/float64(n*k*(2*n-3*k-1))
}

// ranksOf returns, for each given neighbour of x[i], its rank by distance from x[i] among all other rows of x: 1 for the
// nearest, the lower index first where distances are equal.
func ranksOf(near [][]neighbour, x [][]float32) [][]int {
	ranks := make([][]int, len(x))
	squared := make([][]float64, len(x)) // distances² of the given neighbours, in x
	for i := range x {
		ranks[i] = make([]int, len(near[i]))
		squared[i] = make([]float64, len(near[i]))
		for j, nb := range near[i] {
			ranks[i][j] = 1
			squared[i][j] = vectors.SquaredDistance(x[i], x[nb.index])
		}
	}
	bound, norms := boundFor(len(x[0])), squaredNorms(x)
	eachTile(x, x, func(first int, dots blas32.General) {
		cores.Parts(len(x), func(lo, hi int) {
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
	d := vectors.SquaredDistance(x[i], x[a])
	return d < limit || d == limit && a < b
}
