package latent_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/stat"
	"latentlab/pkg/latent"
)

// A surface is a decoder given by a formula; it counts how often it is called.
type surface struct {
	at    func(z []float64) []float64
	calls *int
}

func (s surface) Decode(z [][]float32) [][]float32 {
	if s.calls != nil {
		*s.calls++
	}
	images := make([][]float32, len(z))
	for i, code := range z {
		wide := make([]float64, len(code))
		for k, v := range code {
			wide[k] = float64(v)
		}
		for _, v := range s.at(wide) {
			images[i] = append(images[i], float32(v))
		}
	}
	return images
}

var (
	// polar is the plane in polar coordinates: radius and angle.
	polar = surface{at: func(z []float64) []float64 {
		sin, cos := math.Sincos(z[1])
		return []float64{z[0] * cos, z[0] * sin}
	}}
	// sphere is the unit sphere: latitude and longitude.
	sphere = surface{at: func(z []float64) []float64 {
		sinLat, cosLat := math.Sincos(z[0])
		sin, cos := math.Sincos(z[1])
		return []float64{cosLat * cos, cosLat * sin, sinLat}
	}}
	// cylinder is flat: its straight lines are geodesics.
	cylinder = surface{at: func(z []float64) []float64 {
		sin, cos := math.Sincos(z[0])
		return []float64{cos, sin, z[1]}
	}}
	// curved has three latent dimensions: the plane in polar coordinates, and a height, on a curve.
	curved = surface{at: func(z []float64) []float64 {
		sin, cos := math.Sincos(z[1])
		s, c := math.Sincos(z[2])
		return []float64{z[0] * cos, z[0] * sin, 3 * s, 3 * c}
	}}
)

// network is a decoder such as the lecture's, with random weights: tanh after the first layer, a linear second one.
func network(seed uint64, d int) surface {
	rng := rand.New(rand.NewPCG(seed, 3))
	layer := func(in, out int, scale float64) func([]float64) []float64 {
		w := make([]float64, in*out+out)
		for i := range w {
			w[i] = scale * rng.NormFloat64()
		}
		return func(x []float64) []float64 {
			y := slices.Clone(w[in*out:])
			for i, v := range x {
				for j := range y {
					y[j] += v * w[i*out+j]
				}
			}
			return y
		}
	}
	first, second := layer(d, 12, 1), layer(12, 20, 0.5)
	return surface{at: func(z []float64) []float64 {
		h := first(z)
		for i, v := range h {
			h[i] = math.Tanh(v)
		}
		return second(h)
	}}
}

func TestMetricPathFindsGeodesics(t *testing.T) {
	for _, c := range []struct {
		name    string
		decoder surface
		a, b    []float32
		want    float64 // the geodesic's length
	}{
		{"polar", polar, []float32{2, 0}, []float32{2, 2}, 4 * math.Sin(1)},
		{"polar, from near to far", polar, []float32{0.5, 0}, []float32{4, 1.5}, math.Sqrt(0.25 + 16 - 4*math.Cos(1.5))},
		{"sphere", sphere, []float32{0.6, 0}, []float32{0.6, 2.5}, arc(0.6, 0, 0.6, 2.5)},
		{"sphere, north to south", sphere, []float32{1.2, -1}, []float32{-0.4, 1.3}, arc(1.2, -1, -0.4, 1.3)},
		{"cylinder", cylinder, []float32{0, 0}, []float32{2, 5}, math.Sqrt(29)},
		{"three dimensions", curved, []float32{2, 0, 0}, []float32{2, 2, 1}, math.Hypot(4*math.Sin(1), 3)},
	} {
		calls := 0
		c.decoder.calls = &calls
		path := latent.MetricPath(c.decoder, c.a, c.b, latent.PathConfig{})
		if calls > 43 {
			t.Errorf("%s: the decoder was called %d times, want at most 43", c.name, calls)
		}
		if len(path) != 33 || !slices.Equal(path[0], c.a) || !slices.Equal(path[32], c.b) {
			t.Errorf("%s: %d points from %v to %v", c.name, len(path), path[0], path[len(path)-1])
		}
		if got := latent.Length(c.decoder, path); got < 0.999*c.want || got > 1.005*c.want {
			t.Errorf("%s: length %g, want %g", c.name, got, c.want)
		}
		images := c.decoder.Decode(path)
		var steps []float64
		for i := 1; i < len(images); i++ {
			steps = append(steps, distance(images[i-1], images[i]))
		}
		if mean, deviation := stat.MeanStdDev(steps, nil); deviation > 0.03*mean {
			t.Errorf("%s: steps of %g ± %g in the space of images, want even ones", c.name, mean, deviation)
		}
	}
}

