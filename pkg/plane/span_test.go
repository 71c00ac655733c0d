package plane_test

import (
	"fmt"
	"math"
	"testing"

	"latentlab/pkg/plane"
)

func ExampleAround() {
	fmt.Printf("%.2f\n", plane.Around([][]float32{{-1, 0}, {0, 1}, {1, 0}}))
	// Output: {-1.10 1.10 -0.05 1.05}
}

func ExampleSpan_Union() {
	fmt.Println(plane.Square(1).Union(plane.Span{XMin: 0, XMax: 3, YMin: 0, YMax: 0.5}))
	fmt.Println(plane.Empty().Union(plane.Square(2)))
	// Output:
	// {-1 3 -1 1}
	// {-2 2 -2 2}
}

func TestGrownHasAWidth(t *testing.T) {
	for name, test := range map[string]struct{ span, want plane.Span }{
		"a share of the width":     {plane.Span{XMin: 0, XMax: 4, YMin: 10, YMax: 12}, plane.Span{XMin: -1, XMax: 5, YMin: 9.5, YMax: 12.5}},
		"no width":                 {plane.Span{XMin: 0, XMax: 0, YMin: -8, YMax: -8}, plane.Span{XMin: -0.5, XMax: 0.5, YMin: -12, YMax: -4}},
		"a width among the digits": {plane.Span{XMin: 8, XMax: 8 + 1e-12, YMin: 0, YMax: 1}, plane.Span{XMin: 4, XMax: 12 + 1e-12, YMin: -0.25, YMax: 1.25}},
	} {
		if got := test.span.Grown(0.25); got != test.want {
			t.Errorf("%s: %+v, want %+v", name, got, test.want)
		}
	}
}

func TestShapedKeepsMiddleAndInside(t *testing.T) {
	s := plane.Span{XMin: 1, XMax: 3, YMin: 10, YMax: 14}
	for aspect, want := range map[float64]plane.Span{
		2: s,
		4: {XMin: 1, XMax: 3, YMin: 8, YMax: 16},
		1: {XMin: 0, XMax: 4, YMin: 10, YMax: 14},
	} {
		if got := s.Shaped(aspect); got != want || got.Aspect() != aspect {
			t.Errorf("shaped to %g: %+v of aspect %g, want %+v", aspect, got, got.Aspect(), want)
		}
	}
}

func TestHasInside(t *testing.T) {
	for _, s := range []plane.Span{
		{}, plane.Empty(), {XMin: 0, XMax: 1, YMin: 2, YMax: 2}, {XMin: 1, XMax: 0, YMin: 0, YMax: 1},
		{XMin: math.NaN(), XMax: 1, YMin: 0, YMax: 1}, {XMin: -1.7e308, XMax: 1.7e308, YMin: 0, YMax: 1},
	} {
		if s.HasInside() {
			t.Errorf("%+v is said to have an inside", s)
		}
	}
	if !plane.Square(1).HasInside() {
		t.Error("the square is said to have no inside")
	}
}

// Codes of one number lie along x and apart from each other over y.
func TestPlaceOfSingleNumbers(t *testing.T) {
	z := make([][]float32, 50)
	for i := range z {
		z[i] = []float32{7}
	}
	var seen []float64
	for i := range z {
		x, y := plane.Place(z, i)
		if x != 7 || y < 0 || y > 1 {
			t.Fatalf("code %d lies at (%g, %g), want 7 and a height from 0 to 1", i, x, y)
		}
		for j, other := range seen {
			if math.Abs(y-other) < 0.5/float64(len(z)) {
				t.Fatalf("codes %d and %d lie at %g and %g: on each other", j, i, other, y)
			}
		}
		seen = append(seen, y)
	}
}
