package figure

import (
	"math"
	"slices"
	"testing"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

func labelsOf(ticks []plot.Tick) []string {
	var labels []string
	for _, t := range ticks {
		if !t.IsMinor() {
			labels = append(labels, t.Label)
		}
	}
	return labels
}

func TestTicks(t *testing.T) {
	for name, test := range map[string]struct {
		got, want []string
	}{
		"linear":    {labelsOf(linearTicks(-7, 4.5)), []string{"−6", "−4", "−2", "0", "2", "4"}},
		"decimals":  {labelsOf(linearTicks(-2.6, 3.4)), []string{"−2", "−1", "0", "1", "2", "3"}},
		"thousands": {labelsOf(linearTicks(0, 2500)), []string{"0", "500", "1,000", "1,500", "2,000", "2,500"}},
		"shares":    {labelsOf(linearTicks(0, 1)), []string{"0.0", "0.2", "0.4", "0.6", "0.8", "1.0"}},
		"ends":      {labelsOf(linearTicks(-0.3, 0.3)), []string{"−0.3", "−0.2", "−0.1", "0.0", "0.1", "0.2", "0.3"}},
		"far off":   {labelsOf(linearTicks(1e6, 1e6+0.5)), []string{"1,000,000.0", "1,000,000.1", "1,000,000.2", "1,000,000.3", "1,000,000.4", "1,000,000.5"}},
		"largest":   {labelsOf(linearTicks(-1e308, 1e308)), []string{"−1.0e+308", "−0.5e+308", "0.0", "0.5e+308", "1.0e+308"}},
		"smallest":  {labelsOf(linearTicks(0, 3e-300)), []string{"0.0", "0.5e-300", "1.0e-300", "1.5e-300", "2.0e-300", "2.5e-300", "3.0e-300"}},
		"log":       {labelsOf(logTicks(0.9, 70)), []string{"1", "2", "5", "10", "20", "50"}},
		"log short": {labelsOf(logTicks(0.024, 0.101)), []string{"0.03", "0.04", "0.05", "0.07", "0.1"}},
		"log long":  {labelsOf(logTicks(1e-4, 2)), []string{"0.0001", "0.001", "0.01", "0.1", "1"}},
		"log tiny":  {labelsOf(logTicks(0.031, 0.039)), []string{"0.032", "0.034", "0.036", "0.038"}},
	} {
		if !slices.Equal(test.got, test.want) {
			t.Errorf("%s: %q, want %q", name, test.got, test.want)
		}
	}
}

func TestReadable(t *testing.T) {
	for s, want := range map[string]string{
		"0": "0", "-0.0": "0.0", "-1.5": "−1.5", "1000": "1,000", "-1234567.25": "−1,234,567.25", "999": "999", "1e-07": "1e-07",
	} {
		if got := readable(s); got != want {
			t.Errorf("readable(%q) = %q, want %q", s, got, want)
		}
	}
}

func TestBarNumbers(t *testing.T) {
	for _, test := range []struct {
		bar  Bar
		want string
	}{
		{Bar{Value: 0.0316, Spread: 0.0004}, "0.0316 ± 0.0004"}, {Bar{Value: -3.42, Spread: 0.05}, "−3.42 ± 0.05"},
		{Bar{Value: 0.974}, "0.974"}, {Bar{Value: 18081}, "18,081"}, {Bar{}, "0"},
	} {
		if got := test.bar.number(); got != test.want {
			t.Errorf("%+v is written %q, want %q", test.bar, got, test.want)
		}
	}
}

func TestPointLook(t *testing.T) {
	radius, opacity := pointLook(20)
	for _, n := range []int{100, 500, 3000, 60000} {
		r, o := pointLook(n)
		if r > radius || o > opacity {
			t.Errorf("%d points are larger or less transparent than fewer", n)
		}
		radius, opacity = r, o
	}
	if radius < 2 || opacity < 0.4 {
		t.Errorf("a point among 60,000 has radius %v and opacity %v: it cannot be seen", radius, opacity)
	}
}

// One unit is as long on one axis as on the other, unless most of the plane were empty.
func TestPlanesAreEven(t *testing.T) {
	for name, test := range map[string]struct {
		z    [][]float32
		even bool
	}{
		"square": {[][]float32{{-1, -1}, {1, 1}}, true},
		"wide":   {[][]float32{{-3, -2}, {3, 2}}, true},
		"line":   {[][]float32{{-30, -1}, {30, 1}}, false},
	} {
		c := Scatter(test.z, nil).body.(chart)
		_, _, panel := c.layout(canvasOf(c))
		x, y := float64(panel.Size().X)/(c.x.max-c.x.min), float64(panel.Size().Y)/(c.y.max-c.y.min)
		if even := math.Abs(x/y-1) < 0.01; even != test.even {
			t.Errorf("%s: a unit is %.2f points wide and %.2f high, want even: %v", name, x, y, test.even)
		}
	}
}

func canvasOf(c chart) draw.Canvas { return draw.Canvas{Rectangle: vg.Rectangle{Max: c.size()}} }
