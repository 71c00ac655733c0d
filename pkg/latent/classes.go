package latent

import "slices"

// ClassMeans returns the mean of the codes z (n × d) of each label, the labels in rising order. It panics on labels that
// do not match the codes.
func ClassMeans(z [][]float32, labels []int) [][]float32 {
	classes, order := byLabel("ClassMeans", z, labels)
	means := rows(len(order), len(z[0]))
	for i, label := range order {
		sum := make([]float64, len(z[0]))
		for _, code := range classes[label] {
			for k, v := range code {
				sum[k] += float64(v)
			}
		}
		for k := range sum {
			means[i][k] = float32(sum[k] / float64(len(classes[label])))
		}
	}
	return means
}

// byLabel returns the codes of each label, and the labels in rising order. It refuses labels that do not match the codes.
func byLabel(function string, z [][]float32, labels []int) (classes map[int][][]float32, order []int) {
	wantRows(function, "code", z)
	wantPairs(function, len(z), "code", len(labels), "label")
	classes = map[int][][]float32{}
	for i, label := range labels {
		if classes[label] == nil {
			order = append(order, label)
		}
		classes[label] = append(classes[label], z[i])
	}
	slices.Sort(order)
	return classes, order
}
