package latent_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mat"
	"latentlab/pkg/internal/hostile"
	"latentlab/pkg/latent"
	"latentlab/pkg/plane"
	"latentlab/tests/faults"
)

// The hostile values, of each kind that an argument can have.
var (
	hostileCounts = []int{0, -1, 1, math.MaxInt, math.MinInt, 1 << 32, 1<<32 + 1, 1 << 62}
	hostileFloats = []float64{math.NaN(), math.Inf(1), math.Inf(-1), 1.7e308, -1.7e308, 1e38, 5e-324, 0, -1}
	hostileRows   = map[string][][]float32{
		"nil": nil, "empty": {}, "an empty row": {{}}, "one row": {{1, 2}}, "one number": {{1}, {2}}, "ragged": {{1, 2}, {3}},
		"a row that is nil": {{1, 2}, nil}, "the same": {{1, 2}, {1, 2}, {1, 2}, {1, 2}}, "zeros": {{0, 0}, {0, 0}, {0, 0}},
		"on a line": {{1, 2}, {2, 4}, {3, 6}, {4, 8}}, "NaN": {{1, 2}, {nan, 3}, {2, 5}},
		"infinite": {{1, 2}, {float32(math.Inf(-1)), 3}, {2, 5}},
		"largest":  {{math.MaxFloat32, 1}, {-math.MaxFloat32, 2}, {3, math.MaxFloat32}, {1, -math.MaxFloat32}},
		"large":    {{1e38, 1e37}, {-1e38, 2e37}, {3e37, 1e38}, {1e37, -1e38}},
		"smallest": {{1e-45, 0}, {0, 1e-45}, {1e-45, 1e-45}, {0, 0}},
		"fine":     {{1, 2}, {2, -3}, {3, 1}, {-4, 2}, {0, 1}},
	}
	hostileLabels = map[string][]int{
		"nil": nil, "one": {1}, "the same": {1, 1, 1, 1, 1}, "each its own": {0, -1, math.MaxInt, math.MinInt, 1 << 32},
		"two": {1, 5, 1, 5, 1}, "four": {1, 5, 1, 5},
	}
	hostileDecoders = map[string]latent.Autoencoder{
		"nil": nil, "empty PCA": latent.PCA{}, "PCA of NaN": latent.PCA{Mean: []float32{nan, 1}, Components: [][]float32{{1, 0}, {0, 1}}},
		"ragged PCA": latent.PCA{Mean: []float32{1, 1}, Components: [][]float32{{1, 0}, {0}}},
		"nil rows":   rowsOf(nil), "no row": rowsOf([][]float32{}), "an empty row": rowsOf([][]float32{{}}), "NaN": rowsOf([][]float32{{nan, 1}}),
		"largest": rowsOf([][]float32{{math.MaxFloat32, -math.MaxFloat32}}), "constant": rowsOf([][]float32{{1, 2}}),
		"leaps": leaps{}, "cliffs": cliffs{}, "codes of NaN": lost{{1, 2}, {nan, 2}, {1, 2}, {1, 2}, {1, 2}, {1, 2}},
		"ragged codes": lost{{1, 2}, {1}, {1, 2}, {1, 2}, {1, 2}, {1, 2}},
		"squares":      polar2{},
	}
	hostileDensities = map[string]latent.Density{
		"nil": nil, "nil Gaussian": (*latent.Gaussian)(nil), "nil Mixture": (*latent.Mixture)(nil), "nil Kernel": (*latent.Kernel)(nil),
		"Gaussian": &latent.Gaussian{}, "Mixture": &latent.Mixture{}, "Kernel": &latent.Kernel{},
		"Gaussian by hand":      &latent.Gaussian{Mean: []float64{1, 2}, Covariance: mat.NewSymDense(2, nil)},
		"bandwidth of NaN":      &latent.Kernel{Bandwidth: math.NaN()},
		"component of nothing":  &latent.Mixture{Weights: []float64{1}, Components: []*latent.Gaussian{nil}},
		"no weights":            &latent.Mixture{Components: []*latent.Gaussian{latent.StandardGaussian(2)}},
		"weight of NaN":         &latent.Mixture{Weights: []float64{math.NaN()}, Components: []*latent.Gaussian{latent.StandardGaussian(2)}},
		"weights of ±1":         &latent.Mixture{Weights: []float64{-1, 2}, Components: []*latent.Gaussian{latent.StandardGaussian(2), latent.StandardGaussian(2)}},
		"weights of 0":          &latent.Mixture{Weights: []float64{0, 0}, Components: []*latent.Gaussian{latent.StandardGaussian(2), latent.StandardGaussian(2)}},
		"components of 1 and 2": &latent.Mixture{Weights: []float64{0.5, 0.5}, Components: []*latent.Gaussian{latent.StandardGaussian(2), latent.StandardGaussian(1)}},
		"fine":                  latent.StandardGaussian(2),
	}
)

