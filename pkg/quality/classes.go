package quality

// Shares returns the share of images (n × classes, probabilities) that a classifier gives to each class, as the most probable one.
func Shares(probabilities [][]float32) []float64 {
	shares := make([]float64, wantProbabilities("Shares", probabilities))
	for _, p := range probabilities {
		shares[mostProbable(p)] += 1 / float64(len(probabilities))
	}
	return shares
}

// Classes returns the most probable class of each image (n × classes, probabilities), the first of them where several are.
func Classes(probabilities [][]float32) []int {
	wantProbabilities("Classes", probabilities)
	classes := make([]int, len(probabilities))
	for i, p := range probabilities {
		classes[i] = mostProbable(p)
	}
	return classes
}

// Unsure returns the share of images (n × classes, probabilities) whose most probable class has a probability below sure, such
// as 0.9: those that lie between the classes.
func Unsure(probabilities [][]float32, sure float64) float64 {
	const function = "Unsure"
	if !(sure > 0 && sure <= 1) {
		refuse(function, "sure is %g: want a probability, such as 0.9", sure)
	}
	wantProbabilities(function, probabilities)
	unsure := make([]bool, len(probabilities))
	for i, p := range probabilities {
		unsure[i] = float64(p[mostProbable(p)]) < sure
	}
	return share(unsure)
}

// Accuracy returns the share of images (n × classes, probabilities) whose most probable class is their label.
func Accuracy(probabilities [][]float32, labels []int) float64 {
	const function = "Accuracy"
	wantProbabilities(function, probabilities)
	if len(labels) != len(probabilities) {
		refuse(function, "%d images, but %d labels: want one for each", len(probabilities), len(labels))
	}
	right := make([]bool, len(probabilities))
	for i, p := range probabilities {
		right[i] = mostProbable(p) == labels[i]
	}
	return share(right)
}

// mostProbable returns the first of the most probable classes.
func mostProbable(p []float32) int {
	best := 0
	for c, v := range p {
		if v > p[best] {
			best = c
		}
	}
	return best
}

func wantProbabilities(function string, probabilities [][]float32) int {
	classes := wantRows(function, "row of probabilities", probabilities, 1)
	for i, p := range probabilities {
		sum := 0.0
		for _, v := range p {
			sum += float64(v)
			if v < 0 {
				refuse(function, "row %d holds the probability %g: want none below 0", i, v)
			}
		}
		if sum < 0.999 || sum > 1.001 {
			refuse(function, "the probabilities of row %d sum to %g: want 1", i, sum)
		}
	}
	return classes
}
