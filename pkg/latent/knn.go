package latent

import "fmt"

// KNNAccuracy returns how well the codes z (n × d) tell the labels, as a share between 0 and 1: each code in turn is
// left out and given the label that most of its k nearest other codes have; of labels with as many votes, the smallest,
// as scikit-learn's KNeighborsClassifier does. The lecture takes k = 10. It panics on labels that do not match the
// codes and where k is not between 1 and n−1.
func KNNAccuracy(z [][]float32, labels []int, k int) float64 {
	demand("KNNAccuracy", checkVotes(z, labels, k, len(z)-1))
	right := 0
	for i, near := range kNearest(z, z, k, true) {
		if winner, _ := vote(near, labels); winner == labels[i] {
			right++
		}
	}
	return float64(right) / float64(len(z))
}

// checkVotes says what is wrong with labelled codes and k, of which most can be had.
func checkVotes(z [][]float32, labels []int, k, most int) error {
	if _, err := width("code", z); err != nil {
		return err
	}
	if err := labelled(z, labels); err != nil {
		return err
	}
	if k < 1 || k > most {
		return fmt.Errorf("k is %d: want 1 to %d for %d codes", k, most, len(z))
	}
	return nil
}

// vote returns the label that most neighbours have, the smallest of those with as many votes, and its votes.
func vote(near []neighbour, labels []int) (winner, votes int) {
	count := map[int]int{}
	for _, n := range near {
		count[labels[n.index]]++
	}
	for label, c := range count {
		if c > votes || c == votes && label < winner {
			winner, votes = label, c
		}
	}
	return winner, votes
}
