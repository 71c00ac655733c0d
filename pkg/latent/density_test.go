package latent_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gonum.org/v1/gonum/mat"
	"latentlab/pkg/latent"
	"latentlab/pkg/plane"
)

// densities returns one of each kind, fitted to the codes.
func densities(t *testing.T, z [][]float32, labels []int) map[string]latent.Density {
	return map[string]latent.Density{
		"Gaussian":  must(latent.FitGaussian(z))(t),
		"Gaussians": must(latent.FitGaussians(z, labels))(t),
		"mixture":   must(latent.FitMixture(z, latent.MixtureConfig{Components: 3, Seed: 1}))(t),
		"kernel":    must(latent.FitKernel(z))(t),
		"standard":  latent.StandardGaussian(len(z[0])),
	}
}

func TestDensitiesIntegrateToOne(t *testing.T) {
	z, labels := classes(1, 3, 40, 2)
	span := latent.Middle(z, 1)
	const margin, n = 20, 200
	span = plane.Span{XMin: span.XMin - margin, XMax: span.XMax + margin, YMin: span.YMin - margin, YMax: span.YMax + margin}
	grid := latent.Grid(span, n)
	cell := (span.XMax - span.XMin) * (span.YMax - span.YMin) / ((n - 1) * (n - 1))
	for name, q := range densities(t, z, labels) {
		mass := 0.0
		for _, l := range logDensities(q, grid) {
			mass += math.Exp(l) * cell
		}
		if !near(mass, 1, 1e-3) {
			t.Errorf("%s: its mass on the plane is %.9g, want 1", name, mass)
		}
	}
}

// All kinds keep the codes' mean. All keep their covariance, too, but for the kernel estimate, which adds h² of it.
func TestSamplesFollowTheirDensity(t *testing.T) {
	for _, d := range []int{1, 2, 5} {
		z, labels := classes(2, 3, 60, d)
		whole := must(latent.FitGaussian(z))(t)
		for name, q := range densities(t, z, labels) {
			scale := 1.0
			if name == "standard" {
				continue
			}
			if k, ok := q.(*latent.Kernel); ok {
				scale += k.Bandwidth * k.Bandwidth * 180 / 179
			}
			const n = 10000
			sample := q.Sample(n, 1)
			if len(sample) != n || len(sample[0]) != d || q.Dim() != d {
				t.Fatalf("%s: %d codes of %d numbers, Dim %d, want %d of %d", name, len(sample), len(sample[0]), q.Dim(), n, d)
			}
			drawn := must(latent.FitGaussian(sample))(t)
			for i := range d {
				sd := math.Sqrt(scale * whole.Covariance.At(i, i))
				if got, want := drawn.Mean[i], whole.Mean[i]; math.Abs(got-want) > 0.04*sd {
					t.Errorf("%s, d = %d: mean %d of the samples is %g, want %g", name, d, i, got, want)
				}
				for j := range d {
					got, want := drawn.Covariance.At(i, j), scale*whole.Covariance.At(i, j)
					if math.Abs(got-want) > 0.06*sd*math.Sqrt(scale*whole.Covariance.At(j, j)) {
						t.Errorf("%s, d = %d: covariance %d, %d of the samples is %g, want %g", name, d, i, j, got, want)
					}
				}
			}
		}
	}
}

// As many samples fall into each of 16 parts of the plane as the density has mass there.
func TestSamplesFillThePlane(t *testing.T) {
	z, labels := classes(8, 3, 40, 2)
	const parts, fine, n = 4, 16, 10000
	over := latent.Middle(z, 0.9)
	wide, high := (over.XMax-over.XMin)/parts, (over.YMax-over.YMin)/parts
	for name, q := range densities(t, z, labels) {
		var count [parts][parts]float64
		for _, code := range q.Sample(n, 2) {
			c, r := math.Floor((float64(code[0])-over.XMin)/wide), math.Floor((float64(code[1])-over.YMin)/high)
			if min(c, r) >= 0 && max(c, r) < parts {
				count[int(c)][int(r)]++
			}
		}
		density := latent.OnPlane(q)
		for c := range parts {
			for r := range parts {
				mass := 0.0
				for i := range fine * fine {
					x := over.XMin + wide*(float64(c)+(float64(i%fine)+0.5)/fine)
					y := over.YMin + high*(float64(r)+(float64(i/fine)+0.5)/fine)
					mass += density(x, y) * wide * high / (fine * fine)
				}
				if got, want := count[c][r], n*mass; math.Abs(got-want) > 5*math.Sqrt(want)+5 {
					t.Errorf("%s: %g samples in part %d, %d, want %g", name, got, c, r, want)
				}
			}
		}
	}
}

