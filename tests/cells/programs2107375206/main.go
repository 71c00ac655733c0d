package main

import (
	"fmt"
	"latentlab/pkg/backend/xla"
	"latentlab/pkg/figure"
	"latentlab/pkg/latent"
	. "latentlab/pkg/lecture"
	"latentlab/pkg/lecture/trained"
	"os"
	"slices"
	"sync"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/stat"
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
	case "6":
		cell6()
	case "7":
		cell7()
	case "8":
		cell8()
	case "9":
		cell9()
	}
}

//line 07-interpolation-cell-1.go:8
var x = sync.OnceValue(TestDigits)

//line 07-interpolation-cell-1.go:9
var ae = sync.OnceValue(func() trained.Net { return trained.Open(x()) })

func cell1() {
//line 07-interpolation-cell-1.go:12
	full := Digits()
	Introduce(full, trained.OpenOrTrain(full, xla.Open).Engine())
}

func cell2() {
//line 07-interpolation-cell-2.go:7
	picked := x().Test.Shuffle(Seed())
	z := ae().Encode(picked.Images[:10])
	var rows []figure.Row
	for i := 0; i < len(z); i += 2 {
		name := fmt.Sprintf("%d to %d", picked.Labels[i], picked.Labels[i+1])
		rows = append(rows, figure.Row{Name: name, Images: ae().Decode(latent.Lerp(z[i], z[i+1], 9))})
	}
	Show("11-interpolation", x(), figure.Rows(rows...))
}

//line 07-interpolation-cell-3.go:3
const first = 1

//line 07-interpolation-cell-3.go:6
func pair() (a, b []float32) {
	picked := x().Test.Shuffle(Seed())
	images, labels := picked.Images[first:], picked.Labels[first:]
	next := slices.IndexFunc(labels, func(label int) bool { return label != labels[0] })
	return images[0], images[max(next, 1)] // 1: they are all of one digit
}

func cell3() {
//line 07-interpolation-cell-3.go:14
	a, b := pair()
	Show("12-pair", x(), figure.Gallery([][]float32{a, b}, 2, "x", "x′"))
}

//line 07-interpolation-cell-4.go:2
func lines(n int) (pixels, codes [][]float32) {
	a, b := pair()
	z := ae().Encode([][]float32{a, b})
	pixels = latent.Lerp(a, b, n)                   // (1 − t) x + t x′
	codes = ae().Decode(latent.Lerp(z[0], z[1], n)) // g((1 − t) z + t z′)
	return pixels, codes
}

func cell4() {
//line 07-interpolation-cell-4.go:11
	pixels, codes := lines(9)
	Show("13-two-lines", x(), figure.Rows(
		figure.Row{Name: "pixel line", Images: pixels}, figure.Row{Name: "latent line", Images: codes}))
}

//line 07-interpolation-cell-5.go:6
var train = sync.OnceValue(TrainSet)

func cell5() {
//line 07-interpolation-cell-5.go:9
	pixels, codes := lines(21)
	t := floats.Span(make([]float64, 21), 0, 1)
	data := train().Images
	usual := stat.Mean(latent.Nearest(x().Test.Images[:300], data).Distance, nil)
	Show("13-distance", x(), figure.Curves(
		figure.Curve{Name: "pixel line", X: t, Y: latent.Nearest(pixels, data).Distance},
		figure.Curve{Name: "latent line", X: t, Y: latent.Nearest(codes, data).Distance},
		figure.Level("real test images, mean", usual),
	).Axes("t, the share of the way", "distance to the nearest real image"))
}

func cell6() {
//line 07-interpolation-cell-6.go:2
	h := latent.HalfWay(ae(), x().Test.Images, x().Test.Labels, train().Images, 300, Seed())
	pixels, pixelsSD := stat.MeanStdDev(h.Pixels, nil)
	codes, codesSD := stat.MeanStdDev(h.Codes, nil)
	fmt.Printf("The latent line is nearer to the data for %.0f %% of the pairs.\n", 100*h.Nearer())
	Show("13-half-way", x(), figure.Bars("distance to the nearest real image, half way",
		figure.Bar{Name: "pixel line", Value: pixels, Spread: pixelsSD},
		figure.Bar{Name: "latent line", Value: codes, Spread: codesSD}),
		fmt.Sprintf("mean ± standard deviation of %d pairs", len(h.Pixels)))
	Record(x(), Numbers{
		"halfway_pixels": pixels, "halfway_latent": codes, "halfway_ratio": pixels / codes})
}

//line 07-interpolation-cell-7.go:2
func paths() (straight, metric [][]float32) {
	a, b := pair()
	z := ae().Encode([][]float32{a, b})
	metric = latent.MetricPath(ae(), z[0], z[1], latent.PathConfig{Points: 9})
	return latent.Lerp(z[0], z[1], 9), metric
}

func cell7() {
//line 07-interpolation-cell-7.go:10
	straight, metric := paths()
	z, _ := Codes(x(), "test")
	over := latent.Middle(append(z[:500:500], metric...), 1)
	size := latent.OnGrid(latent.Magnification(ae(), latent.Grid(over, 40)), over)
	Show("13-metric", x(), figure.HeatMap("√det G (pixel units²)", size, over,
		figure.Path("straight", straight), figure.Path("metric", metric)))
}

func cell8() {
//line 07-interpolation-cell-8.go:2
	straight, metric := paths()
	s, m := latent.Length(ae(), straight), latent.Length(ae(), metric)
	fmt.Printf("length in the space of images: straight %.2f, metric %.2f, or %.1f %%\n", s, m, 100*m/s)
	Show("13-metric-path", x(), figure.Rows(
		figure.Row{Name: "straight", Images: ae().Decode(straight)},
		figure.Row{Name: "metric", Images: ae().Decode(metric)}))
	Record(x(), Numbers{"metric_length_ratio": m / s})
}

func cell9() {
//line 07-interpolation-cell-9.go:2
	a, b := pair()
	label := func(image []float32) int {
		return x().Test.Labels[slices.IndexFunc(x().Test.Images, func(i []float32) bool { return slices.Equal(i, image) })]
	}
	if label(a) != label(b) {
		fmt.Println("they are two digits")
	}
}