// TestHostileArguments calls every exported function and method of the package with every hostile value in every place,
// all other arguments being fine.
func TestHostileArguments(t *testing.T) {
	fine, two := hostileRows["fine"], hostileLabels["two"]
	pca := must(latent.FitPCA(fine, 2))(t)
	fitted := []latent.Density{
		must(latent.FitGaussian(fine))(t), must(latent.FitKernel(fine))(t),
		must(latent.FitMixture(fine, latent.MixtureConfig{Components: 2}))(t), latent.StandardGaussian(2),
	}
	over := plane.Span{XMin: -1, XMax: 1, YMin: -1, YMax: 1}
	var trials []hostile.Trial
	add := func(function string, value any, call func() any) {
		trials = append(trials, hostile.Trial{Name: function, Value: fmt.Sprint(value), Call: func() []any { return hostile.Of(call()) }})
	}
	for name, z := range hostileRows {
		row := first(z[len(z)/2:])
		add("FitPCA", name, func() any { return orError(latent.FitPCA(z, 1)) })
		add("PCA.Encode", name, func() any { return pca.Encode(z) })
		add("PCA.Decode", name, func() any { return pca.Decode(z) })
		add("FitGaussian", name, func() any { return orError(latent.FitGaussian(z)) })
		add("FitMixture", name, func() any { return orError(latent.FitMixture(z, latent.MixtureConfig{})) })
		add("FitMixture of one", name, func() any { return orError(latent.FitMixture(z, latent.MixtureConfig{Components: 1})) })
		add("FitMixture of two", name, func() any { return orError(latent.FitMixture(z, latent.MixtureConfig{Components: 2})) })
		add("FitKernel", name, func() any { return orError(latent.FitKernel(z)) })
		add("Middle", name, func() any { return latent.Middle(z, 0.9) })
		add("Lerp from", name, func() any { return latent.Lerp(row, fine[0], 5) })
		add("Lerp to", name, func() any { return latent.Lerp(fine[0], row, 5) })
		add("Slerp from", name, func() any { return latent.Slerp(row, fine[0], 5) })
		add("Slerp to", name, func() any { return latent.Slerp(fine[0], row, 5) })
		add("Slerp between", name, func() any { return latent.Slerp(row, first(z), 5) })
		add("Metric", name, func() any { return latent.Metric(pca, row) })
		add("Magnification", name, func() any { return latent.Magnification(pca, z) })
		add("Length", name, func() any { return latent.Length(pca, z) })
		add("MetricPath from", name, func() any { return latent.MetricPath(polar2{}, row, fine[0], latent.PathConfig{}) })
		add("MetricPath to", name, func() any { return latent.MetricPath(polar2{}, fine[0], row, latent.PathConfig{}) })
		add("Search for", name, func() any { return searched(polar2{}, z, fine, 20) })
		add("Search from", name, func() any { return searched(pca, fine, z, 20) })
		for _, q := range fitted {
			add(kind(q)+".LogDensity", name, func() any { return q.LogDensity(row) })
			add("LogLikelihood of a "+kind(q), name, func() any { return latent.LogLikelihood(q, z) })
		}
		for other, x := range map[string][][]float32{"fine": fine, "the same": z} {
			name := name + " with " + other
			add("Nearest to", name, func() any { return latent.Nearest(z, x) })
			add("Nearest of", name, func() any { return latent.Nearest(x, z) })
			add("SquaredErrors", name, func() any { return latent.SquaredErrors(z, x) })
			add("MeanSquaredError", name, func() any { return latent.MeanSquaredError(x, z) })
			add("Trustworthiness of images", name, func() any { return latent.Trustworthiness(z, x, 1) })
			add("Trustworthiness of codes", name, func() any { return latent.Trustworthiness(x, z, 1) })
			add("SharedBoxes", name, func() any { return latent.SharedBoxes(x, z, 10) })
			add("PrincipalAngles", name, func() any { return latent.PrincipalAngles(z, x[:min(2, len(x))]) })
			add("BetweenClasses", name, func() any { return latent.BetweenClasses(z, x, make([]int, len(x))) })
			add("ShareBetweenClasses", name, func() any { return latent.ShareBetweenClasses(x, z, make([]int, len(z))) })
			add("HalfWay of images", name, func() any { return latent.HalfWay(leaps{}, z, two[:min(5, len(z))], x, 3, 1) })
			add("HalfWay to data", name, func() any { return latent.HalfWay(leaps{}, x, two[:min(5, len(x))], z, 3, 1) })
		}
	}
	for name, labels := range hostileLabels {
		add("ClassMeans", name, func() any { return latent.ClassMeans(fine, labels) })
		add("KNNAccuracy", name, func() any { return latent.KNNAccuracy(fine, labels, 1) })
		add("FitGaussians", name, func() any { return orError(latent.FitGaussians(fine, labels)) })
		add("BetweenClasses", name, func() any { return latent.BetweenClasses(fine, fine, labels) })
		add("ShareBetweenClasses", name, func() any { return latent.ShareBetweenClasses(fine, fine, labels) })
		add("HalfWay", name, func() any { return latent.HalfWay(leaps{}, fine, labels, fine, 3, 1) })
		for other, z := range hostileRows {
			name := name + " for " + other
			add("ClassMeans", name, func() any { return latent.ClassMeans(z, labels) })
			add("KNNAccuracy", name, func() any { return latent.KNNAccuracy(z, labels, 1) })
			add("FitGaussians", name, func() any { return orError(latent.FitGaussians(z, labels)) })
		}
	}
	for _, n := range hostileCounts {
		add("FitPCA", n, func() any { return orError(latent.FitPCA(fine, n)) })
		add("PCA.First", n, func() any { return pca.First(n) })
		add("FitMixture of components", n, func() any { return orError(latent.FitMixture(fine, latent.MixtureConfig{Components: n})) })
		add("FitMixture in steps", n, func() any { return orError(latent.FitMixture(fine, latent.MixtureConfig{Components: 2, Steps: n})) })
		add("StandardGaussian", n, func() any { return latent.StandardGaussian(n) })
		add("Grid", n, func() any { return latent.Grid(over, n) })
		add("OnGrid", n, func() any { return latent.OnGrid(make([]float64, min(max(n, 0), 17)), over) })
		add("Lerp", n, func() any { return latent.Lerp(fine[0], fine[1], n) })
		add("Slerp", n, func() any { return latent.Slerp(fine[0], fine[1], n) })
		add("MetricPath of points", n, func() any { return latent.MetricPath(polar2{}, fine[0], fine[1], latent.PathConfig{Points: n}) })
		add("MetricPath in steps", n, func() any { return latent.MetricPath(polar2{}, fine[0], fine[1], latent.PathConfig{Steps: n}) })
		add("KNNAccuracy", n, func() any { return latent.KNNAccuracy(fine, two, n) })
		add("Trustworthiness", n, func() any { return latent.Trustworthiness(fine, fine, n) })
		add("SharedBoxes", n, func() any { return latent.SharedBoxes(fine, fine, n) })
		add("HalfWay", n, func() any { return latent.HalfWay(leaps{}, fine, two, fine, n, 1) })
		add("Search in steps", n, func() any { return searched(polar2{}, fine, fine, n) })
		for _, q := range fitted {
			add(kind(q)+".Sample", n, func() any { return q.Sample(n, 1) })
		}
	}
	for _, v := range hostileFloats {
		add("Middle", v, func() any { return latent.Middle(fine, v) })
		add("OnGrid of a value", v, func() any { return latent.OnGrid([]float64{v, 1, -v, 2}, over) })
		for _, w := range hostileFloats {
			for place, over := range []plane.Span{
				{XMin: v, XMax: w, YMin: -1, YMax: 1}, {XMin: -1, XMax: 1, YMin: v, YMax: w}, {XMin: v, XMax: w, YMin: w, YMax: v},
			} {
				add("Grid", fmt.Sprint(v, w, place), func() any { return latent.Grid(over, 3) })
				add("OnGrid", fmt.Sprint(v, w, place), func() any { return latent.OnGrid([]float64{1, 2, 3, 4}, over) })
			}
		}
	}
	for name, ae := range hostileDecoders {
		var g latent.Decoder
		if ae != nil {
			g = ae
		}
		add("Metric", name, func() any { return latent.Metric(g, fine[0]) })
		add("Magnification", name, func() any { return latent.Magnification(g, fine) })
		add("Length", name, func() any { return latent.Length(g, fine) })
		add("MetricPath far", name, func() any {
			return latent.MetricPath(g, []float32{0, 1}, []float32{1000, 2}, latent.PathConfig{Points: 9})
		})
		add("MetricPath", name, func() any { return latent.MetricPath(g, fine[0], fine[1], latent.PathConfig{Steps: math.MaxInt}) })
		add("HalfWay", name, func() any { return latent.HalfWay(ae, fine, two, fine, 3, 1) })
		add("Search", name, func() any { return searched(g, fine, fine, 20) })
	}
	for name, q := range hostileDensities {
		add("LogLikelihood", name, func() any { return latent.LogLikelihood(q, fine) })
		add("OnPlane", name, func() any { return latent.OnPlane(q) })
		if q != nil {
			add(kind(q)+".Dim", name, func() any { return q.Dim() })
			add(kind(q)+".LogDensity", name, func() any { return q.LogDensity(fine[0]) })
			add(kind(q)+".Sample", name, func() any { return q.Sample(3, 1) })
		}
	}
	for name, p := range map[string]latent.PCA{
		"empty": {}, "of a mean": {Mean: []float32{1}}, "without variances": {Mean: []float32{1, 2}, Components: [][]float32{{1, 0}}},
		"of NaN": {Mean: []float32{nan, 2}, Components: [][]float32{{1, nan}}, Variances: []float64{math.NaN()}},
		"of 0":   {Mean: []float32{1, 2}, Components: [][]float32{{1, 0}}, Variances: []float64{0, 0}},
	} {
		add("PCA.First", name, func() any { return p.First(1) })
		add("PCA.Explained", name, func() any { return p.Explained() })
		add("PCA.Encode", name, func() any { return p.Encode(fine) })
		add("PCA.Decode", name, func() any { return p.Decode([][]float32{{1}}) })
		add("PCA.Layers", name, func() any { w, b, err := p.Layers("encoder"); return orError([]any{w, b}, err) })
		add("PCA.Layers", name, func() any { w, b, err := p.Layers("decoder"); return orError([]any{w, b}, err) })
	}
	for name, h := range map[string]latent.HalfWays{"empty": {}, "one": {Pixels: []float64{1}}, "fine": {Pixels: []float64{1}, Codes: []float64{2}}} {
		add("HalfWays.Nearer", name, func() any { return h.Nearer() })
	}
	tries, lost := hostile.Table{
		Prefixes: []string{"latent: "}, Word: "want", Check: usable, Trials: trials, Spared: map[string]string{},
	}.Try(t)
	faults.Note(t, "hostile argument", tries, lost)
}

