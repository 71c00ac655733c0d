package measure

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"latentlab/pkg/checkpoint"
	"latentlab/pkg/digits"
	"latentlab/pkg/figure"
)

// oneAndTwo are measures of models with one and with two latent dimensions.
func oneAndTwo() Dimensions {
	d := Dimensions{Digits: "MNIST 1", Backend: "XLA on CPU", Date: "2026-11-27"}
	note := func(name string, latent int, seed uint64, numbers Numbers) {
		training := checkpoint.Identity{Model: name, Variables: []string{fmt.Sprint(latent)}}
		d.Rows.Note(Row{Name: name, Latent: latent, Training: training}, seed, numbers)
	}
	note("VAE", 2, 1, Numbers{"test_mse": 0.03, "minus_elbo": 113}) // the order of the rows is none of the curves'
	note("VAE", 2, 2, Numbers{"test_mse": 0.04, "minus_elbo": 115})
	note("PCA", 1, 1, Numbers{"test_mse": 0.0625})
	note("VAE", 1, 1, Numbers{"test_mse": 0.05})
	return d
}

func ExampleDimensions_Table() {
	fmt.Print(oneAndTwo().Table())
	// Output:
	// MNIST 1, 2 seeds, trained on XLA on CPU, 2026-11-27
	//
	// mean squared error of the test images
	// dimension                 VAE                 PCA
	//         1     0.0500 ± 0.0000     0.0625 ± 0.0000
	//         2     0.0350 ± 0.0071                   ·
	//
	// −ELBO, nats
	// dimension                 VAE
	//         2         114.0 ± 1.4
}

func TestCurves(t *testing.T) {
	want := []figure.Curve{
		{Name: "VAE", X: []float64{1, 2}, Y: []float64{0.05, 0.035}, Spread: []float64{0, 0.007071067811865476}},
		{Name: "PCA", X: []float64{1}, Y: []float64{0.0625}, Spread: []float64{0}},
	}
	near := cmp.Comparer(func(a, b float64) bool { return a-b < 1e-12 && b-a < 1e-12 })
	if diff := cmp.Diff(want, oneAndTwo().Curves("test_mse"), near); diff != "" {
		t.Error(diff)
	}
	if alt := figure.Curves(oneAndTwo().Curves("test_mse")...).LogX().Axes("latent dimension", "mean squared error").Alt(); !strings.Contains(alt, "PCA") {
		t.Errorf("the figure shows %q", alt)
	}
}

func TestDimensionsAreKept(t *testing.T) {
	kept(t, "dimensions", oneAndTwo(), Dimensions.Save, OpenDimensions)
	damaged(t, "dimensions", "113", "112", func(x digits.Data) error { _, err := OpenDimensions(x); return err })
}
