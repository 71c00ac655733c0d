// Command explorer makes what the tests of the latent explorer need: its page for the lecture's model and PCA, and what
// Go computes, for the browser's numbers to be compared with. It trains the model where there is none yet.
//
//	go run ./tests/explorer -out DIRECTORY
package main

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"

	"latentlab/pkg/backend/xla"
	"latentlab/pkg/digits"
	"latentlab/pkg/explorer"
	"latentlab/pkg/latent"
	"latentlab/pkg/lecture"
	"latentlab/pkg/lecture/trained"
)

// A coder is the lecture's autoencoder or its PCA.
type coder interface {
	explorer.Coder
	latent.Decoder
}

// expected is what Go computes with one model.
type expected struct {
	Images [][]float32 `json:"images"` // of the test set
	Codes  [][]float32 `json:"codes"`  // of the images
	Places [][]float32 `json:"places"` // all over the plane
	Digits [][]float32 `json:"digits"` // decoded there
	Pairs  []pair      `json:"pairs"`
}

// A pair is two codes with the paths between them.
type pair struct {
	A        []float32   `json:"a"`
	B        []float32   `json:"b"`
	Straight float64     `json:"straight"` // lengths
	Metric   float64     `json:"metric"`
	Path     [][]float32 `json:"path"` // the metric one
}

func main() {
	out := flag.String("out", ".", "directory for explorer.html and expected.json")
	flag.Parse()
	x := lecture.Digits()
	pca := lecture.Must(latent.FitPCA(x.Train.Images, 2))
	var models []explorer.Model
	all := map[string]expected{}
	for _, m := range []struct {
		name string
		coder
	}{{"autoencoder", trained.OpenOrTrain(x, xla.Open)}, {"PCA", pca}} {
		z := m.Encode(x.Test.Images)
		q := lecture.Must(latent.FitGaussians(z, x.Test.Labels))
		models = append(models, lecture.Must(explorer.Of(m.name, m, z[:500], x.Test.Labels[:500], latent.OnPlane(q))))
		all[m.name] = expect(m, x.Test, z)
	}
	page := lecture.Must(explorer.Page(lecture.Caption(x), lecture.Made(x), models...))
	lecture.Stop(os.WriteFile(filepath.Join(*out, "explorer.html"), []byte(page.HTML), 0o644))
	file := lecture.Must(os.Create(filepath.Join(*out, "expected.json")))
	defer file.Close()
	lecture.Stop(json.NewEncoder(file).Encode(all))
}

func expect(m coder, test digits.Set, z [][]float32) expected {
	over := latent.Middle(z, 1)
	e := expected{Images: test.Images[:20], Codes: z[:20], Places: append(latent.Grid(over, 8), z[500:536]...)}
	e.Digits = m.Decode(e.Places)
	for i := range 4 {
		p := pair{A: z[2*i], B: z[2*i+1]}
		p.Path = latent.MetricPath(m, p.A, p.B, latent.PathConfig{})
		p.Metric = latent.Length(m, p.Path)
		p.Straight = latent.Length(m, latent.Lerp(p.A, p.B, 33))
		e.Pairs = append(e.Pairs, p)
	}
	return e
}
