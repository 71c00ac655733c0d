package quality

import (
	"math"
	"slices"

	"latentlab/pkg/internal/cores"
	"latentlab/pkg/internal/vectors"
)

// A Manifold compares two sets of features by neighbourhoods: the ball around each row out to its k-th nearest neighbour in its
// own set. All balls of a set together stand for where its images are.
type Manifold struct {
	// Precision is the share of fakes that lie in a ball of a real image, Recall the share of real images that lie in a ball of a
	// fake (Kynkäänniemi et al. 2019, "Improved precision and recall metric", who take k = 3).
	Precision, Recall float64

	// Density is the mean number of real images' balls that a fake lies in, divided by k, which an outlier raises less and which can
	// be above 1; Coverage is the share of real images whose balls hold a fake (Naeem et al. 2020, "Reliable fidelity and
	// diversity metrics", who take k = 5).
	Density, Coverage float64
}

// Compare compares features of fakes (m × d) with those of real images (n × d), with k neighbours. It panics where a set has no
// more than k rows or more than 20,000, and where k is below 1.
func Compare(real, fakes [][]float32, k int) Manifold {
	const function = "Compare"
	wantPairs(function, real, fakes, 2)
	if most := min(len(real), len(fakes)) - 1; k < 1 || k > most {
		refuse(function, "k is %d: want 1 to %d for sets of %d and %d rows", k, most, len(real), len(fakes))
	}
	realRadii, fakeRadii := radii(real, k), radii(fakes, k)
	held := make([]int, len(fakes))     // real balls that a fake lies in
	holds := make([]bool, len(real))    // a real ball holds a fake
	recalled := make([]bool, len(real)) // a real image lies in a fake's ball
	byFake := make([][]bool, len(real)) // which fakes a real ball holds
	cores.Each(len(real), func(i int) {
		byFake[i] = make([]bool, len(fakes))
		for j, fake := range fakes {
			squared := vectors.SquaredDistance(real[i], fake)
			if squared < realRadii[i] {
				byFake[i][j], holds[i] = true, true
			}
			recalled[i] = recalled[i] || squared < fakeRadii[j]
		}
	})
	inside, balls := 0, 0
	for j := range fakes {
		for i := range real {
			if byFake[i][j] {
				held[j]++
			}
		}
		balls += held[j]
		if held[j] > 0 {
			inside++
		}
	}
	return Manifold{
		Precision: float64(inside) / float64(len(fakes)), Recall: share(recalled),
		Density: float64(balls) / float64(k*len(fakes)), Coverage: share(holds),
	}
}

// radii returns the squared distance of each row to its k-th nearest other.
func radii(x [][]float32, k int) []float64 {
	radii := make([]float64, len(x))
	cores.Each(len(x), func(i int) {
		near := make([]float64, k, k+1) // ascending
		for n := range near {
			near[n] = math.Inf(1)
		}
		for j, other := range x {
			if j == i {
				continue
			}
			if squared := vectors.SquaredDistance(x[i], other); squared < near[k-1] {
				at, _ := slices.BinarySearch(near, squared)
				near = slices.Insert(near, at, squared)[:k]
			}
		}
		radii[i] = near[k-1]
	})
	return radii
}

func share(which []bool) float64 {
	count := 0
	for _, yes := range which {
		if yes {
			count++
		}
	}
	return float64(count) / float64(len(which))
}