// arc is the length of the great circle between two places of the unit sphere.
func arc(lat1, lon1, lat2, lon2 float64) float64 {
	return math.Acos(math.Sin(lat1)*math.Sin(lat2) + math.Cos(lat1)*math.Cos(lat2)*math.Cos(lon1-lon2))
}

func TestMetricPathIsNeverLonger(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	gain, tried := 0.0, 0
	for _, d := range []int{1, 2, 5} {
		for seed := range uint64(4) {
			decoder := network(seed, d)
			for _, points := range []int{3, 9, 33} {
				a, b := make([]float32, d), make([]float32, d)
				for k := range d {
					a[k], b[k] = float32(2*rng.NormFloat64()), float32(2*rng.NormFloat64())
				}
				path := latent.MetricPath(decoder, a, b, latent.PathConfig{Points: points})
				got := latent.Length(decoder, path)
				straight := latent.Length(decoder, latent.Lerp(a, b, points))
				if len(path) != points || got > straight {
					t.Errorf("d = %d, network %d: %d points, length %.9g, straight %.9g", d, seed, len(path), got, straight)
				}
				if d > 1 {
					gain += 1 - got/straight
					tried++
				}
			}
		}
	}
	if gain/float64(tried) < 0.02 {
		t.Errorf("the paths are shorter by %g on average: want some gain, or this test shows nothing", gain/float64(tried))
	}
}

func TestMetricPathIsTheSameTwice(t *testing.T) {
	decoder := network(1, 2)
	a, b := []float32{-2, 1}, []float32{2, 2}
	want := latent.MetricPath(decoder, a, b, latent.PathConfig{})
	onOneCore(func() {
		for i, point := range latent.MetricPath(decoder, a, b, latent.PathConfig{}) {
			if !slices.Equal(point, want[i]) {
				t.Errorf("point %d is %v and %v", i, want[i], point)
			}
		}
	})
}

func TestMetricPathWhereNothingChanges(t *testing.T) {
	constant := surface{at: func([]float64) []float64 { return []float64{1, 2, 3} }}
	for _, ends := range [][2][]float32{{{0, 0}, {4, 4}}, {{1, 2}, {1, 2}}} {
		path := latent.MetricPath(constant, ends[0], ends[1], latent.PathConfig{Points: 5})
		for i, want := range latent.Lerp(ends[0], ends[1], 5) {
			if !slices.Equal(path[i], want) {
				t.Errorf("point %d is %v, want %v", i, path[i], want)
			}
		}
	}
	// Around the bump nothing changes: the energy reaches 0, and the descent ends there.
	bump := surface{at: func(z []float64) []float64 { return []float64{max(0, 1-z[0]*z[0]-z[1]*z[1])} }}
	around := latent.MetricPath(bump, []float32{-3, 0.4}, []float32{3, 0.4}, latent.PathConfig{Points: 9, Steps: math.MaxInt})
	if got := latent.Length(bump, around); got != 0 {
		t.Errorf("around the bump the length is %g, want 0", got)
	}
	// Only the first of two dimensions matters: the metric is singular everywhere.
	half := surface{at: func(z []float64) []float64 { return []float64{math.Sin(z[0]), math.Cos(z[0])} }}
	path := latent.MetricPath(half, []float32{0, 0}, []float32{1, 1}, latent.PathConfig{})
	if got := latent.Length(half, path); !near(got, 1, 1e-4) {
		t.Errorf("length %g, want 1", got)
	}
}

func TestMetricOfKnownSurfaces(t *testing.T) {
	g := latent.Metric(polar, []float32{2.5, 0.7})
	for _, c := range [][3]float64{{0, 0, 1}, {1, 1, 6.25}, {0, 1, 0}} {
		if got := g.At(int(c[0]), int(c[1])); !near(got, c[2], 1e-3) {
			t.Errorf("polar: G[%g, %g] = %g, want %g", c[0], c[1], got, c[2])
		}
	}
	// A PCA's decoder is an isometry.
	p := must(latent.FitPCA(cloud(1, 50, 12), 3))(t)
	g = latent.Metric(p, []float32{1, -2, 300})
	for i := range 3 {
		for j := range 3 {
			want := 0.0
			if i == j {
				want = 1
			}
			if got := g.At(i, j); !near(got, want, 1e-3) {
				t.Errorf("PCA: G[%d, %d] = %g, want %g", i, j, got, want)
			}
		}
	}
	// More codes than go into one call.
	var z [][]float32
	for i := range 700 {
		z = append(z, []float32{float32(i%50) / 10, float32(i)})
	}
	for i, got := range latent.Magnification(polar, z) {
		if want := float64(z[i][0]); math.Abs(got-want) > 0.01 {
			t.Errorf("polar: magnification %g at %v, want %g", got, z[i], want)
		}
	}
}

