package latent

import (
	"slices"

	"gonum.org/v1/gonum/stat"
	"latentlab/pkg/internal/cores"
)

const (
	// ownShare is the share of a class's codes that count as inside it.
	ownShare = 0.99
	// ownCodes is how many codes of a class are enough to find where ownShare of them lie.
	ownCodes = 1000
)

// BetweenClasses returns those of the fakes (m × d), in their order, that are in no class: they lie in the gaps between
// the classes, or beyond all of them. A class is the region in which the kernel density estimate from its real codes z
// (n × d) ([FitKernel]) is at least as high as at 99 % of them (of 1,000 of them where there are more), each code left out
// of the estimate in turn. Of real codes, held out, hardly any lie between the classes; of the fakes of a density that is
// too simple, many do.
//
// For 18,081 codes in two dimensions and 1,000 fakes it takes 0.3 s on two cores. It panics where fakes and z are empty,
// not finite or of different lengths, on labels that do not match z, and on a class whose codes [FitKernel] cannot fit.
func BetweenClasses(fakes, z [][]float32, labels []int) [][]float32 {
	return betweenClasses("BetweenClasses", fakes, z, labels)
}

// ShareBetweenClasses returns the share of fakes (m × d), from 0 to 1, that lie between the classes, as [BetweenClasses]
// says. It panics where that does.
func ShareBetweenClasses(fakes, z [][]float32, labels []int) float64 {
	return float64(len(betweenClasses("ShareBetweenClasses", fakes, z, labels))) / float64(len(fakes))
}

func betweenClasses(function string, fakes, z [][]float32, labels []int) [][]float32 {
	wantSameWidth(function, "fake", fakes, "code", z)
	wantCodes(function, z)
	classes, order := byLabel(function, z, labels)
	inside := make([]bool, len(fakes))
	for _, label := range order {
		q, err := estimate(classes[label])
		if err != nil {
			refuse(function, "the %d codes with label %d: %v", len(classes[label]), label, err)
		}
		own := q.leaveOneOut(ownCodes)
		slices.Sort(own)
		least := stat.Quantile(1-ownShare, stat.Empirical, own, nil)
		cores.Parts(len(fakes), func(lo, hi int) {
			for i := lo; i < hi; i++ {
				inside[i] = inside[i] || q.LogDensity(fakes[i]) >= least
			}
		})
	}
	var between [][]float32
	for i, fake := range fakes {
		if !inside[i] {
			between = append(between, fake)
		}
	}
	return between
}
