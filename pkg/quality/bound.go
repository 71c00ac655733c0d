package quality

import (
	"math"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/stat"
)

// Bound returns the importance-weighted bound on the mean of log p(x), in nats, with k codes to an image (Burda et al. 2016,
// "Importance weighted autoencoders"): the mean of log (1/k) Σ w over groups of k of the weights whose logarithms
// [model.Network.LogWeights] gives, n × a multiple of k. With k = 1 it is the ELBO; it grows with k towards log p(x).
func Bound(logWeights [][]float32, k int) float64 {
	const function = "Bound"
	draws := wantRows(function, "row of weights", logWeights, 1)
	if k < 1 || draws%k != 0 {
		refuse(function, "k is %d: want a part of the %d weights of each image", k, draws)
	}
	bounds := make([]float64, 0, len(logWeights)*draws/k)
	for _, row := range logWeights {
		for ; len(row) > 0; row = row[k:] {
			bounds = append(bounds, logMeanExp(row[:k]))
		}
	}
	return stat.Mean(bounds, nil)
}

// logMeanExp returns log (1/k) Σ eˡ, of logarithms of any size.
func logMeanExp(logs []float32) float64 {
	wide := make([]float64, len(logs))
	for i, l := range logs {
		wide[i] = float64(l)
	}
	return floats.LogSumExp(wide) - math.Log(float64(len(wide)))
}

// Activity returns, of each latent dimension, the variance over images of the mean of q(z|x), given the means (n × d), with
// denominator n − 1: 0 for one that tells nothing of the image (Burda et al. 2016, section 5.2).
func Activity(means [][]float32) []float64 {
	d := wantRows("Activity", "mean", means, 2)
	activity := make([]float64, d)
	for j := range d {
		column := make([]float64, len(means))
		for i, mean := range means {
			column[i] = float64(mean[j])
		}
		activity[j] = stat.Variance(column, nil)
	}
	return activity
}

// ActiveUnits returns how many latent dimensions have an [Activity] above 0.01, which Burda et al. call active. In posterior
// collapse there are none.
func ActiveUnits(means [][]float32) (count int) {
	for _, a := range Activity(means) {
		if a > 0.01 {
			count++
		}
	}
	return count
}
