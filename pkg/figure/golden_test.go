package figure

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"gonum.org/v1/plot/cmpimg"
	"latentlab/pkg/plane"
	"latentlab/pkg/progress"
)

// Run with -regen to draw the golden pictures anew, and look at them before they are committed.

// tolerance lets colours differ as little as the fused multiply-add of other processors makes them.
const tolerance = 0.02

// pictures returns one picture of every kind.
func pictures() map[string]Picture {
	z, labels := clusters(60, 1, 5, 6)
	ten, tens := clusters(200, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9)
	line := make([][]float32, len(z))
	for i := range z {
		line[i] = z[i][:1]
	}
	images := rings(25)
	steps, loss, test, deviation := []float64{1, 2, 4, 8, 16, 32, 64}, []float64{.06, .056, .048, .037, .027, .017, .009},
		[]float64{.062, .058, .052, .044, .036, .03, .026}, []float64{.002, .002, .003, .004, .006, .008, .027}
	losses := []Curve{{Name: "training", X: steps, Y: loss}, {Name: "test", X: steps, Y: test, Spread: deviation}, Level("PCA", 0.04)}
	variance := make([]float32, 784)
	for i := range variance {
		variance[i] = ring(6)[i] * 0.2
	}
	path, decoded := eight(9)
	notes := []string{"0.010", "0.020", "0.030", "0.040", "0.050"}
	return map[string]Picture{
		"scatter":      Scatter(z, labels).Title("Latent distribution").Caption("MNIST 1, 5, 6 · seed 1"),
		"scatter-ten":  Scatter(ten, tens),
		"scatter-line": Scatter(line, labels),
		"scatter-bare": Scatter(z, nil).Axes("first component", "second component"),
		"contours":     Scatter(z, labels, Contours("q", bell)),
		"code":         Scatter(z, labels, Path("here", [][]float32{{0, 0.5}})),
		"paths":        Scatter(z, labels, Path("straight", [][]float32{{-2, 0}, {0, 0}, {2, 0}}), Path("along the data", path)),
		"heatmap":      HeatMap("density (per unit area)", bell, plane.Square(3), Points(z, labels)),
		"pixelmap":     PixelMap("variance (pixel units squared)", variance),
		"latentsquare": LatentSquare(images, plane.Square(3)).Title("g(z)"),
		"gallery":      Gallery(images[:10], 5, append(notes, notes...)...),
		"pairs":        Pairs(images[:5], images[5:10], notes...),
		"rows":         Rows(Row{Name: "pixel line", Images: images[:5], Notes: notes}, Row{Name: "latent line", Images: images[10:15]}),
		"curves":       Curves(losses...).Axes("step", "squared error per pixel").LogX(),
		"curves-log":   Curves(losses...).Axes("step", "squared error per pixel").LogX().LogY(),
		"bars": Bars("log-likelihood (nats per code)", Bar{Name: "one Gaussian", Value: -3.42, Spread: 0.05},
			Bar{Name: "a Gaussian per class", Value: -2.9}),
		"loss":        LossCurve(progress.Series{Name: "mse", Values: falling(2500)}),
		"loss-own":    LossCurve(progress.Series{Name: "loss", Values: falling(100)}),
		"losses":      LossCurve(progress.Series{Name: "critic", Values: falling(900)}, progress.Series{Name: "generator", Values: below(falling(900))}),
		"network":     Network([]int{784, 500, 300, 2}, 543_602, 544_384),
		"beside":      Beside(Scatter(z, labels).Title("PCA"), Scatter(z, labels).Title("Autoencoder"), Gallery(images[:1], 1)).Caption("seed 1"),
		"walk":        Walk(Scatter(z, labels).Title("A walk"), path, decoded),
		"forming":     Forming(labels, Moment{0, scaled(z, 0.1)}, Moment{1200, z}),
		"interactive": Interactive(z[:25], labels[:25], images),
	}
}

// scaled returns the codes closer to the origin or farther away from it.
func scaled(z [][]float32, by float32) [][]float32 {
	s := make([][]float32, len(z))
	for i, code := range z {
		s[i] = []float32{by * code[0], by * code[1]}
	}
	return s
}

func TestGolden(t *testing.T) {
	if testing.Short() {
		t.Skip("-short leaves out what draws every figure")
	}
	for name, p := range pictures() {
		t.Run(name, func(t *testing.T) {
			var got bytes.Buffer
			if err := p.PNG(&got); err != nil {
				t.Fatal(err)
			}
			want := golden(t, name+".png", got.Bytes())
			if ok, err := cmpimg.EqualApprox("png", got.Bytes(), want, tolerance); err != nil || !ok {
				t.Errorf("differs from testdata/%s.png (%v): see %s", name, err, artifact(t, name+".png", got.Bytes()))
			}
		})
	}
}

func TestGoldenVegaLite(t *testing.T) {
	got, err := json.MarshalIndent(pictures()["interactive"].vegaLite(), "", "\t")
	if err != nil {
		t.Fatal(err)
	}
	if want := golden(t, "interactive.vl.json", got); !bytes.Equal(got, want) {
		t.Errorf("differs from testdata/interactive.vl.json: see %s", artifact(t, "interactive.vl.json", got))
	}
}

// golden returns what the file holds, and with -regen writes it first.
func golden(t *testing.T, name string, got []byte) []byte {
	t.Helper()
	name = filepath.Join("testdata", name)
	if *cmpimg.GenerateTestData {
		if err := os.WriteFile(name, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return want
}

// artifact writes what a failed test has drawn where it can be looked at, and returns the file's name.
func artifact(t *testing.T, name string, data []byte) string {
	t.Helper()
	name = filepath.Join(t.ArtifactDir(), name)
	if err := os.WriteFile(name, data, 0o644); err != nil {
		t.Error(err)
	}
	return name + " (kept with -artifacts)"
}
