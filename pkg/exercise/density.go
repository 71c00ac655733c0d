package exercise

import (
	"fmt"
	"math"
	"math/rand/v2"
)

// A Density is the normal distribution that Fit returns, with independent numbers.
type Density struct{ Mean, Deviation []float64 } // d each

// Fit checks func(codes [][]float64) (mean, deviation []float64): the mean and the standard deviation of each number of the codes
// (n × d), with denominator n − 1.
var Fit = Exercise[func(codes [][]float64) (mean, deviation []float64), [][]float64, Density]{
	Name:     "fit",
	Title:    "A density over the codes",
	Function: "fit",
	apply: func(f func(codes [][]float64) (mean, deviation []float64), codes [][]float64) Density {
		mean, deviation := f(codes)
		return Density{mean, deviation}
	},
	checks: []check[[][]float64, Density]{
		same("by hand: two codes", "your density", [][][]float64{{{0, 1}, {2, 5}}}, fitted(math.Sqrt, unbiased), wrongFits),
		same("fifty codes", "your density", [][][]float64{normal(20, 50, 2)}, fitted(math.Sqrt, unbiased), wrongFits),
	},
}

var wrongFits = known[[][]float64, Density]{[][][]float64{moved(normal(20, 6, 3), 2)}, []wrong[[][]float64, Density]{
	{"variance for deviation", "your deviation is the variance: take its root.", fitted(asIs, unbiased)},
	{"divided by n", "your deviation is divided by the number of codes n: of a sample, whose mean is estimated too, it is n − 1.",
		fitted(math.Sqrt, func(x [][]float64) float64 { return float64(len(x)) })},
	{"mean not subtracted", "the mean is not subtracted before the square: the deviation is about the mean.", func(codes [][]float64) Density {
		d := Density{columnMeans(codes), make([]float64, len(codes[0]))}
		for i := range d.Deviation {
			for _, z := range codes {
				d.Deviation[i] += square(z[i]) / unbiased(codes)
			}
			d.Deviation[i] = math.Sqrt(d.Deviation[i])
		}
		return d
	}},
}}

// fitted returns what fits a density, its deviation being root of the mean square.
func fitted(root func(v float64) float64, divisor func(x [][]float64) float64) func(codes [][]float64) Density {
	return func(codes [][]float64) Density {
		c := products(true, divisor)(codes)
		d := Density{Mean: columnMeans(codes)}
		for i := range c {
			d.Deviation = append(d.Deviation, root(c[i][i]))
		}
		return d
	}
}

// Draws is what Sample calls the student's function with.
type Draws struct {
	Mean, Deviation []float64 // d
	N               int
	Seed            uint64
}

// Sample checks func(mean, deviation []float64, n int, r *rand.Rand) [][]float64: n codes from the normal distribution.
var Sample = Exercise[func(mean, deviation []float64, n int, r *rand.Rand) [][]float64, Draws, [][]float64]{
	Name:     "sample",
	Title:    "Codes from your density",
	Function: "sample",
	apply: func(f func(mean, deviation []float64, n int, r *rand.Rand) [][]float64, d Draws) [][]float64 {
		return f(d.Mean, d.Deviation, d.N, rand.New(rand.NewPCG(d.Seed, 0)))
	},
	checks: []check[Draws, [][]float64]{
		on("n codes of d numbers", Draws{[]float64{1, 2, 3}, []float64{1, 1, 1}, 5, 1}, func(d Draws, out [][]float64) error {
			return shape(out, zeros(d.N, len(d.Mean)), "your sample")
		}),
		on("no two are the same", Draws{[]float64{1, 2}, []float64{1, 1}, 5, 1}, allDiffer),
		on("their mean and deviation are those asked for", Draws{[]float64{4, -2}, []float64{3, 0.5}, 4000, 1}, momentsOfSample),
		on("their numbers are independent of each other", Draws{[]float64{4, -2}, []float64{3, 0.5}, 4000, 2}, independent),
		on("they are normal", Draws{[]float64{4, -2}, []float64{3, 0.5}, 4000, 3}, bellShaped),
	},
}

func allDiffer(_ Draws, out [][]float64) error {
	for i := range out {
		for j := range i {
			if out[i][0] == out[j][0] {
				return &Mistake{"always the same", "some of your codes are the same: draw anew for each, from r, and make no generator of your own in the loop."}
			}
		}
	}
	return nil
}

// momentsOfSample tells what is wrong with means and deviations, by far more than chance makes of 4,000 codes.
func momentsOfSample(d Draws, out [][]float64) error {
	if err := shape(out, zeros(d.N, len(d.Mean)), "your sample"); err != nil {
		return err
	}
	f := fitted(math.Sqrt, unbiased)(out)
	is := func(have, want []float64) bool {
		for i := range have {
			if math.Abs(have[i]-want[i]) > 0.1*max(0.5, d.Deviation[i]) {
				return false
			}
		}
		return true
	}
	variances := []float64{square(d.Deviation[0]), square(d.Deviation[1])}
	roots := []float64{math.Sqrt(d.Deviation[0]), math.Sqrt(d.Deviation[1])}
	switch {
	case is(f.Mean, []float64{0, 0}):
		return &Mistake{"mean forgotten", "your codes lie about 0: add the mean."}
	case is(f.Mean, d.Mean) && is(f.Deviation, d.Deviation):
		return nil
	case is(f.Mean, d.Mean) && is(f.Deviation, []float64{1, 1}):
		return &Mistake{"deviation forgotten", "your codes all have deviation 1: multiply what you draw by the deviation, before you add the mean."}
	case is(f.Mean, d.Mean) && is(f.Deviation, variances):
		return &Mistake{"variance for deviation", "your codes have the square of the deviation: multiply by the deviation itself."}
	case is(f.Mean, d.Mean) && is(f.Deviation, roots):
		return &Mistake{"root of deviation", "your codes have the root of the deviation: it is the root of the variance already."}
	case is(f.Mean, []float64{d.Mean[0] * d.Deviation[0], d.Mean[1] * d.Deviation[1]}):
		return &Mistake{"mean multiplied", "your mean is multiplied by the deviation: multiply first, then add the mean."}
	}
	return &Mistake{"", fmt.Sprintf("4000 of your codes have mean %s and deviation %s: asked for are %s and %s.",
		vector(f.Mean), vector(f.Deviation), vector(d.Mean), vector(d.Deviation))}
}

func independent(d Draws, out [][]float64) error {
	if err := momentsOfSample(d, out); err != nil {
		return err
	}
	c := covariance(out)
	if r := c[0][1] / math.Sqrt(c[0][0]*c[1][1]); math.Abs(r) > 0.1 {
		return &Mistake{"one draw for all numbers", fmt.Sprintf("the numbers of your codes vary together, with correlation %s: draw one random number for each of them.", number(r))}
	}
	return nil
}

func bellShaped(d Draws, out [][]float64) error {
	if err := momentsOfSample(d, out); err != nil {
		return err
	}
	beyond := 0.0
	for _, z := range out {
		if math.Abs(z[0]-d.Mean[0]) > 2*d.Deviation[0] {
			beyond++
		}
	}
	if beyond/float64(len(out)) < 0.02 {
		return &Mistake{"uniform", "hardly one of your codes lies two deviations from the mean, and of a normal distribution one in twenty does: draw by r.NormFloat64."}
	}
	return nil
}
