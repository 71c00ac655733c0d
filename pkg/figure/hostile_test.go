package figure

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"latentlab/pkg/internal/hostile"
	"latentlab/pkg/plane"
	"latentlab/pkg/progress"
	"latentlab/tests/faults"
)

// What a hostile argument gets must be a figure that can be drawn, or a sentence.
func TestHostileArguments(t *testing.T) {
	if testing.Short() {
		t.Skip("-short leaves out hostile arguments")
	}
	t.Setenv("LATENTLAB_ROOT", t.TempDir())
	t.Setenv("LATENTLAB_FIGURES", "")
	z, labels := clusters(4, 1, 5)
	images := rings(4)
	curves := []Curve{{Name: "a", X: []float64{1, 2, 3}, Y: []float64{1, 2, 3}, Spread: []float64{0.1, 0.1, 0.1}}, Level("l", 2)}
	plain, scatter := Gallery(images, 2), Scatter(z, labels)
	losses := []progress.Series{{Name: "mse", Values: []float32{3, 2, 1}}}
	tries, lost := hostile.Table{Prefixes: []string{"figure: "}, Check: drawn, Calls: []hostile.Call{
		hostile.With("Scatter", Scatter, z, labels, []Layer{Path("p", z)}),
		hostile.With("Points", func(z [][]float32, labels []int) Picture { return Scatter(z, nil, Points(z, labels)) }, z, labels),
		hostile.With("Path", func(name string, codes [][]float32) Picture { return Scatter(z, nil, Path(name, codes)) }, "p", z),
		hostile.With("Contours", func(name string, f func(x, y float64) float64) Picture { return Scatter(z, nil, Contours(name, f)) }, "q", bell),
		hostile.With("HeatMap", HeatMap, "q", bell, plane.Square(3), []Layer{}),
		hostile.With("PixelMap", PixelMap, "v", images[0]),
		hostile.With("LatentSquare", LatentSquare, images, plane.Square(3)),
		hostile.With("Interactive", Interactive, z, labels, images),
		hostile.With("Curves", Curves, curves),
		hostile.With("Curves on logarithmic axes", func(c ...Curve) Picture { return Curves(c...).LogX().LogY() }, curves),
		hostile.With("Level", func(name string, y float64) Picture { return Curves(curves[0], Level(name, y)) }, "l", 1.0),
		hostile.With("LossCurve", LossCurve, losses),
		hostile.With("Bars", Bars, "value", []Bar{{"a", 1, 0.1}, {"b", -2, 0}}),
		hostile.With("Gallery", Gallery, images, 2, []string{"1", "2", "3", "4"}),
		hostile.With("Pairs", Pairs, images, images, []string{"1", "2", "3", "4"}),
		hostile.With("Rows", Rows, []Row{{"a", images, nil}, {"b", images, []string{"1", "2", "3", "4"}}}),
		hostile.With("Network", Network, []int{784, 30, 2}, 100, 100),
		hostile.With("Beside", Beside, []Picture{scatter, plain}),
		hostile.With("Walk", Walk, scatter, z, images),
		hostile.With("Forming", Forming, labels, []Moment{{0, z}, {9, z}}),
		hostile.With("Picture.Title", Picture.Title, scatter, "title"),
		hostile.With("Picture.Caption", Picture.Caption, scatter, "caption"),
		hostile.With("Picture.Axes", Picture.Axes, scatter, "x", "y"),
		hostile.With("Picture.LogX", Picture.LogX, Curves(curves...)),
		hostile.With("Picture.LogY", Picture.LogY, Curves(curves...)),
		hostile.With("Picture.Alt", Picture.Alt, scatter),
		hostile.With("Picture.GIF", func(p Picture) error { return p.GIF(io.Discard) }, Walk(scatter, z, images)),
		hostile.With("Picture.SVG", func(p Picture) error { return p.SVG(io.Discard) }, scatter),
		hostile.With("Show", Show, "x", plain),
		hostile.With("ShowPage", ShowPage, "x", Page{"title", "page", plain}),
		hostile.With("Live", Live, "caption"),
	}, Spared: map[string]string{
		"Picture.PNG": "what is drawn of each answer is a PNG",
	}}.Try(t)
	faults.Note(t, "hostile argument", tries, lost)
}

// The pairs of numbers over which gonum's labelling loops for ever.
func TestAxesOverEveryRange(t *testing.T) {
	for _, y := range [][]float64{{0, -1e100}, {1, 1e100}, {-1e100, 1e100}, {1e-100, 1e100}, {0, 1e-300}, {1e16, 1e16 + 2}, {1e9, 1e9 + 1}, {-3e-7, 2e-7}} {
		p := Curves(Curve{Y: y})
		if err := drawn([]any{p}); err != nil {
			t.Errorf("%v: %v", y, err)
		}
		if y[0] >= 1e-100 {
			if err := drawn([]any{p.LogY()}); err != nil {
				t.Errorf("the logarithm of %v: %v", y, err)
			}
		}
	}
}

// drawn draws the pictures among results and looks for numbers that are none in what they say.
func drawn(results []any) error {
	for _, r := range results {
		p, ok := r.(Picture)
		if !ok {
			continue
		}
		if err := p.PNG(io.Discard); err != nil {
			return err
		}
		p.vegaLite()
		for _, nothing := range []string{"NaN", "Inf"} {
			if alt := p.Alt(); strings.Contains(alt, nothing) {
				return fmt.Errorf("the figure says %q", alt)
			}
		}
	}
	return nil
}
