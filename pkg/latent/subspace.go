package latent

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// PrincipalAngles returns the angles, in radians and rising, between the subspaces that the rows of a (p × w) and of b
// (q × w) span: min(p, q) numbers from 0, a direction in common, to π/2, none. It tells whether a linear autoencoder has
// found the subspace of a PCA, whatever basis of it either uses.
//
// Björck and Golub, "Numerical methods for computing angles between linear subspaces", 1973; small angles come from
// their sines, which cosines cannot resolve (Knyazev and Argentati 2002). It panics on rows of different widths, and on
// those that are not linearly independent.
func PrincipalAngles(a, b [][]float32) []float64 {
	_, err := sameWidth("a-row", a, "b-row", b)
	demand("PrincipalAngles", err)
	if len(a) < len(b) {
		a, b = b, a
	}
	qa, errA := orthonormal(a)
	qb, errB := orthonormal(b)
	demand("PrincipalAngles", cmp.Or(errA, errB))
	var overlap, within, rest mat.Dense
	overlap.Mul(qa.T(), qb)
	within.Mul(qa, &overlap)
	rest.Sub(qb, &within) // the part of b's basis outside a's subspace
	cosines, errA := singularValues(&overlap)
	sines, errB := singularValues(&rest)
	demand("PrincipalAngles", cmp.Or(errA, errB))
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

// orthonormal returns an orthonormal basis of what the rows span, as columns (w × p).
func orthonormal(rows [][]float32) (*mat.Dense, error) {
	w, p := len(rows[0]), len(rows)
	if p > w {
		return nil, fmt.Errorf("%d rows of %d numbers are not linearly independent", p, w)
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
			return nil, fmt.Errorf("row %d is a combination of those before it: want linearly independent rows", j)
		}
	}
	return mat.DenseCopyOf(q.Slice(0, w, 0, p)), nil
}

// singularValues returns the singular values of m, falling.
func singularValues(m mat.Matrix) ([]float64, error) {
	var svd mat.SVD
	if !svd.Factorize(m, mat.SVDNone) {
		return nil, errors.New("gonum found no singular values")
	}
	return svd.Values(nil), nil
}