func TestMagnificationBeyondFloat64(t *testing.T) {
	steep := surface{at: func(z []float64) []float64 {
		x := make([]float64, len(z))
		for k, v := range z {
			x[k] = 1e37 * v
		}
		return x
	}}
	wantPanic(t, "ten dimensions", "Magnification: at code 0 it is beyond float64", func() {
		latent.Magnification(steep, [][]float32{make([]float32, 10)})
	})
}

func TestLengthOfKnownPaths(t *testing.T) {
	quarter := [][]float32{{2, 0}, {2, math.Pi / 2}}
	if got := latent.Length(polar, quarter); !near(got, math.Pi, 1e-5) {
		t.Errorf("a quarter of a circle of radius 2 is %g long, want π", got)
	}
	around := [][]float32{{2, 0}, {2, 1}, {1, 1}, {1, 0}}
	if got := latent.Length(polar, around); !near(got, 4, 1e-5) {
		t.Errorf("2 + 1 + 1 is %g", got)
	}
}

// broken returns too few images, images that are not finite, or none at all: it panics.
type broken string

func (b broken) Decode(z [][]float32) [][]float32 {
	images := make([][]float32, len(z))
	for i := range images {
		images[i] = []float32{nan}
	}
	switch b {
	case "few":
		return images[1:]
	case "panics":
		panic("latent: of the decoder's own")
	}
	return images
}

func TestPathsOfBrokenDecoders(t *testing.T) {
	z := [][]float32{{0, 0}, {1, 1}}
	for decoder, want := range map[latent.Decoder]string{
		broken("few"): "decoder's images: want one for each", broken("nan"): "decoded image 0 holds NaN",
		broken("panics"): "of the decoder's own", nil: "the decoder is nil", latent.Decoder(latentPCA): "the PCA is empty",
	} {
		for name, call := range map[string]func(){
			"Length":        func() { latent.Length(decoder, z) },
			"Metric":        func() { latent.Metric(decoder, z[0]) },
			"Magnification": func() { latent.Magnification(decoder, z) },
			"MetricPath":    func() { latent.MetricPath(decoder, z[0], z[1], latent.PathConfig{}) },
		} {
			wantPanic(t, name, want, call)
		}
	}
}

// latentPCA is an empty PCA, as a key of a map must be comparable.
var latentPCA = &latent.PCA{}

func TestPathsDegenerate(t *testing.T) {
	a, b := []float32{0, 0}, []float32{1, 1}
	for want, config := range map[string]latent.PathConfig{
		"Points is 2: want at least 3": {Points: 2}, "Points is -1: want at least 3": {Points: -1},
		"Points is 514: want at most 513": {Points: 514}, "Steps is -1: want at least 1": {Steps: -1},
	} {
		wantPanic(t, "MetricPath", want, func() { latent.MetricPath(polar, a, b, config) })
	}
	far := []float32{0, math.MaxFloat32}
	for want, call := range map[string]func(){
		"MetricPath: each start has 2 numbers, each end 1": func() { latent.MetricPath(polar, a, b[:1], latent.PathConfig{}) },
		"MetricPath: code 1 holds 3.4":                     func() { latent.MetricPath(polar, a, far, latent.PathConfig{}) },
		"Length: there is only one code":                   func() { latent.Length(polar, [][]float32{a}) },
		"Length: there are no codes":                       func() { latent.Length(polar, nil) },
		"Metric: code 0 is empty":                          func() { latent.Metric(polar, nil) },
		"Metric: code 0 holds 3.4":                         func() { latent.Metric(polar, far) },
		"Magnification: there are no codes":                func() { latent.Magnification(polar, nil) },
		"Magnification: code 1 holds 3.4":                  func() { latent.Magnification(polar, [][]float32{a, far}) },
	} {
		wantPanic(t, want, want, call)
	}
}
