package exercise_test

import (
	"math"

	"latentlab/pkg/exercise"
)

func codeOf(number func(mean, logVar, noise float64) float64) func(mean, logVar, noise []float64) []float64 {
	return func(mean, logVar, noise []float64) (z []float64) {
		for i := range mean {
			z = append(z, number(mean[i], logVar[i], noise[i]))
		}
		return z
	}
}

func klOf(term func(m, l float64) float64) func(mean, logVar []float64) float64 {
	return func(mean, logVar []float64) (sum float64) {
		for i := range mean {
			sum += term(mean[i], logVar[i])
		}
		return sum
	}
}

func kl(m, l float64) float64 { return 0.5 * (m*m + math.Exp(l) - 1 - l) }

var vaes = []try{
	right(exercise.Reparametrize, codeOf(func(m, l, e float64) float64 { return m + math.Exp(0.5*l)*e })),
	wrong(exercise.Reparametrize, "variance for deviation", "take its root", codeOf(func(m, l, e float64) float64 { return m + math.Exp(l)*e })),
	wrong(exercise.Reparametrize, "log of variance taken for deviation", "the logarithm of the variance", codeOf(func(m, l, e float64) float64 { return m + l*e })),
	wrong(exercise.Reparametrize, "exp(log σ²) / 2", "into the exponent", codeOf(func(m, l, e float64) float64 { return m + 0.5*math.Exp(l)*e })),
	wrong(exercise.Reparametrize, "sign of the exponent", "wrong sign", codeOf(func(m, l, e float64) float64 { return m + math.Exp(-0.5*l)*e })),
	wrong(exercise.Reparametrize, "without noise", "the mean alone", codeOf(func(m, _, _ float64) float64 { return m })),
	wrong(exercise.Reparametrize, "without variance", "as it is", codeOf(func(m, _, e float64) float64 { return m + e })),
	wrong(exercise.Reparametrize, "mean forgotten", "the mean is missing", codeOf(func(_, l, e float64) float64 { return math.Exp(l/2) * e })),
	wrong(exercise.Reparametrize, "not finite", "root taken of a negative number", codeOf(func(m, l, e float64) float64 { return m + math.Sqrt(l)*e })),

	right(exercise.KL, klOf(kl)),
	wrong(exercise.KL, "sign", "never below 0", klOf(func(m, l float64) float64 { return -kl(m, l) })),
	wrong(exercise.KL, "half forgotten", "halved", klOf(func(m, l float64) float64 { return 2 * kl(m, l) })),
	wrong(exercise.KL, "1 forgotten", "the −1 is missing", klOf(func(m, l float64) float64 { return 0.5 * (m*m + math.Exp(l) - l) })),
	wrong(exercise.KL, "square forgotten", "the square of the mean", klOf(func(m, l float64) float64 { return 0.5 * (m + math.Exp(l) - 1 - l) })),
	wrong(exercise.KL, "exp forgotten", "exp(log σ²)", klOf(func(m, l float64) float64 { return 0.5 * (m*m + l - 1 - l) })),
	wrong(exercise.KL, "deviation for variance", "without a ½", klOf(func(m, l float64) float64 { return 0.5 * (m*m + math.Exp(l/2) - 1 - l) })),
	wrong(exercise.KL, "averaged", "it is their sum", func(mean, logVar []float64) float64 { return klOf(kl)(mean, logVar) / float64(len(mean)) }),
}
