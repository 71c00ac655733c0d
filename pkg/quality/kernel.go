package quality

import (
	"gonum.org/v1/gonum/floats"
	"latentlab/pkg/internal/cores"
)

// KernelDistance returns the squared maximum mean discrepancy of two sets of features (n × d, m × d) under the kernel
// (x·y / d + 1)³, without bias: its expectation is 0 for two sets of one distribution, so that it can be a little below
// (Bińkowski et al. 2018, "Demystifying MMD GANs"; Gretton et al. 2012, equation 3). It panics where a set has fewer than two
// rows or more than 20,000.
func KernelDistance(real, fakes [][]float32) float64 {
	d := wantPairs("KernelDistance", real, fakes, 2)
	return withinKernel(real, d) + withinKernel(fakes, d) - 2*acrossKernel(real, fakes, d)
}

// withinKernel returns the mean of the kernel over pairs of different rows of one set.
func withinKernel(x [][]float32, d int) float64 {
	sums := make([]float64, len(x))
	cores.Each(len(x), func(i int) {
		for j := range i {
			sums[i] += cubic(x[i], x[j], d)
		}
	})
	return 2 * floats.Sum(sums) / (float64(len(x)) * float64(len(x)-1))
}

// acrossKernel returns the mean of the kernel over pairs of a row of each set.
func acrossKernel(x, y [][]float32, d int) float64 {
	sums := make([]float64, len(x))
	cores.Each(len(x), func(i int) {
		for _, row := range y {
			sums[i] += cubic(x[i], row, d)
		}
	})
	return floats.Sum(sums) / (float64(len(x)) * float64(len(y)))
}

func cubic(x, y []float32, d int) float64 {
	dot := 0.0
	for i, v := range x {
		dot += float64(v) * float64(y[i])
	}
	k := dot/float64(d) + 1
	return k * k * k
}
