package latent

import (
	"fmt"
	"maps"
	"slices"

	"gonum.org/v1/gonum/stat"
)

const (
	// ownShare is the share of a class's codes that count as inside it.
	ownShare = 0.99
	// ownCodes is how many codes of a class are enough to find where ownShare of them lie.
	ownCodes = 1000
)

// BetweenClasses returns those of the fakes (m × d), in their order, that no class would have as its own: that lie in the
// gaps between the classes, or beyond all of them. A class is what its real codes z (n × d) with labels say: the region
// where the kernel estimate from them ([FitKernel]) is at least as high as at 99 % of them (of 1,000 of them where there
// are more), each code left out of the estimate in turn. Of real codes, held out, hardly any lie between the classes; of
// the fakes of a density that is too simple, many do.
//
// For 18,081 codes in two dimensions and 1,000 fakes it takes 0.3 s on two cores. It panics where the fakes are not codes
// like z, and on a class whose codes have no density: see [FitKernel].
func BetweenClasses(fakes, z [][]float32, labels []int) [][]float32 {
	_, err := sameWidth("fake", fakes, "code", z)
	demand("BetweenClasses", err)
	classes := byLabel("BetweenClasses", z, labels)
	owned := make([]bool, len(fakes))
	for _, label := range slices.Sorted(maps.Keys(classes)) {
		q, err := FitKernel(classes[label])
		if err != nil {
			panic(fmt.Sprintf("latent: BetweenClasses: label %d: %v", label, err))
		}
		own := q.leftOut(ownCodes)
		slices.Sort(own)
		least := stat.Quantile(1-ownShare, stat.Empirical, own, nil)
		parallel(len(fakes), func(lo, hi int) {
			for i := lo; i < hi; i++ {
				owned[i] = owned[i] || q.LogDensity(fakes[i]) >= least
			}
		})
	}
	var between [][]float32
	for i, fake := range fakes {
		if !owned[i] {
			between = append(between, fake)
		}
	}
	return between
}

// ShareBetweenClasses returns the share of fakes (m × d), from 0 to 1, that lie between the classes, as [BetweenClasses]
// says. It panics as that does.
func ShareBetweenClasses(fakes, z [][]float32, labels []int) float64 {
	return float64(len(BetweenClasses(fakes, z, labels))) / float64(len(fakes))
}

// byLabel returns the codes of each label, for a function whose arguments they are.
func byLabel(function string, z [][]float32, labels []int) map[int][][]float32 {
	_, err := width("code", z)
	if err == nil {
		err = labelled(z, labels)
	}
	demand(function, err)
	classes := map[int][][]float32{}
	for i, label := range labels {
		classes[label] = append(classes[label], z[i])
	}
	return classes
}
