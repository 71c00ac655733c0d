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
	t.Setenv("LATENTLAB_ROOT", t.TempDir())
	t.Setenv("LATENTLAB_FIGURES", "")
	z, labels := clusters(4, 1, 5)
	images := rings(4)
	curves := []Curve{{Name: "a", X: []float64{1, 2, 3}, Y: []float64{1, 2, 3}, Spread: []float64{0.1, 0.1, 0.1}}, Level("l", 2)}
	plain, scatter := Gallery(images, 2), Scatter(z, labels)
	losses := []progress.Series{{Name: "mse", Values: []float32{3, 2, 1}}}
	tries, lost := hostile.Try(t, []string{"figure: "}, drawn,
		hostile.Call{Name: "Scatter", Func: Scatter, Args: []any{z, labels, []Layer{Path("p", z)}}},
		hostile.Call{Name: "Points", Func: func(z [][]float32, labels []int) Picture { return Scatter(z, nil, Points(z, labels)) }, Args: []any{z, labels}},
		hostile.Call{Name: "Path", Func: func(name string, codes [][]float32) Picture { return Scatter(z, nil, Path(name, codes)) }, Args: []any{"p", z}},
		hostile.Call{Name: "Contours", Func: func(name string, f func(x, y float64) float64) Picture { return Scatter(z, nil, Contours(name, f)) }, Args: []any{"q", bell}},
		hostile.Call{Name: "HeatMap", Func: HeatMap, Args: []any{"q", bell, plane.Square(3), []Layer{}}},
		hostile.Call{Name: "PixelMap", Func: PixelMap, Args: []any{"v", images[0]}},
		hostile.Call{Name: "LatentSquare", Func: LatentSquare, Args: []any{images, plane.Square(3)}},
		hostile.Call{Name: "Interactive", Func: Interactive, Args: []any{z, labels, images}},
		hostile.Call{Name: "Curves", Func: Curves, Args: []any{curves}},
		hostile.Call{Name: "Curves on logarithmic axes", Func: func(c ...Curve) Picture { return Curves(c...).LogX().LogY() }, Args: []any{curves}},
		hostile.Call{Name: "Level", Func: func(name string, y float64) Picture { return Curves(curves[0], Level(name, y)) }, Args: []any{"l", 1.0}},
		hostile.Call{Name: "LossCurve", Func: LossCurve, Args: []any{losses}},
		hostile.Call{Name: "Bars", Func: Bars, Args: []any{"value", []Bar{{"a", 1, 0.1}, {"b", -2, 0}}}},
		hostile.Call{Name: "Gallery", Func: Gallery, Args: []any{images, 2, []string{"1", "2", "3", "4"}}},
		hostile.Call{Name: "Pairs", Func: Pairs, Args: []any{images, images, []string{"1", "2", "3", "4"}}},
		hostile.Call{Name: "Rows", Func: Rows, Args: []any{[]Row{{"a", images, nil}, {"b", images, []string{"1", "2", "3", "4"}}}}},
		hostile.Call{Name: "Network", Func: Network, Args: []any{[]int{784, 30, 2}, 100, 100}},
		hostile.Call{Name: "Beside", Func: Beside, Args: []any{[]Picture{scatter, plain}}},
		hostile.Call{Name: "Walk", Func: Walk, Args: []any{scatter, z, images}},
		hostile.Call{Name: "Forming", Func: Forming, Args: []any{labels, []Moment{{0, z}, {9, z}}}},
		hostile.Call{Name: "Title", Func: Picture.Title, Args: []any{scatter, "title"}},
		hostile.Call{Name: "Caption", Func: Picture.Caption, Args: []any{scatter, "caption"}},
		hostile.Call{Name: "Axes", Func: Picture.Axes, Args: []any{scatter, "x", "y"}},
		hostile.Call{Name: "LogX", Func: Picture.LogX, Args: []any{Curves(curves...)}},
		hostile.Call{Name: "LogY", Func: Picture.LogY, Args: []any{Curves(curves...)}},
		hostile.Call{Name: "Alt", Func: Picture.Alt, Args: []any{scatter}},
		hostile.Call{Name: "GIF", Func: func(p Picture) error { return p.GIF(io.Discard) }, Args: []any{Walk(scatter, z, images)}},
		hostile.Call{Name: "SVG", Func: func(p Picture) error { return p.SVG(io.Discard) }, Args: []any{scatter}},
		hostile.Call{Name: "Show", Func: Show, Args: []any{"x", plain}},
		hostile.Call{Name: "ShowPage", Func: ShowPage, Args: []any{"x", Page{"title", "page", plain}}},
		hostile.Call{Name: "Live", Func: Live, Args: []any{"caption"}},
	)
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
