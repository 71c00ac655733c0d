package exercise

import (
	"fmt"
	"math"
)

// Covariance checks func(x [][]float64) [][]float64: the covariance (w × w) of the rows of x (n × w), with denominator n − 1.
var Covariance = Exercise[func(x [][]float64) [][]float64, [][]float64, [][]float64]{
	Name:     "covariance",
	Title:    "The covariance of a small matrix",
	Function: "covariance",
	apply:    func(f func(x [][]float64) [][]float64, x [][]float64) [][]float64 { return f(x) },
	checks: []check[[][]float64, [][]float64]{
		on("a row and a column for each number of an image", uniform(2, 5, 3), shapeOfCovariance),
		same("by hand: two images of two pixels", "your covariance", [][][]float64{{{0, 0}, {2, 4}}}, covariance, wrongCovariances),
		same("five images of three pixels", "your covariance", [][][]float64{uniform(2, 5, 3)}, covariance, wrongCovariances),
		same("the same where all images are moved", "your covariance", [][][]float64{moved(uniform(2, 5, 3), 7)}, covariance, wrongCovariances),
	},
}

var wrongCovariances = known[[][]float64, [][]float64]{[][][]float64{moved(uniform(2, 5, 3), 1)}, []wrong[[][]float64, [][]float64]{
	{"mean not subtracted", "the mean is not subtracted: covariance is about the distances from the mean, x − μ.", products(false, unbiased)},
	{"divided by n", "you divide by the number of images n: of a sample, whose mean is estimated too, it is n − 1.",
		products(true, func(x [][]float64) float64 { return float64(len(x)) })},
	{"not averaged", "your covariance is a sum over the images: divide it by n − 1.", products(true, func([][]float64) float64 { return 1 })},
	{"only variances", "outside the diagonal there is nothing: that two pixels vary together is what the other places say.",
		func(x [][]float64) [][]float64 {
			c := covariance(x)
			for i, row := range c {
				for j := range row {
					if i != j {
						row[j] = 0
					}
				}
			}
			return c
		}},
	{"square forgotten", "each difference counts once: multiply the difference of pixel i by that of pixel j.",
		func(x [][]float64) [][]float64 {
			m, c := columnMeans(x), zeros(len(x[0]), len(x[0]))
			for i := range c {
				for j := range c {
					for _, row := range x {
						c[i][j] += math.Abs(row[i]-m[i]) / unbiased(x)
					}
				}
			}
			return c
		}},
}}

func shapeOfCovariance(x, out [][]float64) error {
	n, w := len(x), len(x[0])
	for _, row := range out {
		if len(out) == n && len(row) == n {
			return &Mistake{"transposed", fmt.Sprintf("your covariance is %d × %d, between images; here it is one between pixels, %d × %d: sum over the images.", n, n, w, w)}
		}
	}
	return shape(out, zeros(w, w), "your covariance")
}

func unbiased(x [][]float64) float64 { return float64(len(x) - 1) }

func covariance(x [][]float64) [][]float64 { return products(true, unbiased)(x) }

// products returns what sums the products of two columns, less their means where centred.
func products(centred bool, divisor func(x [][]float64) float64) func(x [][]float64) [][]float64 {
	return func(x [][]float64) [][]float64 {
		m, c := make([]float64, len(x[0])), zeros(len(x[0]), len(x[0]))
		if centred {
			m = columnMeans(x)
		}
		for i := range c {
			for j := range c {
				for _, row := range x {
					c[i][j] += (row[i] - m[i]) * (row[j] - m[j]) / divisor(x)
				}
			}
		}
		return c
	}
}

func columnMeans(x [][]float64) []float64 {
	m := make([]float64, len(x[0]))
	for _, row := range x {
		for i, v := range row {
			m[i] += v / float64(len(x))
		}
	}
	return m
}

func moved(x [][]float64, by float64) [][]float64 {
	for _, row := range x {
		for i := range row {
			row[i] += by
		}
	}
	return x
}

