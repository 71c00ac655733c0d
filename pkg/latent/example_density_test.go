package latent_test

import (
	"fmt"

	"latentlab/pkg/latent"
)

// Codes of two classes, around (0, 0) and (6, 6), in the order 0, 1, 0, 1, …
var (
	codes = [][]float32{{-1, 0}, {5, 6}, {1, 0}, {7, 6}, {0, -1}, {6, 5}, {0, 1}, {6, 7}}
	class = []int{0, 1, 0, 1, 0, 1, 0, 1}
)

func ExampleFitGaussian() {
	q := check(latent.FitGaussian(codes))
	fmt.Printf("mean %.1f, variance %.1f\n", q.Mean, q.Covariance.At(0, 0))
	// Output: mean [3.0 3.0], variance 9.5
}

func ExampleFitGaussians() {
	q := check(latent.FitGaussians(codes, class))
	for k, g := range q.Components {
		fmt.Printf("%.1f of N(%.0f, …)\n", q.Weights[k], g.Mean)
	}
	// Output:
	// 0.5 of N([0 0], …)
	// 0.5 of N([6 6], …)
}

func ExampleFitMixture() {
	q := check(latent.FitMixture(codes, latent.MixtureConfig{Components: 2, Seed: 1}))
	fmt.Printf("%.2f nats per code\n", q.History[len(q.History)-1])
	fmt.Printf("%.2f\n", q.Weights)
	// Output:
	// -2.84 nats per code
	// [0.50 0.50]
}

func ExampleFitKernel() {
	q := check(latent.FitKernel(codes))
	fmt.Printf("h = %.2f\n", q.Bandwidth)
	// Output: h = 0.71
}

func ExampleStandardGaussian() {
	q := latent.StandardGaussian(2)
	fmt.Printf("%.3f nats\n", q.LogDensity([]float32{0, 0})) // −log 2π
	// Output: -1.838 nats
}

// Which density is the better model of codes it has not seen?
func ExampleLogLikelihood() {
	held := [][]float32{{0.5, 0.5}, {5.5, 6}, {-0.5, 0}}
	for _, q := range []latent.Density{check(latent.FitGaussian(codes)), check(latent.FitGaussians(codes, class))} {
		fmt.Printf("%T: %.2f nats per code\n", q, latent.LogLikelihood(q, held))
	}
	// Output:
	// *latent.Gaussian: -3.47 nats per code
	// *latent.Mixture: -2.17 nats per code
}

func ExampleOnPlane() {
	density := latent.OnPlane(check(latent.FitGaussians(codes, class)))
	fmt.Printf("%.3f at a class, %.3f between them\n", density(6, 6), density(3, 3))
	// Output: 0.159 at a class, 0.000 between them
}

func ExampleGaussian_Sample() {
	q := latent.StandardGaussian(2)
	fmt.Println(len(q.Sample(500, 1)), "codes, the same for the same seed:", q.Sample(1, 7)[0][0] == q.Sample(1, 7)[0][0])
	// Output: 500 codes, the same for the same seed: true
}

func ExampleShareBetweenClasses() {
	fakes := [][]float32{{0.2, -0.3}, {3, 3}, {6, 5.5}, {9, 0}}
	fmt.Println(latent.ShareBetweenClasses(fakes, codes, class))
	// Output: 0.5
}

func ExampleBetweenClasses() {
	fakes := [][]float32{{0.2, -0.3}, {3, 3}, {6, 5.5}, {9, 0}}
	fmt.Println(latent.BetweenClasses(fakes, codes, class))
	// Output: [[3 3] [9 0]]
}
