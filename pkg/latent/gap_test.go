package latent_test

import (
	"testing"

	"latentlab/pkg/latent"
)

func TestShareBetweenClasses(t *testing.T) {
	// Two classes, 20 apart along the first axis.
	left, right := cloud(1, 1200, 2), cloud(1, 1200, 2)
	for i := range right {
		right[i][0] += 20
	}
	z := append(left, right...)
	labels := make([]int, len(z))
	for i := range right {
		labels[len(left)+i] = 1
	}
	share := func(fakes [][]float32) float64 { return latent.ShareBetweenClasses(fakes, z, labels) }

	real := must(latent.FitGaussians(z, labels))(t).Sample(1000, 1)
	if got := share(real); got > 0.03 {
		t.Errorf("of codes as the classes have them, %g lie between: want about 0.01", got)
	}
	var gap [][]float32
	for _, code := range left {
		gap = append(gap, []float32{code[0] + 10, code[1]})
	}
	if got := share(gap); got != 1 {
		t.Errorf("of codes half way between the classes, %g lie between: want 1", got)
	}
	if got := share([][]float32{{1e6, 0}}); got != 1 {
		t.Error("a code far from all classes belongs to one")
	}
	if got := share(append(gap, left[:1]...)); !near(got, 1200.0/1201, 1e-12) {
		t.Errorf("of 1,200 codes between and one in a class, %g lie between", got)
	}
	one := share(must(latent.FitGaussian(z))(t).Sample(1000, 1))
	if one < 0.5 {
		t.Errorf("of one Gaussian's samples, %g lie between: want at least half", one)
	}
}

func TestShareBetweenClassesDegenerate(t *testing.T) {
	z, labels := classes(1, 2, 10, 2)
	wantPanic(t, "no fakes", "there are no fakes", func() { latent.ShareBetweenClasses(nil, z, labels) })
	wantPanic(t, "widths", "each fake has 1 numbers, each code 2", func() { latent.ShareBetweenClasses([][]float32{{1}}, z, labels) })
	wantPanic(t, "labels", "20 codes, but 19 labels", func() { latent.ShareBetweenClasses(z, z, labels[1:]) })
	labels[0] = 7
	wantPanic(t, "a class of one", "ShareBetweenClasses: the 1 codes with label 7", func() { latent.ShareBetweenClasses(z, z, labels) })
}