// FirstComponent checks func(c [][]float64) []float64: the direction of most variance, of length 1 and either sign, of data whose
// covariance is c (w × w).
var FirstComponent = Exercise[func(c [][]float64) []float64, [][]float64, []float64]{
	Name:     "first-component",
	Title:    "The first principal component",
	Function: "firstComponent",
	apply:    func(f func(c [][]float64) []float64, c [][]float64) []float64 { return f(c) },
	checks: []check[[][]float64, []float64]{
		on("as many numbers as an image has, and not all 0", [][]float64{{3, 1, 0}, {1, 3, 0}, {0, 0, 1}}, widthOfComponent),
		on("its length is 1", [][]float64{{2, 1}, {1, 2}}, lengthOfComponent),
		direction("by hand: (1, 1)/√2 for a covariance ((2, 1), (1, 2))", [][]float64{{2, 1}, {1, 2}}, []float64{1, 1}, []float64{1, -1}),
		direction("also where two pixels vary against each other", [][]float64{{2, -1}, {-1, 2}}, []float64{1, -1}, []float64{1, 1}),
		direction("also where it is a single pixel's axis", [][]float64{{1, 0, 0}, {0, 1, 0}, {0, 0, 4}}, []float64{0, 0, 1}, []float64{0, 1, 0}),
		direction("also where another direction has nearly as much variance", [][]float64{{1, 0}, {0, 1.1}}, []float64{0, 1}, []float64{1, 0}),
	},
}

func widthOfComponent(c [][]float64, out []float64) error {
	if len(out) != len(c) {
		return &Mistake{"", fmt.Sprintf("your component has %s; for images of %d pixels it has %d.", count(len(out), "number"), len(c), len(c))}
	}
	if length(out) < 1e-9 {
		return &Mistake{"zero", "your component is 0 in all places, which is no direction: does it start there? C·0 stays 0."}
	}
	return nil
}

func lengthOfComponent(_ [][]float64, out []float64) error {
	l, sum := length(out), 0.0
	for _, v := range out {
		sum += math.Abs(v)
	}
	switch {
	case math.Abs(l-1) < 1e-4:
		return nil
	case math.Abs(sum-1) < 1e-4:
		return &Mistake{"divided by the sum", "the numbers of your component add up to 1, their squares do not: the length of v is the root of the sum of its squares."}
	}
	return &Mistake{"not normalised", fmt.Sprintf("your component has the length %s: divide it by its length, the root of the sum of its squares.", number(l))}
}

// direction returns a check that the component of c is first, up to its sign; last is the direction of least variance.
func direction(holds string, c [][]float64, first, last []float64) check[[][]float64, []float64] {
	return on(holds, c, func(c [][]float64, out []float64) error {
		if err := widthOfComponent(c, out); err != nil {
			return err
		}
		if err := lengthOfComponent(c, out); err != nil {
			return err
		}
		switch {
		case cosine(out, first) > 1-1e-4:
			return nil
		case len(c) == 2 && cosine(out, last) > 1-1e-9 && c[0][1] < 0:
			return &Mistake{"bad start", "your start has nothing of the first component in it, so no step finds it: start from numbers that differ, such as 1, 2, 3, …"}
		case cosine(out, last) > 1-1e-4:
			return &Mistake{"least variance", "your component is the direction of least variance: the first one has the most."}
		case cosine(out, first) > 0.75:
			return &Mistake{"too few steps", "your component points nearly there: take more steps of v ← C·v, a hundred or more."}
		}
		return &Mistake{"", fmt.Sprintf("%s is not the direction of most variance%s: multiply a vector by the covariance again and again.", vector(out), given(c))}
	})
}

func length(v []float64) float64 {
	sum := 0.0
	for _, x := range v {
		sum += x * x
	}
	return math.Sqrt(sum)
}

// cosine returns that of the angle between two lines, whichever way they point.
func cosine(a, b []float64) float64 {
	sum := 0.0
	for i := range a {
		sum += a[i] * b[i]
	}
	return math.Abs(sum) / (length(a) * length(b))
}

// vector returns a vector as a reader writes it.
func vector(v []float64) string {
	text := "("
	for i, x := range v {
		if i > 0 {
			text += ", "
		}
		text += number(x)
	}
	return text + ")"
}
