package exercise

import "math"

// Spectrum is what Components calls the student's function with.
type Spectrum struct {
	Variances []float64 // falling
	Share     float64   // of their sum, up to 1
}

// Components checks func(variances []float64, share float64) int: how many of the first variances hold at least a share of the sum
// of all.
var Components = Exercise[func(variances []float64, share float64) int, Spectrum, int]{
	Name:     "components",
	Title:    "How many components it takes",
	Function: "components",
	apply:    func(f func(variances []float64, share float64) int, s Spectrum) int { return f(s.Variances, s.Share) },
	checks: []check[Spectrum, int]{
		same("by hand: 5, 3, 1, 1 reach 0.7 with two", "your number", []Spectrum{{[]float64{5, 3, 1, 1}, 0.7}}, components(whole, false), wrongComponents),
		same("a share that is reached exactly", "your number", []Spectrum{{[]float64{4, 2, 1, 1}, 0.75}}, components(whole, false), wrongComponents),
		same("all of it", "your number", []Spectrum{{[]float64{4, 2, 1, 1}, 1}}, components(whole, false), wrongComponents),
		same("a hundred variances", "your number", spectra, components(whole, false), wrongComponents),
	},
}

// spectra are variances that fall as 1, 1/2, 1/3, … do
var spectra = func() (all []Spectrum) {
	s := Spectrum{Variances: make([]float64, 100)}
	for i := range s.Variances {
		s.Variances[i] = 0.3 / float64(i+1)
	}
	for _, s.Share = range []float64{0.1, 0.5, 0.9} {
		all = append(all, s)
	}
	return all
}()

var wrongComponents = known[Spectrum, int]{append(spectra, Spectrum{[]float64{4, 2, 1, 1}, 0.75}), []wrong[Spectrum, int]{
	{"place for number", "your number is one too small: places count from 0, so that the component in place i is number i + 1.",
		func(s Spectrum) int { return components(whole, false)(s) - 1 }},
	{"not divided", "your sum is compared with the share itself: a share is of the sum of all variances.", components(func(Spectrum) float64 { return 1 }, false)},
	{"of the largest", "you take the share of the largest variance: it is of the sum of all.", components(func(s Spectrum) float64 { return s.Variances[0] }, false)},
	{"one too many", "a share that is reached exactly is enough: >= and not >.", components(whole, true)},
	{"counted down", "your number counts the components that are left out: count those that are kept.",
		func(s Spectrum) int { return len(s.Variances) - components(whole, false)(s) }},
}}

func whole(s Spectrum) (sum float64) {
	for _, v := range s.Variances {
		sum += v
	}
	return sum
}

// components returns what counts until the share of a whole is reached, or passed where beyond.
func components(of func(s Spectrum) float64, beyond bool) func(s Spectrum) int {
	return func(s Spectrum) int {
		sum := 0.0
		for i, v := range s.Variances {
			sum += v
			rest := sum - s.Share*of(s)
			if rest > 1e-9 || !beyond && math.Abs(rest) <= 1e-9 {
				return i + 1
			}
		}
		return len(s.Variances)
	}
}
