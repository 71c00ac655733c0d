package latent_test

import (
	"fmt"
	"math"
	"runtime"
	"strings"
	"testing"
	"time"

	"latentlab/pkg/latent"
)

// What may come in, in every place: each is tried with well-formed values in the other places.
var (
	hostileCounts  = []int{0, -1, 1, 2, math.MaxInt, math.MinInt, 1 << 32, 1<<32 + 1, 1 << 40}
	hostileNumbers = []float64{math.NaN(), math.Inf(1), math.Inf(-1), 1.7e308, -1.7e308, 1e307, 5e-324, 0, -1, 1}
	hostileRows    = map[string][][]float32{
		"nil": nil, "empty": {}, "no numbers": {{}}, "ragged": {{1, 2}, {3}}, "one": {{1, 2}}, "the same": {{1, 2}, {1, 2}, {1, 2}, {1, 2}},
		"NaN": {{1, 2}, {nan, 3}}, "infinite": {{1, 2}, {float32(math.Inf(-1)), 3}}, "huge": {{math.MaxFloat32, 1}, {1, -math.MaxFloat32}},
		"large": {{1e30, 1}, {-1e30, 1}, {1, 1e30}, {0, -1e30}}, "tiny": {{1e-45, 0}, {0, 1e-45}, {0, 0}}, "three wide": {{1, 2, 3}, {4, 5, 6}},
		"a line": {{0, 0}, {1, 1}, {2, 2}, {3, 3}},
	}
	hostileLabels = [][]int{nil, {}, {1}, {1, 1, 1, 1}, {math.MaxInt, math.MinInt, 0, -1}, {1, 2, 3}}
	hostileSpans  = []latent.Span{{}, {XMin: 1}, {XMin: -1e308, XMax: 1e308, YMin: -1e308, YMax: 1e308}, {XMin: math.NaN(), XMax: 1, YMin: 0, YMax: 1},
		{XMin: 0, XMax: math.Inf(1), YMin: 0, YMax: 1}, {XMin: 2, XMax: 1, YMin: 2, YMax: 1}, {XMin: 0, XMax: 5e-324, YMin: 0, YMax: 5e-324}}
)

