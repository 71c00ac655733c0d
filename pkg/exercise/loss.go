package exercise

import "math"

// A Pair is what Loss and Gradient call the student's function with.
type Pair struct {
	T [][]float64 // targets, n × w
	Y [][]float64 // outputs, n × w
}

// Loss checks func(t, y [][]float64) float64: the mean of (t − y)² over all numbers of targets and outputs (n × w).
var Loss = Exercise[func(t, y [][]float64) float64, Pair, float64]{
	Name:     "loss",
	Title:    "The loss",
	Function: "loss",
	apply:    func(f func(t, y [][]float64) float64, p Pair) float64 { return f(p.T, p.Y) },
	checks:   lossChecks(wrongLosses),
}

// lossChecks are those of whatever is the mean of (t − y)², with the mistakes that are looked for.
func lossChecks(mistakes known[Pair, float64]) []check[Pair, float64] {
	return []check[Pair, float64]{
		same("0 where output and target are the same", "your loss", []Pair{{uniform(6, 3, 4), uniform(6, 3, 4)}}, meanSquare, mistakes),
		same("by hand: one image of two pixels", "your loss", []Pair{{[][]float64{{1, 0}}, [][]float64{{0.5, 2}}}}, meanSquare, mistakes),
		same("several images", "your loss", telling, meanSquare, mistakes),
	}
}

var wrongLosses = known[Pair, float64]{telling, []wrong[Pair, float64]{
	{"square forgotten", "the square is forgotten: differences of both signs cancel.", sumOf(asIs, all)},
	{"square forgotten", "the square is forgotten: differences of both signs cancel.", sumOf(func(d float64) float64 { return -d }, all)},
	{"absolute value", "you take the absolute value of each difference: this loss takes its square.", sumOf(math.Abs, all)},
	{"not averaged", "your loss is a sum: divide it by how many numbers there are.", sumOf(square, func(Pair) float64 { return 1 })},
	{"wrong axis", "you divide by the number of images alone: the mean is over their pixels, too.", sumOf(square, func(p Pair) float64 { return float64(len(p.T)) })},
	{"wrong axis", "you divide by the number of pixels alone: the mean is over the images, too.", sumOf(square, func(p Pair) float64 { return float64(len(p.T[0])) })},
	{"halved", "your loss is half the mean: there is no ½ in this one.", func(p Pair) float64 { return meanSquare(p) / 2 }},
	{"root taken", "you take the root of the mean: the loss is the mean of the squares itself.", func(p Pair) float64 { return math.Sqrt(meanSquare(p)) }},
	{"squared at the end", "you square the mean of the differences: square each difference, then take the mean.", func(p Pair) float64 {
		return square(sumOf(asIs, all)(p))
	}},
}}

var telling = []Pair{{normal(7, 3, 5), normal(8, 3, 5)}}

// Gradient checks func(t, y [][]float64) [][]float64: the derivative of Loss by each output, n × w.
var Gradient = Exercise[func(t, y [][]float64) [][]float64, Pair, [][]float64]{
	Name:     "gradient",
	Title:    "The gradient of the loss",
	Function: "gradient",
	apply:    func(f func(t, y [][]float64) [][]float64, p Pair) [][]float64 { return f(p.T, p.Y) },
	checks: []check[Pair, [][]float64]{
		on("a number for each output", Pair{normal(9, 3, 2), normal(10, 3, 2)}, func(p Pair, out [][]float64) error {
			return shape(out, p.Y, "your gradient")
		}),
		same("0 where output and target are the same", "your gradient", []Pair{{uniform(6, 3, 4), uniform(6, 3, 4)}}, slope, wrongSlopes),
		same("by hand: one image of two pixels", "your gradient", []Pair{{[][]float64{{1, 0}}, [][]float64{{0.5, 2}}}}, slope, wrongSlopes),
		same("what the loss gains by a small step, for several images", "your gradient", []Pair{{normal(7, 3, 5), normal(8, 3, 5)}}, slope, wrongSlopes),
	},
}

var wrongSlopes = known[Pair, [][]float64]{telling, []wrong[Pair, [][]float64]{
	{"sign", "the sign is turned round: where the output y is too large, a larger one makes the loss larger, so its derivative is positive.", scaled(func(p Pair) float64 { return -1 })},
	{"2 forgotten", "the 2 is missing: the derivative of d² is 2d.", scaled(func(Pair) float64 { return 0.5 })},
	{"not averaged", "the derivative of a sum is a sum, that of a mean is divided by how many numbers there are.", scaled(all)},
	{"wrong axis", "you divide by the number of images alone: the loss is a mean over their pixels, too.", scaled(func(p Pair) float64 { return float64(len(p.T[0])) })},
	{"wrong axis", "you divide by the number of pixels alone: the loss is a mean over the images, too.", scaled(func(p Pair) float64 { return float64(len(p.T)) })},
	{"square kept", "your gradient holds the squares: differentiate them.", func(p Pair) [][]float64 {
		g := slope(p)
		for i, row := range g {
			for j := range row {
				row[j] = square(p.Y[i][j]-p.T[i][j]) / all(p)
			}
		}
		return g
	}},
}}

func square(d float64) float64 { return d * d }

func all(p Pair) float64 { return float64(len(p.T) * len(p.T[0])) }

func meanSquare(p Pair) float64 { return sumOf(square, all)(p) }

// sumOf returns what sums f(t − y) up, and divides by a number.
func sumOf(f func(d float64) float64, divisor func(p Pair) float64) func(p Pair) float64 {
	return func(p Pair) (sum float64) {
		for i, row := range p.T {
			for j, t := range row {
				sum += f(t-p.Y[i][j]) / divisor(p)
			}
		}
		return sum
	}
}

func slope(p Pair) [][]float64 { return scaled(func(Pair) float64 { return 1 })(p) }

// scaled returns what computes a multiple of the gradient.
func scaled(by func(p Pair) float64) func(p Pair) [][]float64 {
	return func(p Pair) [][]float64 {
		g := zeros(len(p.T), len(p.T[0]))
		for i, row := range g {
			for j := range row {
				row[j] = by(p) * 2 * (p.Y[i][j] - p.T[i][j]) / all(p)
			}
		}
		return g
	}
}
