package exercise

import "math"

// A Code is what Reparametrize and KL call the student's functions with.
type Code struct{ Mean, LogVar, Noise []float64 } // d each

// Reparametrize checks func(mean, logVar, noise []float64) []float64: a code from N(mean, exp(logVar)), made of noise from N(0, 1).
var Reparametrize = Exercise[func(mean, logVar, noise []float64) []float64, Code, []float64]{
	Name:     "reparametrize",
	Title:    "The reparametrization",
	Function: "reparametrize",
	apply: func(f func(mean, logVar, noise []float64) []float64, c Code) []float64 {
		return f(c.Mean, c.LogVar, c.Noise)
	},
	checks: []check[Code, []float64]{
		same("without noise it is the mean", "your code", []Code{{[]float64{1, -2}, []float64{0.5, 1}, []float64{0, 0}}}, drawn(halfExp), wrongDraws),
		same("where the variance is 1, the noise is added", "your code", []Code{{[]float64{1, -2}, []float64{0, 0}, []float64{0.5, -1}}}, drawn(halfExp), wrongDraws),
		same("where it is not", "your code", []Code{codes[0]}, drawn(halfExp), wrongDraws),
	},
}

// codes tell mistakes apart.
var codes = []Code{{[]float64{1, -2, 0.5}, []float64{1.5, 0.7, -1}, []float64{0.5, -1, 2}}, {[]float64{0, 3, 1}, []float64{0.4, -2, 0.3}, []float64{-1, 1, 1}}}

var wrongDraws = known[Code, []float64]{codes, []wrong[Code, []float64]{
	{"variance for deviation", "the noise is multiplied by the variance: take its root, exp(½ log σ²).", drawn(math.Exp)},
	{"log of variance taken for deviation", "the noise is multiplied by the logarithm of the variance: exp(½ log σ²) is the deviation.", drawn(func(l float64) float64 { return l })},
	{"exp(log σ²) / 2", "half of the variance is not its root: the ½ belongs into the exponent.", drawn(func(l float64) float64 { return math.Exp(l) / 2 })},
	{"sign of the exponent", "the exponent has the wrong sign: a large variance makes the noise larger.", drawn(func(l float64) float64 { return math.Exp(-l / 2) })},
	{"without noise", "your code is the mean alone: add the noise, times the deviation.", drawn(func(float64) float64 { return 0 })},
	{"without variance", "the noise is added as it is: multiply it by the deviation first.", drawn(func(float64) float64 { return 1 })},
	{"mean forgotten", "the mean is missing: z = μ + σ · noise.", func(c Code) []float64 {
		return drawn(halfExp)(Code{make([]float64, len(c.Mean)), c.LogVar, c.Noise})
	}},
}}

func halfExp(l float64) float64 { return math.Exp(l / 2) }

// drawn returns what multiplies the noise by what it makes of the logarithm of the variance.
func drawn(deviation func(logVar float64) float64) func(c Code) []float64 {
	return func(c Code) []float64 {
		z := make([]float64, len(c.Mean))
		for i := range z {
			z[i] = c.Mean[i] + deviation(c.LogVar[i])*c.Noise[i]
		}
		return z
	}
}

// KL checks func(mean, logVar []float64) float64: the divergence of N(mean, exp(logVar)) from N(0, 1), summed over the numbers.
var KL = Exercise[func(mean, logVar []float64) float64, Code, float64]{
	Name:     "kl",
	Title:    "The divergence from N(0, 1)",
	Function: "kl",
	apply:    func(f func(mean, logVar []float64) float64, c Code) float64 { return f(c.Mean, c.LogVar) },
	checks: []check[Code, float64]{
		same("0 for N(0, 1) itself", "your divergence", []Code{{[]float64{0, 0}, []float64{0, 0}, nil}}, divergence(exact), wrongDivergences),
		same("by hand: 2 for N(2, 1)", "your divergence", []Code{{[]float64{2}, []float64{0}, nil}}, divergence(exact), wrongDivergences),
		same("another variance", "your divergence", []Code{{[]float64{0}, []float64{1}, nil}}, divergence(exact), wrongDivergences),
		same("three numbers", "your divergence", codes, divergence(exact), wrongDivergences),
	},
}

var wrongDivergences = known[Code, float64]{codes, []wrong[Code, float64]{
	{"sign", "your divergence has the wrong sign: it is never below 0.", divergence(func(m, l float64) float64 { return -exact(m, l) })},
	{"half forgotten", "your divergence is twice as large: the whole sum is halved.", divergence(func(m, l float64) float64 { return 2 * exact(m, l) })},
	{"1 forgotten", "the −1 is missing: of N(0, 1) itself the divergence is 0.", divergence(func(m, l float64) float64 { return exact(m, l) + 0.5 })},
	{"square forgotten", "the square of the mean is forgotten.", divergence(func(m, l float64) float64 { return (m + math.Exp(l) - l - 1) / 2 })},
	{"exp forgotten", "the logarithm of the variance is taken for the variance: σ² is exp(log σ²).", divergence(func(m, l float64) float64 { return (m*m + l - l - 1) / 2 })},
	{"deviation for variance", "the deviation is taken for the variance: σ² is exp(log σ²), without a ½.", divergence(func(m, l float64) float64 { return (m*m + math.Exp(l/2) - l - 1) / 2 })},
	{"averaged", "your divergence is a mean over the numbers of the code: they are independent, so it is their sum.", func(c Code) float64 {
		return divergence(exact)(c) / float64(len(c.Mean))
	}},
}}

func exact(m, l float64) float64 { return (m*m + math.Exp(l) - l - 1) / 2 }

func divergence(term func(m, l float64) float64) func(c Code) float64 {
	return func(c Code) (sum float64) {
		for i := range c.Mean {
			sum += term(c.Mean[i], c.LogVar[i])
		}
		return sum
	}
}
