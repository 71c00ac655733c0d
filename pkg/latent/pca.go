package latent

import (
	"errors"
	"math"
	"slices"

	"gonum.org/v1/gonum/blas/blas32"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
	"latentlab/pkg/internal/cores"
	"latentlab/pkg/internal/vectors"
)

// A PCA is the linear encoder and decoder with the least squared error: z = C(x − μ) and x̂ = μ + Cᵀz, where the rows
// of C are the data's principal components (Pearson 1901; Hotelling 1933). Its fields are for reading; the zero value is
// empty, and its methods panic.
type PCA struct {
	Mean       []float32   // μ, w: the mean image
	Components [][]float32 // C, d × w: orthonormal, of most variance first; each one's largest entry is positive
	Variances  []float64   // w, falling: along all principal components of the data, also those beyond the d kept
}

// FitPCA returns the PCA of images x (n × w) with d numbers to a code. The variances are those of the eigenvalues of
// the sample covariance, whose denominator is n − 1.
//
// For 784 pixels it takes about 1.5 s on two cores for 18,081 images and 2.5 s for 60,000, most of it for the
// eigenvalues, and 40 MB beside the images. gonum's stat.PC takes 22.6 s for 60,000: it decomposes the images, n × w, and
// not their covariance, w × w. The variances of both agree to 11 digits.
//
// Images that are all the same, and eigenvalues that do not converge, are an error. It panics where x is empty, not
// finite, of different widths or wider than 4,096, and where d is not between 1 and the lesser of w and n − 1.
func FitPCA(x [][]float32, d int) (PCA, error) {
	const function = "FitPCA"
	w := wantRows(function, "image", x)
	wantCount(function, "the width of an image", w, 1, mostWidth, "pixels")
	if len(x) < 2 {
		refuse(function, "there is only one image: want at least 2")
	}
	if most := min(w, len(x)-1); d < 1 || d > most {
		refuse(function, "d is %d: want 1 to %d for %d images of %d pixels", d, most, len(x), w)
	}
	mean, covariance := moments(x)
	var eigen mat.EigenSym
	if !eigen.Factorize(covariance, true) {
		return PCA{}, errors.New("latent: FitPCA: gonum found no eigenvalues of the covariance: want pixels whose magnitudes differ less")
	}
	variances := eigen.Values(nil)
	slices.Reverse(variances)                         // gonum's rise
	if variances[0] <= 1e-14*floats.Dot(mean, mean) { // rounding leaves that much
		return PCA{}, errors.New("latent: FitPCA: all images are the same: want images that differ")
	}
	for i, v := range variances {
		variances[i] = max(v, 0) // where nothing varies, rounding may leave less
	}
	var vectors mat.Dense
	eigen.VectorsTo(&vectors)
	p := PCA{Mean: narrow(mean), Variances: variances}
	for k := range d {
		p.Components = append(p.Components, narrow(upright(mat.Col(nil, w-1-k, &vectors))))
	}
	return p, nil
}

// momentParts is into how many parts moments divides the data. It is fixed, so that the sums, and with them a PCA's last
// digits, do not depend on the number of cores.
const momentParts = 4

// moments returns the mean of the rows of x (n × w) and their sample covariance (w × w).
func moments(x [][]float32) (mean []float64, covariance *mat.SymDense) {
	n, w := len(x), len(x[0])
	var sums [momentParts][]float64
	var squares [momentParts]*mat.SymDense
	cores.Parts(momentParts, func(lo, hi int) {
		for p := lo; p < hi; p++ {
			sums[p], squares[p] = rawMoments(x[p*n/momentParts:(p+1)*n/momentParts], w)
		}
	})
	mean, covariance = sums[0], squares[0]
	for p := 1; p < momentParts; p++ {
		floats.Add(mean, sums[p])
		covariance.AddSym(covariance, squares[p])
	}
	floats.Scale(1/float64(n), mean)
	// Σ(x − μ)(x − μ)ᵀ = Σxxᵀ − nμμᵀ: subtracting the mean first would fill in the zeros that gonum skips.
	covariance.SymRankOne(covariance, -float64(n), mat.NewVecDense(w, mean))
	covariance.ScaleSym(1/float64(n-1), covariance)
	return mean, covariance
}

// rawMoments returns Σx and Σxxᵀ over the rows of x, each of w numbers.
func rawMoments(x [][]float32, w int) (sum []float64, squares *mat.SymDense) {
	sum, squares = make([]float64, w), mat.NewSymDense(w, nil)
	block := mat.NewDense(tileRows, w, nil)
	for rows := range slices.Chunk(x, tileRows) {
		for i, row := range rows {
			wide := block.RawRowView(i)
			for j, v := range row {
				wide[j] = float64(v)
			}
			floats.Add(sum, wide)
		}
		squares.SymRankK(squares, 1, block.Slice(0, len(rows), 0, w).T())
	}
	return sum, squares
}

