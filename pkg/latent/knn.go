package latent

// KNNAccuracy returns how well the codes z (n × d) tell the labels, as a share between 0 and 1: each code in turn is
// left out and given the label that most of its k nearest other codes have; of labels with as many votes, the smallest,
// as scikit-learn's KNeighborsClassifier does. The lecture takes k = 10. It panics on labels that do not match the codes,
// where k is not between 1 and n − 1, and where n times k is above 2²⁴.
func KNNAccuracy(z [][]float32, labels []int, k int) float64 {
	const function = "KNNAccuracy"
	wantRows(function, "code", z)
	wantPairs(function, len(z), "code", len(labels), "label")
	wantNeighbours(function, k, len(z)-1, len(z))
	right := 0
	for i, near := range kNearest(z, z, k, true) {
		if vote(near, labels) == labels[i] {
			right++
		}
	}
	return float64(right) / float64(len(z))
}

// wantNeighbours refuses a k below 1, above the most there are, or too large to keep k neighbours of each of n codes.
func wantNeighbours(function string, k, most, n int) {
	if most < 1 {
		refuse(function, "%d codes have no neighbours to look at: want more codes", n)
	}
	if most = min(most, max(1, mostNumbers/n)); k < 1 || k > most {
		refuse(function, "k is %d: want 1 to %d for %d codes", k, most, n)
	}
}

// vote returns the label that most neighbours have, the smallest of those with as many votes.
func vote(near []neighbour, labels []int) int {
	count := map[int]int{}
	for _, n := range near {
		count[labels[n.index]]++
	}
	winner, votes := 0, 0
	for label, c := range count {
		if c > votes || c == votes && label < winner {
			winner, votes = label, c
		}
	}
	return winner
}
