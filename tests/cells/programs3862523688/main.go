package main

import (
	"fmt"
	"latentlab/pkg/backend/xla"
	"latentlab/pkg/explorer"
	"latentlab/pkg/figure"
	"latentlab/pkg/latent"
	. "latentlab/pkg/lecture"
	"latentlab/pkg/lecture/trained"
	"os"
	"sync"
)

func main() {
	switch os.Args[1] {
	case "1":
		cell1()
	case "2":
		cell2()
	case "3":
		cell3()
	case "4":
		cell4()
	case "5":
		cell5()
	}
}

//line 08-latent-walk-cell-1.go:8
var x = sync.OnceValue(TestDigits)

//line 08-latent-walk-cell-1.go:9
var ae = sync.OnceValue(func() trained.Net { return trained.Open(x()) })

func cell1() {
//line 08-latent-walk-cell-1.go:12
	full := Digits()
	Introduce(full, trained.OpenOrTrain(full, xla.Open).Engine())
}

//line 08-latent-walk-cell-2.go:6
const steps = 4

//line 08-latent-walk-cell-2.go:9
func tour(z [][]float32, labels []int) (path [][]float32) {
	means := latent.ClassMeans(z, labels)
	for i, mean := range means {
		path = append(path, latent.Lerp(mean, means[(i+1)%len(means)], steps+1)[:steps]...)
	}
	return append(path, means[0])
}

func cell2() {
//line 08-latent-walk-cell-2.go:18
	z, labels := Codes(x(), "test")
	path := tour(z, labels)
	fmt.Printf("%d steps, from (%.2f, %.2f) and back\n", len(path)-1, path[0][0], path[0][1])
	Show("14-path", x(), figure.Scatter(z[:500], labels[:500], figure.Path("tour", path)))
}

//line 08-latent-walk-cell-3.go:1
const step = 22

func cell3() {
//line 08-latent-walk-cell-3.go:4
	z, labels := Codes(x(), "test")
	path := tour(z, labels)
	at := min(step, len(path)-1)
	here := path[at : at+1]
	plane := figure.Scatter(z[:500], labels[:500], figure.Path("here", here))
	digit := figure.Gallery(ae().Decode(here), 1)
	Show("14-step", x(), figure.Beside(plane, digit), fmt.Sprintf("step %d", at))
}

func cell4() {
//line 08-latent-walk-cell-4.go:2
	z, labels := Codes(x(), "test")
	path := tour(z, labels)
	plane := figure.Scatter(z[:500], labels[:500])
	Show("14-walk", x(), figure.Walk(plane, path, ae().Decode(path)))
}

//line 08-latent-walk-cell-5.go:4
func shown(name string, m explorer.Coder) explorer.Model {
	z, labels := m.Encode(x().Test.Images), x().Test.Labels
	q := Must(latent.FitGaussians(z, labels))
	return Must(explorer.Of(name, m, z[:500], labels[:500], latent.OnPlane(q)))
}

func cell5() {
//line 08-latent-walk-cell-5.go:11
	pca := Must(latent.FitPCA(TrainSet().Images, 2))
	page := Must(explorer.Page(Caption(x()), shown("autoencoder", ae()), shown("PCA", pca)))
	ShowPage("14-explorer", page)
}
