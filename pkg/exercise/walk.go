package exercise

import "math"

// Round is what Circle calls the student's function with.
type Round struct {
	Center []float64 // 2
	Radius float64
	N      int
}

// Circle checks func(center []float64, radius float64, n int) [][]float64: n points on a circle, evenly spaced, counter-clockwise
// from the one to the right of its centre.
var Circle = Exercise[func(center []float64, radius float64, n int) [][]float64, Round, [][]float64]{
	Name:     "circle",
	Title:    "A walk on a circle",
	Function: "circle",
	apply: func(f func(center []float64, radius float64, n int) [][]float64, r Round) [][]float64 {
		return f(r.Center, r.Radius, r.N)
	},
	checks: []check[Round, [][]float64]{
		same("by hand: four points about 0", "your walk", []Round{{[]float64{0, 0}, 1, 4}}, around(turn), wrongWalks),
		same("twelve points about another centre", "your walk", []Round{{[]float64{2, -1}, 3, 12}}, around(turn), wrongWalks),
	},
}

var wrongWalks = known[Round, [][]float64]{[]Round{{[]float64{2, -1}, 3, 12}}, []wrong[Round, [][]float64]{
	{"degrees", "your angles are in degrees: cosine and sine take radians, a whole turn being 2π.", around(func(k, n float64) float64 { return 360 * k / n })},
	{"half a circle", "your walk is half a circle: a whole turn is 2π.", around(func(k, n float64) float64 { return math.Pi * k / n })},
	{"closed twice", "your last point is your first again: one step after the last would be the first, so divide by n, not by n − 1.",
		around(func(k, n float64) float64 { return 2 * math.Pi * k / (n - 1) })},
	{"clockwise", "your walk goes clockwise: the sine is added.", around(func(k, n float64) float64 { return -turn(k, n) })},
	{"started above", "your walk starts above the centre: the cosine belongs to the first number, the sine to the second.", func(r Round) [][]float64 {
		y := around(turn)(Round{[]float64{r.Center[1], r.Center[0]}, r.Radius, r.N})
		for _, z := range y {
			z[0], z[1] = z[1], z[0]
		}
		return y
	}},
	{"radius forgotten", "the radius is missing: multiply cosine and sine by it.", func(r Round) [][]float64 { return around(turn)(Round{r.Center, 1, r.N}) }},
	{"centre forgotten", "the centre is missing: add it.", func(r Round) [][]float64 { return around(turn)(Round{[]float64{0, 0}, r.Radius, r.N}) }},
	{"whole numbers divided", "all your points are the same: k / n of whole numbers is 0, so make numbers of them first.", around(func(_, _ float64) float64 { return 0 })},
}}

func turn(k, n float64) float64 { return 2 * math.Pi * k / n }

// around returns what places point k of n at an angle.
func around(angle func(k, n float64) float64) func(r Round) [][]float64 {
	return func(r Round) [][]float64 {
		y := zeros(r.N, 2)
		for k, z := range y {
			a := angle(float64(k), float64(r.N))
			z[0], z[1] = r.Center[0]+r.Radius*math.Cos(a), r.Center[1]+r.Radius*math.Sin(a)
		}
		return y
	}
}
