package latent

import "slices"

// ClassMeans returns the mean of the codes z (n × d) of each label, the labels in rising order. It
// panics on labels that do not match the codes.
func ClassMeans(z [][]float32, labels []int) [][]float32 {
	d, err := width("code", z)
	if err == nil {
		err = labelled(z, labels)
	}
	demand("ClassMeans", err)
	classes := slices.Compact(slices.Sorted(slices.Values(labels)))
	means := rows(len(classes), d)
	for i, class := range classes {
		sum, n := make([]float64, d), 0
		for j, code := range z {
			if labels[j] == class {
				n++
				for k, v := range code {
					sum[k] += float64(v)
				}
			}
		}
		for k := range sum {
			means[i][k] = float32(sum[k] / float64(n))
		}
	}
	return means
}
