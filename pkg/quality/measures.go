package quality

import "math"

// Seen is what a classifier makes of n images.
type Seen struct {
	Features      [][]float32 // n × d
	Probabilities [][]float32 // n × classes
}

// Numbers are measures by name.
type Numbers map[string]float64

// Of measures fakes against real images:
//
//   - frechet, kernel: the distances Frechet and KernelDistance;
//   - precision, recall with 3 neighbours, density, coverage with 5: see Manifold;
//   - unsure: the share of fakes whose most probable class has a probability below 0.9;
//   - share_error: by how much a class's share among the fakes differs from its share among the real images, the most of all
//     classes.
//
// It panics where they do.
func Of(real, fakes Seen) Numbers {
	three, five := Compare(real.Features, fakes.Features, 3), Compare(real.Features, fakes.Features, 5)
	shares, fault := Shares(fakes.Probabilities), 0.0
	for class, want := range Shares(real.Probabilities) {
		fault = max(fault, math.Abs(shares[class]-want))
	}
	return Numbers{
		"frechet": Frechet(real.Features, fakes.Features), "kernel": KernelDistance(real.Features, fakes.Features),
		"precision": three.Precision, "recall": three.Recall, "density": five.Density, "coverage": five.Coverage,
		"unsure": Unsure(fakes.Probabilities, 0.9), "share_error": fault,
	}
}
