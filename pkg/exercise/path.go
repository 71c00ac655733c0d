package exercise

import "math"

// Ends is what Interpolate calls the student's function with.
type Ends struct {
	A, B []float64
	N    int // points, 2 or more
}

// Interpolate checks func(a, b []float64, n int) [][]float64: n points on the straight line from a to b, evenly spaced.
var Interpolate = Exercise[func(a, b []float64, n int) [][]float64, Ends, [][]float64]{
	Name:     "interpolate",
	Title:    "The line between two codes",
	Function: "interpolate",
	apply:    func(f func(a, b []float64, n int) [][]float64, e Ends) [][]float64 { return f(e.A, e.B, e.N) },
	checks: []check[Ends, [][]float64]{
		same("two points: the ends themselves", "your line", []Ends{{[]float64{0, 1}, []float64{4, -1}, 2}}, lerp(1), wrongLines),
		same("three points: the middle is half of each", "your line", []Ends{{[]float64{0, 1}, []float64{4, -1}, 3}}, lerp(1), wrongLines),
		same("eleven points", "your line", []Ends{{normal(21, 1, 5)[0], normal(22, 1, 5)[0], 11}}, lerp(1), wrongLines),
	},
}

var wrongLines = known[Ends, [][]float64]{[]Ends{{normal(21, 1, 5)[0], normal(22, 1, 5)[0], 5}}, []wrong[Ends, [][]float64]{
	{"end missing", "your line stops one step before b: of n points the last is number n − 1, so that t is k / (n − 1).", lerp(0)},
	{"swapped", "your line leads from b to a: t is 0 at a and 1 at b.", func(e Ends) [][]float64 { return lerp(1)(Ends{e.B, e.A, e.N}) }},
	{"whole numbers divided", "your line stays at a: k / (n - 1) of whole numbers is 0, so make numbers of them first, float64(k) / float64(n-1).",
		func(e Ends) [][]float64 {
			y := lerp(1)(Ends{e.A, e.A, e.N})
			copy(y[e.N-1], e.B)
			return y
		}},
	{"not weighted", "t·b is added to all of a: of a there is only 1 − t left.", func(e Ends) [][]float64 {
		sum := make([]float64, len(e.A))
		for i := range sum {
			sum[i] = e.A[i] + e.B[i]
		}
		return lerp(1)(Ends{e.A, sum, e.N})
	}},
}}

// lerp returns what divides the line into n − less steps.
func lerp(less int) func(e Ends) [][]float64 {
	return func(e Ends) [][]float64 {
		y := zeros(e.N, len(e.A))
		for k, row := range y {
			t := float64(k) / float64(e.N-less)
			for i := range row {
				row[i] = (1-t)*e.A[i] + t*e.B[i]
			}
		}
		return y
	}
}

// Among is what Distance calls the student's function with.
type Among struct {
	X    []float64
	Data [][]float64
}

// Distance checks func(x []float64, data [][]float64) float64: the Euclidean distance from x to the nearest row of data.
var Distance = Exercise[func(x []float64, data [][]float64) float64, Among, float64]{
	Name:     "distance",
	Title:    "The distance to the data",
	Function: "distance",
	apply:    func(f func(x []float64, data [][]float64) float64, a Among) float64 { return f(a.X, a.Data) },
	checks: []check[Among, float64]{
		same("by hand: to (3, 4) it is 5", "your distance", []Among{{[]float64{0, 0}, [][]float64{{3, 4}}}}, distanceBy(math.Min), wrongDistances),
		same("0 where x is among the data", "your distance", []Among{{[]float64{1, 1}, [][]float64{{3, 4}, {1, 1}, {0, 0}}}}, distanceBy(math.Min), wrongDistances),
		same("to the nearest of many", "your distance", []Among{{normal(23, 1, 10)[0], normal(24, 30, 10)}}, distanceBy(math.Min), wrongDistances),
	},
}

var wrongDistances = known[Among, float64]{[]Among{{normal(23, 1, 10)[0], normal(24, 30, 10)}}, []wrong[Among, float64]{
	{"root forgotten", "your distance is squared: take its root.", func(a Among) float64 { return square(distanceBy(math.Min)(a)) }},
	{"farthest", "your distance is that to the farthest: keep the least.", distanceBy(math.Max)},
	{"only the last", "your distance is that to the last row of data alone: keep the least of all.", distanceBy(func(_, d float64) float64 { return d })},
	{"always 0", "your distance is 0 wherever x is: start the least at math.Inf(1), not at 0.", func(Among) float64 { return 0 }},
	{"averaged", "your distance is the mean of those to all rows: keep the least.", func(a Among) float64 {
		return distanceBy(func(sum, d float64) float64 { return sum + d })(a) / float64(len(a.Data))
	}},
	{"absolute value", "your distance adds the absolute differences up: it is the root of the sum of their squares.", func(a Among) float64 {
		least := math.Inf(1)
		for _, row := range a.Data {
			sum := 0.0
			for i := range row {
				sum += math.Abs(row[i] - a.X[i])
			}
			least = min(least, sum)
		}
		return least
	}},
}}

// distanceBy returns what combines the distances to all rows, the first of which it takes as it is.
func distanceBy(combine func(before, d float64) float64) func(a Among) float64 {
	return func(a Among) float64 {
		all := math.Sqrt(euclidean(a.X, a.Data[0]))
		for _, row := range a.Data[1:] {
			all = combine(all, math.Sqrt(euclidean(a.X, row)))
		}
		return all
	}
}