// TestHostileArguments calls every exported function with each of them: an answer without NaN, an error, or a panic with a
// sentence of this package, within a second and 200 MB.
func TestHostileArguments(t *testing.T) {
	z, labels := classes(1, 2, 12, 2)
	x := cloud(2, 24, 6)
	pca := must(latent.FitPCA(x, 2))(t)
	span := latent.Span{XMin: -1, XMax: 1, YMin: -1, YMax: 1}
	a, b := z[0], z[1]
	var nobody latent.Decoder
	dens := map[string]latent.Density{
		"nil": nil, "zero Gaussian": &latent.Gaussian{}, "zero Mixture": &latent.Mixture{}, "zero Kernel": &latent.Kernel{},
		"nil Gaussian": (*latent.Gaussian)(nil), "nil Mixture": (*latent.Mixture)(nil), "nil Kernel": (*latent.Kernel)(nil),
		"Mixture of nothing": &latent.Mixture{Weights: []float64{1}, Components: []*latent.Gaussian{nil}},
	}

	for name, rows := range hostileRows {
		rows, n := rows, max(len(rows), 1)
		try := func(what string, f func() any) { hostile(t, what+" with rows "+name, f) }
		fit := func(v any, err error) any { return []any{v, err} }
		four := []int{0, 0, 1, 1}[:min(n, 4)]
		try("FitPCA", func() any { return fit(latent.FitPCA(rows, 1)) })
		try("FitGaussian", func() any { return fit(latent.FitGaussian(rows)) })
		try("FitGaussians", func() any { return fit(latent.FitGaussians(rows, four)) })
		try("FitMixture", func() any { return fit(latent.FitMixture(rows, latent.MixtureConfig{Components: 2})) })
		try("FitKernel", func() any { return fit(latent.FitKernel(rows)) })
		try("PCA.Encode", func() any { return pca.Encode(rows) })
		try("PCA.Decode", func() any { return pca.Decode(rows) })
		try("ClassMeans", func() any { return latent.ClassMeans(rows, four) })
		try("SquaredErrors", func() any { return latent.SquaredErrors(rows, rows) })
		try("MeanSquaredError", func() any { return latent.MeanSquaredError(rows, rows) })
		try("KNNAccuracy", func() any { return latent.KNNAccuracy(rows, four, 1) })
		try("Trustworthiness", func() any { return latent.Trustworthiness(rows, rows, 1) })
		try("Nearest", func() any { return latent.Nearest(rows, rows) })
		try("Middle", func() any { return latent.Middle(rows, 0.5) })
		try("PrincipalAngles", func() any { return latent.PrincipalAngles(rows, rows) })
		try("BetweenClasses", func() any { return latent.BetweenClasses(rows, z, labels) })
		try("ShareBetweenClasses", func() any { return latent.ShareBetweenClasses(rows, rows, four) })
		try("Length", func() any { return latent.Length(sums{}, rows) })
		try("Magnification", func() any { return latent.Magnification(sums{}, rows) })
		try("HalfWay", func() any { return latent.HalfWay(ring{}, rows, four, rows, 3, 1) })
		try("LogLikelihood", func() any { return latent.LogLikelihood(latent.StandardGaussian(2), rows) })
		for _, row := range append(rows, nil) {
			try("Lerp", func() any { return latent.Lerp(row, b, 5) })
			try("Slerp", func() any { return latent.Slerp(a, row, 5) })
			try("Metric", func() any { return latent.Metric(sums{}, row) })
			try("MetricPath", func() any { return latent.MetricPath(sums{}, row, b, latent.PathConfig{Points: 5}) })
			for what, q := range dens {
				if q != nil {
					try("LogDensity of "+what, func() any { q.LogDensity(row); return nil })
				}
			}
		}
	}
	for _, n := range hostileCounts {
		try := func(what string, f func() any) { hostile(t, fmt.Sprintf("%s with %d", what, n), f) }
		try("FitPCA", func() any { p, err := latent.FitPCA(x, n); return []any{p, err} })
		try("First", func() any { return pca.First(n) })
		try("Lerp", func() any { return len(latent.Lerp(a, b, n)) })
		try("Lerp of images", func() any { return len(latent.Lerp(make([]float32, 784), make([]float32, 784), n)) })
		try("Slerp", func() any { return len(latent.Slerp(a, b, n)) })
		try("Grid", func() any { return len(latent.Grid(span, n)) })
		try("KNNAccuracy", func() any { return latent.KNNAccuracy(z, labels, n) })
		try("Trustworthiness", func() any { return latent.Trustworthiness(x, z, n) })
		try("StandardGaussian", func() any { return latent.StandardGaussian(n).Dim() })
		try("HalfWay", func() any { latent.HalfWay(ring{}, z, labels, z, n, 1); return nil })
		try("MetricPath, points", func() any { return len(latent.MetricPath(polar, a, b, latent.PathConfig{Points: n})) })
		try("MetricPath, steps", func() any { return len(latent.MetricPath(polar, a, b, latent.PathConfig{Points: 5, Steps: n})) })
		try("FitMixture, components", func() any {
			_, err := latent.FitMixture(z, latent.MixtureConfig{Components: n})
			return err
		})
		try("FitMixture, steps", func() any {
			_, err := latent.FitMixture(z, latent.MixtureConfig{Components: 2, Steps: n})
			return err
		})
		for what, q := range densities(t, z, labels) {
			try("Sample of "+what, func() any { return len(q.Sample(n, 1)) })
		}
		for what, q := range dens {
			if q != nil {
				try("Sample of "+what, func() any { return len(q.Sample(n, 1)) })
			}
		}
	}
	for _, v := range hostileNumbers {
		try := func(what string, f func() any) { hostile(t, fmt.Sprintf("%s with %g", what, v), f) }
		try("Middle", func() any { return latent.Middle(z, v) })
		try("OnGrid", func() any { return latent.OnGrid([]float64{v, 1, 2, 3}, span)(0.3, 0.4) })
		try("OnGrid at", func() any { return latent.OnGrid([]float64{0, 1, 2, 3}, span)(v, v) })
	}
	for _, l := range hostileLabels {
		try := func(what string, f func() any) { hostile(t, fmt.Sprintf("%s with labels %v", what, l), f) }
		try("ClassMeans", func() any { return latent.ClassMeans(z[:4], l) })
		try("FitGaussians", func() any { _, err := latent.FitGaussians(z[:4], l); return err })
		try("KNNAccuracy", func() any { return latent.KNNAccuracy(z[:4], l, 1) })
		try("BetweenClasses", func() any { return latent.BetweenClasses(z, z[:4], l) })
		try("HalfWay", func() any { return latent.HalfWay(ring{}, z[:4], l, z, 3, 1) })
	}
	for _, s := range hostileSpans {
		try := func(what string, f func() any) { hostile(t, fmt.Sprintf("%s with %+v", what, s), f) }
		try("Grid", func() any { return latent.Grid(s, 3) })
		try("OnGrid", func() any { return latent.OnGrid([]float64{0, 1, 2, 3}, s)(0, 0) })
	}
	for what, q := range dens {
		try := func(f string, do func() any) { hostile(t, f+" of "+what, do) }
		try("LogDensities", func() any { return latent.LogDensities(q, z) })
		try("LogLikelihood", func() any { return latent.LogLikelihood(q, z) })
		try("OnPlane", func() any { return latent.OnPlane(q)(0, 0) })
	}
	for what, f := range map[string]func() any{
		"Encode of the zero PCA":    func() any { return latent.PCA{}.Encode(x) },
		"Decode of the zero PCA":    func() any { return latent.PCA{}.Decode(z) },
		"First of the zero PCA":     func() any { return latent.PCA{}.First(1) },
		"Explained of the zero PCA": func() any { return latent.PCA{}.Explained() },
		"Layers of the zero PCA":    func() any { w, _, _ := latent.PCA{}.Layers("encoder"); return w },
		"Layers of a part":          func() any { w, _, _ := pca.Layers("head"); return w },
		"Metric of nobody":          func() any { return latent.Metric(nobody, a) },
		"Magnification of nobody":   func() any { return latent.Magnification(nobody, z) },
		"Length of nobody":          func() any { return latent.Length(nobody, z) },
		"MetricPath of nobody":      func() any { return latent.MetricPath(nobody, a, b, latent.PathConfig{}) },
		"HalfWay of nobody":         func() any { return latent.HalfWay(nil, z, labels, z, 1, 1) },
		"Nearer of no pairs":        func() any { return latent.HalfWays{}.Nearer() },
	} {
		hostile(t, what, f)
	}
}