// usable finds fault with answers: what is not a finite number, a density that does not work, a function that is not finite.
func usable(results []any) error {
	for _, r := range results {
		numbers := r
		switch r := r.(type) {
		case latent.Density:
			drawn := r.Sample(50, 1)
			numbers = []any{drawn, latent.LogLikelihood(r, drawn)}
		case func(x, y float64) float64:
			numbers = values(r)
		}
		if err := hostile.Finite([]any{numbers}); err != nil {
			return err
		}
	}
	return nil
}

// values returns what f gives for every pair of hostile numbers, but for NaN, for which it may be NaN.
func values(f func(x, y float64) float64) (z []float64) {
	for _, x := range hostileFloats {
		for _, y := range hostileFloats {
			if v := f(x, y); !math.IsNaN(x) && !math.IsNaN(y) {
				z = append(z, v)
			}
		}
	}
	return z
}

// searched returns what Search finds.
func searched(g latent.Decoder, images, starts [][]float32, steps int) any {
	z, errs := latent.Search(g, images, starts, steps)
	return []any{z, errs}
}

// orError returns the value, or the error where there is one.
func orError[T any](value T, err error) any {
	if err != nil {
		return err
	}
	return value
}

// kind returns the name of a density's type.
func kind(q latent.Density) string { return strings.TrimPrefix(fmt.Sprintf("%T", q), "*latent.") }

// first returns the first row, nil where there is none.
func first(rows [][]float32) []float32 {
	if len(rows) == 0 {
		return nil
	}
	return rows[0]
}