func meanOf(z [][]float32) []float64 {
	mean := make([]float64, len(z[0]))
	for _, code := range z {
		for j, v := range code {
			mean[j] += float64(v) / float64(len(z))
		}
	}
	return mean
}

func TestGaussianHasTheMomentsOfItsCodes(t *testing.T) {
	z := cloud(3, 500, 3)
	q := must(latent.FitGaussian(z))(t)
	allNear(t, "mean", q.Mean, meanOf(z), 1e-12)
	// The log-likelihood of the most likely Gaussian has a closed form: −½(d log 2πe + log det Σ).
	want := -0.5 * (3*math.Log(2*math.Pi*math.E) + math.Log(mat.Det(q.Covariance)))
	if got := latent.LogLikelihood(q, z); !near(got, want, 1e-12) {
		t.Errorf("log-likelihood %.15g, want %.15g", got, want)
	}
	samples := must(latent.FitGaussian(q.Sample(20000, 1)))(t)
	allNear(t, "mean of the samples", samples.Mean, q.Mean, 0.04)
	for i := range 3 {
		for j := range 3 {
			if got, want := samples.Covariance.At(i, j), q.Covariance.At(i, j); !near(got, want, 0.04) {
				t.Errorf("covariance %d, %d of the samples is %g, want %g", i, j, got, want)
			}
		}
	}
}

func TestGaussiansAreWeightedByTheirClass(t *testing.T) {
	z, labels := classes(4, 2, 30, 2)
	z, labels = z[:45], labels[:45] // 30 and 15
	q := must(latent.FitGaussians(z, labels))(t)
	allNear(t, "weights", q.Weights, []float64{2.0 / 3, 1.0 / 3}, 1e-12)
	at := []float32{1, 2}
	var parts [2]float64
	for k, class := range [][][]float32{z[:30], z[30:]} {
		parts[k] = q.Weights[k] * math.Exp(must(latent.FitGaussian(class))(t).LogDensity(at))
	}
	if got, want := q.LogDensity(at), math.Log(parts[0]+parts[1]); !near(got, want, 1e-12) {
		t.Errorf("log-density %g, want %g", got, want)
	}
}

func TestSamplesAreTheSameForTheSameSeed(t *testing.T) {
	z, labels := classes(5, 3, 40, 2)
	want := map[string][][]float32{}
	for name, q := range densities(t, z, labels) {
		want[name] = q.Sample(20, 7)
		if cmp.Equal(want[name], q.Sample(20, 8)) {
			t.Errorf("%s: seeds 7 and 8 draw the same", name)
		}
		if len(q.Sample(0, 1)) != 0 {
			t.Errorf("%s: 0 samples are some", name)
		}
	}
	onOneCore(func() {
		for name, q := range densities(t, z, labels) {
			if diff := cmp.Diff(want[name], q.Sample(20, 7)); diff != "" {
				t.Errorf("%s: fitted and drawn again on one core:\n%s", name, diff)
			}
		}
	})
}

func TestDensitiesFarAwayAndOfOtherDimensions(t *testing.T) {
	z, labels := classes(6, 3, 40, 2)
	for name, q := range densities(t, z, labels) {
		if got := q.LogDensity([]float32{1e6, -1e6}); math.IsInf(got, 0) || math.IsNaN(got) || got > -1e6 {
			t.Errorf("%s: log-density far away is %g, want a finite number far below 0", name, got)
		}
		for _, other := range [][]float32{nil, {1}, {1, 2, 3}} {
			wantPanic(t, name, "numbers: want 2", func() { q.LogDensity(other) })
		}
		wantPanic(t, name, "holds NaN in place 0", func() { q.LogDensity([]float32{nan, 1}) })
		wantPanic(t, name, "each code has 3 numbers: want 2", func() { latent.LogLikelihood(q, [][]float32{{1, 2, 3}}) })
		wantPanic(t, name, "there are no codes", func() { latent.LogLikelihood(q, nil) })
		wantPanic(t, name, "n is -1", func() { q.Sample(-1, 1) })
		plane := latent.OnPlane(q)
		if got := plane(1e300, 0); got != 0 {
			t.Errorf("%s: the density beyond float32 is %g, want 0", name, got)
		}
		if got := plane(math.NaN(), 0); !math.IsNaN(got) {
			t.Errorf("%s: the density at NaN is %g", name, got)
		}
	}
	wantPanic(t, "OnPlane", "the density is of 3 dimensions: want 2", func() { latent.OnPlane(latent.StandardGaussian(3)) })
}