// sums is a decoder of codes of any length: images of three pixels.
type sums struct{}

func (sums) Decode(z [][]float32) [][]float32 {
	images := make([][]float32, len(z))
	for i, code := range z {
		var sum float32
		for _, v := range code {
			sum += v / 2
		}
		images[i] = []float32{sum, sum / 2, 1}
	}
	return images
}

// hostile runs f and fails the test where it answers NaN, panics without a sentence of ours, or takes too long or too much.
func hostile(t *testing.T, what string, f func() any) {
	t.Helper()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := time.Now()
	said, answer := "", any(nil)
	func() {
		defer func() {
			if r := recover(); r != nil {
				said = fmt.Sprint(r)
			}
		}()
		answer = f()
	}()
	took := time.Since(start)
	runtime.ReadMemStats(&after)
	switch {
	case said != "" && !strings.HasPrefix(said, "latent: "):
		t.Errorf("%s: the panic is %q, want a sentence of latent's", what, said)
	case strings.Contains(fmt.Sprint(answer), "NaN") && !strings.Contains(fmt.Sprint(answer), "holds NaN"):
		t.Errorf("%s: the answer holds NaN: %.200v", what, answer)
	case took > mostTime:
		t.Errorf("%s took %v", what, took)
	case after.TotalAlloc-before.TotalAlloc > 200<<20:
		t.Errorf("%s took %d MB", what, (after.TotalAlloc-before.TotalAlloc)>>20)
	}
}

// mostTime is far more than any answer takes, and far less than an endless loop: on a busy machine a second may be too little.
const mostTime = 20 * time.Second
