package latent

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// PrincipalAngles returns the angles, in radians and rising, between the subspaces that the rows of a (p × w) and of b
// (q × w) span: min(p, q) numbers from 0, a direction in common, to π/2, none. It tells whether a linear autoencoder has
// found the subspace of a PCA, whatever basis of it either uses.
//
// Björck and Golub, "Numerical methods for computing angles between linear subspaces", 1973; small angles come from
// their sines, which cosines cannot resolve (Knyazev and Argentati 2002). It panics on rows that are empty, not finite,
// of different widths, or not linearly independent, and where gonum finds no singular values.
func PrincipalAngles(a, b [][]float32) []float64 {
	wantSameWidth("PrincipalAngles", "a-row", a, "b-row", b)
	if len(a) < len(b) {
		a, b = b, a
	}
	qa, qb := orthonormal(a), orthonormal(b)
	var overlap, within, rest mat.Dense
	overlap.Mul(qa.T(), qb)
	within.Mul(qa, &overlap)
	rest.Sub(qb, &within) // the part of b's basis outside a's subspace
	cosines, sines := singularValues(&overlap), singularValues(&rest)
	slices.Reverse(sines)
	angles := make([]float64, len(b))
	for i := range angles {
		if sines[i] < math.Sqrt2/2 {
			angles[i] = math.Asin(sines[i])
		} else {
			angles[i] = math.Acos(min(cosines[i], 1))
		}
	}
	return angles
}

// orthonormal returns an orthonormal basis of what the rows span, as columns (w × p). It refuses dependent rows.
func orthonormal(rows [][]float32) *mat.Dense {
	w, p := len(rows[0]), len(rows)
	if p > w {
		refuse("PrincipalAngles", "%d rows of %d numbers are not linearly independent: want fewer rows", p, w)
	}
	columns := mat.NewDense(w, p, nil)
	for j, row := range rows {
		for i, v := range row {
			columns.Set(i, j, float64(v))
		}
	}
	var qr mat.QR
	qr.Factorize(columns)
	var q, r mat.Dense
	qr.QTo(&q)
	qr.RTo(&r)
	for j := range p {
		// |R[j, j]| is the distance of row j from the span of those before it; 10⁻⁶ of its length is float32's rounding.
		if math.Abs(r.At(j, j)) <= 1e-6*mat.Norm(columns.ColView(j), 2) {
			refuse("PrincipalAngles", "row %d is a combination of those before it: want linearly independent rows", j)
		}
	}
	return mat.DenseCopyOf(q.Slice(0, w, 0, p))
}

// singularValues returns the singular values of m, falling.
func singularValues(m mat.Matrix) []float64 {
	var svd mat.SVD
	if !svd.Factorize(m, mat.SVDNone) {
		refuse("PrincipalAngles", "gonum found no singular values: want rows whose magnitudes differ less")
	}
	return svd.Values(nil)
}
