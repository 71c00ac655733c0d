package quality

import (
	"math"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"
)

// Frechet returns the Fréchet distance of two sets of features (n × d, m × d), each taken as one Gaussian: ‖μ − ν‖² +
// tr(Σ + Ω − 2 (ΣΩ)^½), with denominators n − 1 (Dowson and Landau 1982; Heusel et al. 2017 for images). It is 0 for the same
// set twice, is biased upwards for few images, and sees no more than means and covariances. It panics where a set has fewer
// than two rows.
func Frechet(real, fakes [][]float32) float64 {
	d := wantSets("Frechet", real, fakes, 2)
	means, covariance := moments(real)
	otherMeans, other := moments(fakes)
	distance := mat.Trace(covariance) + mat.Trace(other)
	for j := range d {
		distance += (means[j] - otherMeans[j]) * (means[j] - otherMeans[j])
	}
	// (ΣΩ)^½ has the trace of (Σ^½ Ω Σ^½)^½, which is symmetric.
	var product mat.Dense
	root := squareRoot(covariance)
	product.Product(root, other, root)
	symmetric := mat.NewSymDense(d, nil)
	for i := range d {
		for j := i; j < d; j++ {
			symmetric.SetSym(i, j, (product.At(i, j)+product.At(j, i))/2)
		}
	}
	for _, v := range eigenvalues(symmetric) {
		distance -= 2 * math.Sqrt(max(0, v))
	}
	return max(0, distance) // below 0 it is rounding
}

// moments returns the means and the covariance of features, summed in float64.
func moments(rows [][]float32) (means []float64, covariance *mat.SymDense) {
	x := mat.NewDense(len(rows), len(rows[0]), nil)
	for i, row := range rows {
		for j, v := range row {
			x.Set(i, j, float64(v))
		}
	}
	for j := range rows[0] {
		means = append(means, stat.Mean(mat.Col(nil, j, x), nil))
	}
	covariance = new(mat.SymDense)
	stat.CovarianceMatrix(covariance, x, nil)
	return means, covariance
}

// squareRoot returns the symmetric root of a covariance.
func squareRoot(covariance *mat.SymDense) mat.Matrix {
	var eigen mat.EigenSym
	if !eigen.Factorize(covariance, true) {
		refuse("Frechet", "the eigenvalues of a covariance are not found: want numbers that float64 can square")
	}
	var vectors mat.Dense
	eigen.VectorsTo(&vectors)
	roots := eigen.Values(nil)
	for i, v := range roots {
		roots[i] = math.Sqrt(max(0, v))
	}
	var root mat.Dense
	root.Product(&vectors, mat.NewDiagDense(len(roots), roots), vectors.T())
	return &root
}

func eigenvalues(m *mat.SymDense) []float64 {
	var eigen mat.EigenSym
	if !eigen.Factorize(m, false) {
		refuse("Frechet", "the eigenvalues of a product of covariances are not found: want numbers that float64 can square")
	}
	return eigen.Values(nil)
}
