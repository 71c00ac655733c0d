package latent_test

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"latentlab/pkg/latent"
	"latentlab/pkg/plane"
)

// Numbers for which a + t(b − a) misses b at t = 1.
var (
	awkwardA = []float32{1e8, -0.1, 1e-30, 0.3}
	awkwardB = []float32{0.1, 1e7, -7e20, 0.3}
)

func TestLinesEndExactlyOnTheirEnds(t *testing.T) {
	type lines map[string]func(a, b []float32, n int) [][]float32
	for name, line := range (lines{"Lerp": latent.Lerp, "Slerp": latent.Slerp}) {
		for n := 2; n < 50; n++ {
			got := line(awkwardA, awkwardB, n)
			if len(got) != n || !cmp.Equal(got[0], awkwardA) || !cmp.Equal(got[n-1], awkwardB) {
				t.Errorf("%s: %d points from %v to %v", name, len(got), got[0], got[n-1])
			}
		}
		for _, c := range []struct {
			a, b []float32
			n    int
			want string
		}{
			{[]float32{1}, []float32{2}, 1, "n is 1: want at least 2"},
			{[]float32{1, 2}, []float32{2}, 5, "each start has 2 numbers, each end 1"},
			{nil, nil, 5, "start 0 is empty"},
			{[]float32{1}, []float32{nan}, 5, "end 0 holds NaN"},
		} {
			wantPanic(t, name, name+": "+c.want, func() { line(c.a, c.b, c.n) })
		}
	}
}

func TestLerpIsEven(t *testing.T) {
	line := latent.Lerp([]float32{1, -4}, []float32{5, 4}, 9)
	for i, got := range line {
		if want := []float32{1 + 0.5*float32(i), -4 + float32(i)}; distance(got, want) > 1e-6 {
			t.Errorf("point %d is %v, want %v", i, got, want)
		}
	}
}

func TestSlerpTurnsEvenly(t *testing.T) {
	const n = 13
	// From length 2 to length 5, over 150°.
	sin, cos := math.Sincos(150 * math.Pi / 180)
	line := latent.Slerp([]float32{2, 0, 0}, []float32{float32(5 * cos), float32(5 * sin), 0}, n)
	for i, got := range line {
		sin, cos := math.Sincos(float64(i) / (n - 1) * 150 * math.Pi / 180)
		length := 2 + 3*float64(i)/(n-1)
		if want := []float32{float32(length * cos), float32(length * sin), 0}; distance(got, want) > 1e-5 {
			t.Errorf("point %d is %v, want %v", i, got, want)
		}
	}
}

func TestSlerpBeyondFloat32(t *testing.T) {
	a, b := []float32{math.MaxFloat32, math.MaxFloat32}, []float32{math.MaxFloat32, -math.MaxFloat32}
	wantPanic(t, "an arc", "Slerp: point 1 goes beyond float32", func() { latent.Slerp(a, b, 3) })
}

func TestSlerpIsStraightWhereNoCircleIsShorter(t *testing.T) {
	for _, c := range [][2][]float32{
		{{0, 0}, {1, 2}},   // from 0
		{{1, 2}, {-2, -4}}, // through 0
		{{1, 2}, {3, 6}},   // along a ray
		{{1, 2}, {1, 2}},   // nowhere
	} {
		straight, got := latent.Lerp(c[0], c[1], 7), latent.Slerp(c[0], c[1], 7)
		for i := range got {
			if distance(straight[i], got[i]) > 1e-6 {
				t.Errorf("from %v to %v: point %d is %v, want %v", c[0], c[1], i, got[i], straight[i])
			}
		}
	}
}

func TestMiddle(t *testing.T) {
	var z [][]float32
	for i := range 101 {
		z = append(z, []float32{float32(i), float32(-10 * ((i * 7) % 101))})
	}
	// Between two codes, which of them a quantile takes is a convention: hence one code more or less.
	got := latent.Middle(z, 0.9)
	for _, c := range []struct{ got, want, step float64 }{
		{got.XMin, 5, 1}, {got.XMax, 95, 1}, {got.YMin, -950, 10}, {got.YMax, -50, 10},
	} {
		if math.Abs(c.got-c.want) > c.step {
			t.Errorf("Middle = %+v, want 5 to 95 and -950 to -50", got)
		}
	}
	if got, want := latent.Middle(z, 1), (plane.Span{XMin: 0, XMax: 100, YMin: -1000, YMax: 0}); got != want {
		t.Errorf("Middle = %+v, want %+v", got, want)
	}
	for _, share := range []float64{0, -1, 1.1, math.NaN()} {
		wantPanic(t, "share", "want more than 0 and at most 1", func() { latent.Middle(z, share) })
	}
	wantPanic(t, "three dimensions", "each code has 3 numbers: want 2", func() { latent.Middle([][]float32{{1, 2, 3}}, 1) })
	wantPanic(t, "no codes", "there are no codes", func() { latent.Middle(nil, 1) })
}

func TestOnGridIsWhatTheGridHolds(t *testing.T) {
	span := plane.Span{XMin: -1, XMax: 3, YMin: 2, YMax: 4}
	grid := latent.Grid(span, 5)
	f := func(x, y float64) float64 { return 3*x - 2*y + 1 } // bilinear interpolation is exact for it
	var values []float64
	for _, code := range grid {
		values = append(values, f(float64(code[0]), float64(code[1])))
	}
	got := latent.OnGrid(values, span)
	for _, p := range [][2]float64{{-1, 2}, {3, 4}, {-1, 4}, {3, 2}, {0.3, 3.9}, {2.99, 2.01}, {1, 3}} {
		if v := got(p[0], p[1]); !near(v, f(p[0], p[1]), 1e-12) {
			t.Errorf("at %v: %g, want %g", p, v, f(p[0], p[1]))
		}
	}
	if v := got(math.Inf(1), math.Inf(-1)); !near(v, f(3, 2), 1e-12) {
		t.Errorf("infinitely far outside: %g, want the nearest corner's %g", v, f(3, 2))
	}
	if v := got(math.NaN(), 3); !math.IsNaN(v) {
		t.Errorf("at NaN: %g", v)
	}
	if v := got(10, -10); !near(v, f(3, 2), 1e-12) {
		t.Errorf("outside: %g, want the nearest corner's %g", v, f(3, 2))
	}
	for _, n := range []int{0, 1, 3, 5, 24} {
		wantPanic(t, "values", "want n² of them", func() { latent.OnGrid(make([]float64, n), span) })
	}
	wantPanic(t, "span", "has no inside", func() { latent.OnGrid(values, plane.Span{XMin: 1, XMax: 1, YMin: 0, YMax: 1}) })
	wantPanic(t, "n", "n is 1: want at least 2 codes to a side", func() { latent.Grid(span, 1) })
	wantPanic(t, "n", "n is 1449: want at most 1448 codes to a side", func() { latent.Grid(span, 1449) })
}
