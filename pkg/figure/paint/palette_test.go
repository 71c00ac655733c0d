package paint

import (
	"image/color"
	"math"
	"testing"
)

// lab returns CIELAB coordinates (D65) of a colour after the given linear map of its linear RGB values.
func lab(c color.NRGBA, see [3][3]float64) [3]float64 {
	linear := func(v uint8) float64 {
		u := float64(v) / 255
		if u <= 0.04045 {
			return u / 12.92
		}
		return math.Pow((u+0.055)/1.055, 2.4)
	}
	times := func(m [3][3]float64, v [3]float64) (w [3]float64) {
		for i := range w {
			for j := range v {
				w[i] += m[i][j] * v[j]
			}
		}
		return w
	}
	rgb := times(see, [3]float64{linear(c.R), linear(c.G), linear(c.B)})
	xyz := times([3][3]float64{{0.4124, 0.3576, 0.1805}, {0.2126, 0.7152, 0.0722}, {0.0193, 0.1192, 0.9505}}, rgb)
	f := func(t float64) float64 {
		if t > 0.008856 {
			return math.Cbrt(t)
		}
		return 7.787*t + 16.0/116
	}
	x, y, z := f(xyz[0]/0.9505), f(xyz[1]), f(xyz[2]/1.089)
	return [3]float64{116*y - 16, 500 * (x - y), 200 * (y - z)}
}

var normal = [3][3]float64{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}

// blindness holds the matrices of Machado, Oliveira and Fernandes, "A physiologically-based model for simulation of
// color vision deficiency" (2009), at full severity.
var blindness = map[string][3][3]float64{
	"normal":       normal,
	"protanopia":   {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}},
	"deuteranopia": {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}},
	"tritanopia":   {{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}},
}

// A difference of 2.3 in CIELAB is just noticeable; the first three colours of a palette, those of three digits, lie ten times apart
// and any two, which shapes tell apart too, three times.
func TestColoursStayApart(t *testing.T) {
	distance := func(a, b [3]float64) float64 {
		return math.Sqrt((a[0]-b[0])*(a[0]-b[0]) + (a[1]-b[1])*(a[1]-b[1]) + (a[2]-b[2])*(a[2]-b[2]))
	}
	for palette, colors := range palettes {
		for name, see := range blindness {
			for i := range colors {
				for j := range i {
					want := 3 * 2.3
					if i < 3 {
						want = 10 * 2.3
					}
					if d := distance(lab(colors[i], see), lab(colors[j], see)); d < want {
						t.Errorf("%s, %s: colours %d and %d differ by %.1f, want at least %.1f", palette, name, i, j, d, want)
					}
				}
				if d := distance(lab(colors[i], see), lab(Paper, see)); d < 3*2.3 {
					t.Errorf("%s, %s: colour %d differs from paper by %.1f", palette, name, i, d)
				}
			}
		}
	}
}

// The digits of a lecture have a palette's first colours, the others the rest, each one of its own.
func TestUse(t *testing.T) {
	t.Cleanup(func() { Use(Palette("petroff"), nil) })
	before, series := classColors, SeriesColor(0)
	Use(Palette("petroff"), []int{1, 5, 6})
	if classColors != before {
		t.Error("the lecture's own digits have other colours than without a word about them")
	}
	Use(Palette("petroff"), []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
	if classColors != before {
		t.Error("all ten digits have other colours than without a word about them")
	}
	Use(Palette("tol"), []int{2, 3, 8})
	seen := map[color.NRGBA]bool{}
	for label := range Classes {
		seen[ClassColor(label)] = true
	}
	tol := Palette("tol")
	if ClassColor(2) != tol[0] || ClassColor(3) != tol[1] || ClassColor(8) != tol[2] || ClassColor(1) != tol[3] || len(seen) != Classes {
		t.Errorf("with 2, 3 and 8 first the labels have the colours %v", classColors)
	}
	if SeriesColor(0) == series || SeriesColor(0) != tol[0] {
		t.Error("curves keep the colours of the palette before")
	}
}

func TestShapesDiffer(t *testing.T) {
	seen := map[string]int{}
	for label, m := range classMarkers {
		if other, ok := seen[m.SVG()]; ok {
			t.Errorf("%d and %d have the same shape", label, other)
		}
		seen[m.SVG()] = label
		// The shoelace formula: equal areas, so that no class looks heavier.
		area := 0.0
		for i, p := range m {
			q := m[(i+1)%len(m)]
			area += (p[0]*q[1] - q[0]*p[1]) / 2
		}
		if area < 2.3 || area > 3.6 {
			t.Errorf("the marker of %d has area %.2f, want about that of a circle, 3.14", label, area)
		}
	}
}

func TestRampFallsEvenly(t *testing.T) {
	lightness := func(share float64) float64 { return lab(Heat(share), normal)[0] }
	const steps = 64
	mean := (lightness(0) - lightness(1)) / steps
	for i := range steps {
		step := lightness(float64(i)/steps) - lightness(float64(i+1)/steps)
		if step < 0.4*mean || step > 1.6*mean {
			t.Errorf("from %d/%d the lightness falls by %.2f, want about %.2f", i, steps, step, mean)
		}
	}
}