// failing is a density that panics.
type failing struct{ *latent.Gaussian }

func (failing) LogDensity([]float32) float64 { panic("latent: of the density's own") }

// A panic on another goroutine would end the program.
func TestLogLikelihoodPanicsWhereItsCallerCanRecover(t *testing.T) {
	wantPanic(t, "a density", "of the density's own", func() {
		latent.LogLikelihood(failing{latent.StandardGaussian(2)}, cloud(1, 50, 2))
	})
}

// Codes that fit float32 are an error where codes drawn from their density may not.
func TestSamplesFitFloat32(t *testing.T) {
	z := latent.StandardGaussian(2).Sample(20, 1)
	for _, code := range z {
		for j := range code {
			code[j] = 0.6*math.MaxFloat32 + math.MaxFloat32/20*code[j]
		}
	}
	labels := make([]int, len(z))
	for fit, err := range map[string]error{
		"FitGaussian":  errorOf(latent.FitGaussian(z)),
		"FitGaussians": errorOf(latent.FitGaussians(z, labels)),
		"FitMixture":   errorOf(latent.FitMixture(z, latent.MixtureConfig{Components: 1})),
		"FitKernel":    errorOf(latent.FitKernel(z)),
	} {
		wantError(t, fit, err, fit)
		wantError(t, fit, err, "float32 cannot hold all codes that may be drawn")
	}
}

func TestDensitiesOfDegenerateCodes(t *testing.T) {
	line := make([][]float32, 20)
	for i := range line {
		line[i] = []float32{float32(i), 2 * float32(i)}
	}
	const flat = "the codes lie in fewer dimensions"
	for what, c := range map[string]struct {
		z    [][]float32
		want string
	}{
		"one":   {[][]float32{{1, 2}}, flat},
		"two":   {[][]float32{{1, 2}, {2, 1}}, flat},
		"line":  {line, flat},
		"point": {[][]float32{{1, 2}, {1, 2}, {1, 2}, {1, 2}}, flat},
	} {
		labels := make([]int, len(c.z))
		for fit, err := range map[string]error{
			"FitGaussian":  errorOf(latent.FitGaussian(c.z)),
			"FitGaussians": errorOf(latent.FitGaussians(c.z, labels)),
			"FitMixture":   errorOf(latent.FitMixture(c.z, latent.MixtureConfig{Components: 1})),
			"FitKernel":    errorOf(latent.FitKernel(c.z)),
		} {
			wantError(t, fmt.Sprintf("%s of %s", fit, what), err, c.want)
			wantError(t, fmt.Sprintf("%s of %s", fit, what), err, fit)
		}
	}
	z, labels := classes(7, 2, 10, 2)
	labels[3] = 9
	_, err := latent.FitGaussians(z, labels)
	wantError(t, "a class of one", err, "the 1 codes with label 9: the codes lie in fewer dimensions")
	wantPanic(t, "labels", "FitGaussians: 20 codes, but 19 labels", func() { latent.FitGaussians(z, labels[1:]) })
	wantPanic(t, "no dimensions", "d is 0", func() { latent.StandardGaussian(0) })
}

func TestFitsRefuseWhatAreNoCodes(t *testing.T) {
	for what, c := range map[string]struct {
		z    [][]float32
		want string
	}{
		"none":   {nil, "there are no codes"},
		"ragged": {[][]float32{{1, 2}, {1}}, "code 1 has 1 numbers, but code 0 has 2"},
		"nan":    {[][]float32{{1, 2}, {nan, 1}}, "code 1 holds NaN in place 0"},
		"wide":   {[][]float32{make([]float32, 5000)}, "the length of a code is 5000: want at most 4096"},
	} {
		for fit, call := range map[string]func(){
			"FitGaussian":    func() { latent.FitGaussian(c.z) },
			"FitGaussians":   func() { latent.FitGaussians(c.z, make([]int, len(c.z))) },
			"FitMixture":     func() { latent.FitMixture(c.z, latent.MixtureConfig{Components: 1}) },
			"FitKernel":      func() { latent.FitKernel(c.z) },
			"BetweenClasses": func() { latent.BetweenClasses(c.z, c.z, make([]int, len(c.z))) },
		} {
			want := c.want
			if fit == "BetweenClasses" {
				want = strings.ReplaceAll(want, "code 0", "fake 0")
				want = strings.ReplaceAll(want, "code 1", "fake 1")
				want = strings.ReplaceAll(want, "no codes", "no fakes")
			}
			wantPanic(t, fit+" of "+what, fit+": "+want, call)
		}
	}
}

func errorOf[T any](_ T, err error) error { return err }
