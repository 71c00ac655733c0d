package latent

import (
	"math"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas32"
)

// tileRows is how many rows of a data set are multiplied with all queries at once: enough for gonum's Gemm to divide
// between the cores, few enough that 10,000 queries need 10 MB.
const tileRows = 256

// eachTile computes the scalar products of all rows of data with all queries, tileRows rows at a time, and calls visit
// with the first row's index and the products, rows × queries. The next tile overwrites them.
//
// The data are Gemm's left factor because gonum skips its zeros, four fifths of a digit's pixels: 18,081 digits and
// 1,000 queries take 0.6 s on two cores. The other order, which skips none, takes five times as long, and so did scalar
// products eight numbers at a time by simd/archsimd, three times.
func eachTile(data, queries [][]float32, visit func(first int, dots blas32.General)) {
	width, n := len(queries[0]), len(queries)
	right := blas32.General{Rows: width, Cols: n, Stride: n, Data: make([]float32, width*n)}
	for j, query := range queries {
		for i, v := range query {
			right.Data[i*n+j] = v
		}
	}
	left := blas32.General{Cols: width, Stride: width, Data: make([]float32, tileRows*width)}
	dots := blas32.General{Cols: n, Stride: n, Data: make([]float32, tileRows*n)}
	for first := 0; first < len(data); first += tileRows {
		rows := data[first:min(first+tileRows, len(data))]
		for i, row := range rows {
			copy(left.Data[i*width:], row)
		}
		left.Rows, dots.Rows = len(rows), len(rows)
		blas32.Gemm(blas.NoTrans, blas.NoTrans, 1, left, right, 0, dots)
		visit(first, dots)
	}
}

// A distanceBound brackets ‖a − b‖² = ‖a‖² + ‖b‖² − 2 a·b where a·b was summed in float32. The bracket decides most
// comparisons and the exact distance the others, so that cancellation does no harm.
type distanceBound struct {
	relative, absolute float64
}

// boundFor returns the bracket for rows of w numbers. A float32 sum of w products is off by at most w·u·‖a‖·‖b‖, u =
// 2⁻²⁴ (Higham, "Accuracy and Stability of Numerical Algorithms", 2002, section 3.1), and 2‖a‖·‖b‖ ≤ ‖a‖² + ‖b‖²; two
// more u cover the second order and the float64 sums. Each product that underflows is off by at most 2⁻¹⁵⁰.
func boundFor(w int) distanceBound {
	return distanceBound{relative: float64(w+2) * 0x1p-24, absolute: float64(w) * 0x1p-149}
}

// bracket returns numbers below and above ‖a − b‖², given ‖a‖² + ‖b‖² and the float32 a·b.
func (d distanceBound) bracket(squares float64, dot float32) (low, high float64) {
	if dot-dot != 0 { // the sum overflowed
		return math.Inf(-1), math.Inf(1)
	}
	middle, slack := squares-2*float64(dot), d.relative*squares+d.absolute
	return middle - slack, middle + slack
}

// squaredNorms returns ‖x‖² of each row.
func squaredNorms(rows [][]float32) []float64 {
	norms := make([]float64, len(rows))
	for i, row := range rows {
		for _, v := range row {
			norms[i] += float64(v) * float64(v)
		}
	}
	return norms
}
