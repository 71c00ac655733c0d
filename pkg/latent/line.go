package latent

import (
	"math"

	"latentlab/pkg/internal/vectors"
)

// Lerp returns n points (n × d) of the straight line from a to b, evenly spaced. The first is a and the last is b, to
// the last bit. It works on codes and, for the ghosts between two images, on pixels. It panics where a and b are empty,
// not finite or of different lengths, where n is below 2, and where n points would take more than 64 MB.
func Lerp(a, b []float32, n int) [][]float32 {
	wantEnds("Lerp", a, b, n)
	return straight(a, b, n)
}

// Slerp returns n points (n × d) of the spherical line from a to b, evenly spaced: the direction from 0 turns at a
// constant rate along the shorter great circle while the length changes evenly (Shoemake, "Animating rotation with
// quaternion curves", 1985). Where codes follow N(0, I) in many dimensions, it stays at the distance from 0 at which they
// are, and a straight line does not (White, "Sampling generative networks", 2016).
//
// The first point is a and the last is b, to the last bit. Where a or b is 0 or they point in opposite directions, no
// great circle is the shorter one and the line is straight. It panics where [Lerp] does, and where a point goes beyond
// float32.
func Slerp(a, b []float32, n int) [][]float32 {
	const function = "Slerp"
	wantEnds(function, a, b, n)
	line := straight(a, b, n)
	norms := squaredNorms([][]float32{a, b})
	normA, normB := math.Sqrt(norms[0]), math.Sqrt(norms[1])
	unitA, unitB := make([]float64, len(a)), make([]float64, len(a))
	var sum, difference float64 // ‖u + v‖² and ‖u − v‖²: the angle from both is exact near 0 and near π
	for i := range a {
		unitA[i], unitB[i] = float64(a[i])/normA, float64(b[i])/normB
		sum += (unitA[i] + unitB[i]) * (unitA[i] + unitB[i])
		difference += (unitA[i] - unitB[i]) * (unitA[i] - unitB[i])
	}
	angle := 2 * math.Atan2(math.Sqrt(difference), math.Sqrt(sum))
	sine := math.Sin(angle)
	if !(sine > 1e-6) { // NaN where a or b is 0
		return line
	}
	for i := 1; i < n-1; i++ {
		t := float64(i) / float64(n-1)
		length := ((1-t)*normA + t*normB) / sine
		for j := range line[i] {
			line[i][j] = float32(length * (math.Sin((1-t)*angle)*unitA[j] + math.Sin(t*angle)*unitB[j]))
		}
		if _, ok := vectors.Finite(line[i]); !ok {
			refuse(function, "point %d goes beyond float32: want smaller ends", i)
		}
	}
	return line
}

// wantEnds refuses what is no line of n points from a to b.
func wantEnds(function string, a, b []float32, n int) {
	d := wantSameWidth(function, "start", [][]float32{a}, "end", [][]float32{b})
	wantCount(function, "n", n, 2, mostRows(d), "points, both ends included")
}

// straight is Lerp for ends that have been checked.
func straight(a, b []float32, n int) [][]float32 {
	line := rows(n, len(a))
	for i := range line {
		between(line[i], a, b, float64(i)/float64(n-1))
	}
	return line
}

// between stores (1−t)a + tb in to: a where t is 0, b where t is 1.
func between(to, a, b []float32, t float64) {
	for j := range to {
		to[j] = float32((1-t)*float64(a[j]) + t*float64(b[j]))
	}
}
