// Command explorer makes what the tests of the latent explorer need: its page for the lecture's model and PCA, a VAE and a GAN, and
// what Go computes, for the browser's numbers to be compared with. It trains the lecture's model where there is none yet; VAE
// and GAN stay untrained, which their numbers do not need.
//
//	go run ./tests/explorer -out DIRECTORY
package main

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"

	"latentlab/pkg/backend/xla"
	"latentlab/pkg/explorer"
	"latentlab/pkg/latent"
	"latentlab/pkg/lecture"
	"latentlab/pkg/lecture/trained"
	"latentlab/pkg/model"
)

// expected is what Go computes with one model; codes, and the KL in nats of a VAE's, where there is an encoder.
type expected struct {
	Images [][]float32 `json:"images"` // of the test set
	Codes  [][]float32 `json:"codes"`  // of the images
	KL     float64     `json:"kl"`
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
	ae, pca := trained.OpenOrTrain(x, xla.Open), lecture.Must(latent.FitPCA(x.Train.Images, 2))
	untrained := func(m model.Model) trained.Net {
		return trained.Net{Network: lecture.Must(model.New(ae.Engine(), m, trained.Config(1)))}
	}
	vae, gan := untrained(model.VAE{Beta: 1}), untrained(model.GAN{})
	var models []explorer.Model
	all := map[string]expected{}
	for _, m := range []struct {
		name string
		explorer.Coder
	}{{"autoencoder", ae}, {"PCA", pca}, {"VAE", vae}} {
		z := m.Encode(x.Test.Images)
		q := lecture.Must(latent.FitGaussians(z, x.Test.Labels))
		models = append(models, lecture.Must(explorer.Of(m.name, m, z[:500], x.Test.Labels[:500], latent.OnPlane(q))))
		e := expect(m, z)
		e.Images, e.Codes = x.Test.Images[:20], z[:20]
		all[m.name] = e
	}
	e := all["VAE"]
	e.KL = lecture.Must(vae.Evaluate(e.Images, 1))[1]
	all["VAE"] = e
	prior := latent.StandardGaussian(2)
	z := prior.Sample(600, 1)
	models = append(models, lecture.Must(explorer.OfGenerator("GAN", gan, z[:500], nil, latent.OnPlane(prior))))
	all["GAN"] = expect(gan, z)
	page := lecture.Must(explorer.Page(lecture.Caption(x), lecture.Made(x, lecture.Autoencoder), models...))
	lecture.Stop(os.WriteFile(filepath.Join(*out, "explorer.html"), []byte(page.HTML), 0o644))
	file := lecture.Must(os.Create(filepath.Join(*out, "expected.json")))
	defer file.Close()
	lecture.Stop(json.NewEncoder(file).Encode(all))
}

// expect returns what is decoded all over the plane of codes z, and paths between some of them.
func expect(m latent.Decoder, z [][]float32) expected {
	e := expected{Places: append(latent.Grid(latent.Middle(z, 1), 8), z[500:536]...)}
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