// upright returns v or −v, whichever has its entry of greatest magnitude positive: an eigenvector's sign is arbitrary,
// and this makes it the same everywhere.
func upright(v []float64) []float64 {
	largest := 0.0
	for _, entry := range v {
		if math.Abs(entry) > math.Abs(largest) {
			largest = entry
		}
	}
	if largest < 0 {
		floats.Scale(-1, v)
	}
	return v
}

// wantFitted refuses a PCA that is empty, or whose components are not as wide as its mean.
func (p PCA) wantFitted(function string) {
	if len(p.Mean) == 0 || len(p.Components) == 0 {
		refuse(function, "the PCA is empty: want one from FitPCA")
	}
	wantRowsOf(function, "component", p.Components, len(p.Mean), "the mean image")
}

// First returns the PCA with only its first d components: what FitPCA would return for d, without its work. It panics
// where d is not between 1 and the number of components there are.
func (p PCA) First(d int) PCA {
	p.wantFitted("PCA.First")
	wantCount("PCA.First", "d", d, 1, len(p.Components), "components")
	p.Components = p.Components[:d]
	return p
}

// Explained returns the share of the data's variance that the first 1, 2, … components hold: w numbers that rise to 1.
// It panics where the PCA is empty.
func (p PCA) Explained() []float64 {
	p.wantFitted("PCA.Explained")
	total := floats.Sum(p.Variances)
	if !(total > 0) || math.IsInf(total, 0) {
		refuse("PCA.Explained", "the variances add up to %g: want a PCA from FitPCA", total)
	}
	explained := floats.CumSum(make([]float64, len(p.Variances)), p.Variances)
	floats.Scale(1/explained[len(explained)-1], explained)
	return explained
}

// Encode returns the codes of images: n × w → n × d. It panics on images of another width, or so large that their codes
// are beyond float32, and where the PCA is empty.
func (p PCA) Encode(images [][]float32) [][]float32 {
	const function = "PCA.Encode"
	p.wantFitted(function)
	wantRowsOf(function, "image", images, len(p.Mean), "the mean image")
	center := p.center()
	codes := rows(len(images), len(p.Components))
	eachTile(images, p.Components, func(first int, dots blas32.General) {
		for r := range dots.Rows {
			code := codes[first+r]
			for k, dot := range dots.Data[r*dots.Stride:][:dots.Cols] {
				code[k] = float32(float64(dot) - center[k])
			}
			if _, ok := vectors.Finite(code); !ok {
				refuse(function, "image %d has a code beyond float32: want smaller numbers", first+r)
			}
		}
	})
	return codes
}

// center returns Cμ, the product of the components with the mean image.
func (p PCA) center() []float64 {
	center := make([]float64, len(p.Components))
	for k, component := range p.Components {
		for j, v := range component {
			center[k] += float64(v) * float64(p.Mean[j])
		}
	}
	return center
}

// Decode returns the images of codes: n × d → n × w, not clipped to [0, 1]. It panics on codes of another length, or so
// large that their images are beyond float32, and where the PCA is empty.
func (p PCA) Decode(codes [][]float32) [][]float32 {
	const function = "PCA.Decode"
	p.wantFitted(function)
	wantRowsOf(function, "code", codes, len(p.Components), "the PCA")
	images := rows(len(codes), len(p.Mean))
	cores.Parts(len(codes), func(lo, hi int) {
		for i := lo; i < hi; i++ {
			copy(images[i], p.Mean)
			into := blas32.Vector{N: len(p.Mean), Inc: 1, Data: images[i]}
			for k, component := range p.Components {
				blas32.Axpy(codes[i][k], blas32.Vector{N: len(p.Mean), Inc: 1, Data: component}, into)
			}
			if _, ok := vectors.Finite(images[i]); !ok {
				refuse(function, "code %d has an image beyond float32: want smaller numbers", i)
			}
		}
	})
	return images
}

// Layers returns a part as one layer of a network without hidden ones, its weights row by row: the "encoder", z = xW + b with
// W = Cᵀ (w × d) and b = −Cμ, or the "decoder", x̂ = zW + b with W = C (d × w) and b = μ. There is never an error; it panics on
// another part, and where the PCA is empty.
func (p PCA) Layers(part string) (weights, biases [][]float32, err error) {
	p.wantFitted("Layers")
	switch part {
	case "encoder":
		w, d := len(p.Mean), len(p.Components)
		turned, center := make([]float32, w*d), p.center()
		for k, component := range p.Components {
			for j, v := range component {
				turned[j*d+k] = v
			}
		}
		floats.Scale(-1, center)
		return [][]float32{turned}, [][]float32{narrow(center)}, nil
	case "decoder":
		return [][]float32{slices.Concat(p.Components...)}, [][]float32{slices.Clone(p.Mean)}, nil
	}
	refuse("PCA.Layers", "the part is %q: want encoder or decoder", part)
	return nil, nil, nil
}
