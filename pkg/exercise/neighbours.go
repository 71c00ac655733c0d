package exercise

import (
	"math"
	"slices"
)

// A Query is what Neighbours calls the student's function with.
type Query struct {
	Z      []float64   // the code to classify
	Codes  [][]float64 // n × d
	Labels []int       // n
	K      int         // how many neighbours vote
}

// Neighbours checks func(z []float64, codes [][]float64, labels []int, k int) int: the label that most of the k codes nearest to
// z have.
var Neighbours = Exercise[func(z []float64, codes [][]float64, labels []int, k int) int, Query, int]{
	Name:     "neighbours",
	Title:    "The label of the nearest codes",
	Function: "classify",
	apply: func(f func(z []float64, codes [][]float64, labels []int, k int) int, q Query) int {
		return f(q.Z, q.Codes, q.Labels, q.K)
	},
	checks: []check[Query, int]{
		same("the only code there is", "the label", []Query{{[]float64{1, 2}, [][]float64{{3, 4}}, []int{6}, 1}}, votes(euclidean), wrongVotes),
		same("of two codes the nearer one", "the label", []Query{{[]float64{0, 0}, [][]float64{{1, 0}, {3, 0}}, []int{5, 1}, 1},
			{[]float64{0, 0}, [][]float64{{0, -3}, {0, 1}}, []int{5, 1}, 1}}, votes(euclidean), wrongVotes),
		same("of three neighbours two outvote the nearest", "the label", []Query{{[]float64{0, 0}, [][]float64{{0.1, 0}, {1, 0}, {0, 1}, {9, 9}}, []int{5, 1, 1, 6}, 3}},
			votes(euclidean), wrongVotes),
		same("forty codes of three digits", "the label", queries(), votes(euclidean), wrongVotes),
	},
}

var wrongVotes = known[Query, int]{queries(), []wrong[Query, int]{
	{"place for label", "your function returns where the nearest code stands: want its label, labels[i].", func(q Query) int { return nearest(q, euclidean)[0] }},
	{"farthest", "your function asks the codes farthest away: the nearest ones have the least distance.", votes(func(a, b []float64) float64 { return -euclidean(a, b) })},
	{"k ignored", "only the nearest code is asked: the k nearest vote.", func(q Query) int { return q.Labels[nearest(q, euclidean)[0]] }},
	{"everyone votes", "all codes vote: only the k nearest do.", func(q Query) int { q.K = len(q.Codes); return votes(euclidean)(q) }},
	{"last of the k", "the label is that of the k-th neighbour alone: the k nearest vote.", func(q Query) int { return q.Labels[nearest(q, euclidean)[q.K-1]] }},
	{"first number only", "only the first number of each code counts in your distance: sum over all of them.", votes(func(a, b []float64) float64 { return math.Abs(a[0] - b[0]) })},
	{"square forgotten", "the differences are added up with their signs, so that they cancel: square each of them.", votes(func(a, b []float64) (sum float64) {
		for i := range a {
			sum += a[i] - b[i]
		}
		return sum
	})},
	{"square forgotten", "the differences are added up with their signs, so that they cancel: square each of them.", votes(func(a, b []float64) (sum float64) {
		for i := range a {
			sum += b[i] - a[i]
		}
		return sum
	})},
}}

func euclidean(a, b []float64) (sum float64) {
	for i := range a {
		sum += square(a[i] - b[i])
	}
	return sum
}

// nearest returns the places of the codes by their distance.
func nearest(q Query, distance func(a, b []float64) float64) []int {
	places := make([]int, len(q.Codes))
	for i := range places {
		places[i] = i
	}
	slices.SortStableFunc(places, func(i, j int) int {
		if distance(q.Codes[i], q.Z) < distance(q.Codes[j], q.Z) {
			return -1
		}
		if distance(q.Codes[i], q.Z) > distance(q.Codes[j], q.Z) {
			return 1
		}
		return 0
	})
	return places
}

// votes returns what takes the label of most of the k nearest.
func votes(distance func(a, b []float64) float64) func(q Query) int {
	return func(q Query) int {
		label, _ := winner(q, distance)
		return label
	}
}

// winner returns the label with most votes, and by how many it wins.
func winner(q Query, distance func(a, b []float64) float64) (label, by int) {
	var count [10]int
	for _, i := range nearest(q, distance)[:min(q.K, len(q.Codes))] {
		count[q.Labels[i]]++
	}
	for l, n := range count {
		if n > count[label] {
			label = l
		}
	}
	second := 0
	for l, n := range count {
		if l != label {
			second = max(second, n)
		}
	}
	return label, count[label] - second
}

// queries returns some whose vote is not tied.
func queries() (all []Query) {
	codes, labels, others := normal(13, 40, 2), make([]int, 40), make([]int, 40)
	for i, z := range codes {
		labels[i], others[i] = []int{1, 5, 6}[i%3], []int{6, 1, 5}[i%3] // of others, most are another digit
		z[0] += 2 * float64(i%3)
		z[1] -= 1.5 * float64(i%2)
	}
	for i, z := range normal(14, 30, 2) {
		z[0] = 2 + 2*z[0]
		q := Query{z, codes, [][]int{labels, others}[i%2], 5}
		if _, by := winner(q, euclidean); by > 0 {
			all = append(all, q)
		}
	}
	return all
}
