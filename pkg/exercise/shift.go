package exercise

import (
	"fmt"
	"math"
)

// side is the height and the width of an image.
const side = 28

// A Shifted is what Shift calls the student's function with.
type Shifted struct {
	Image       []float32 // 784 pixels, 28 × 28 in reading order
	Right, Down int       // pixels
}

// Shift checks func(image []float32, right, down int) []float32: the image moved, with paper (0) where nothing was.
var Shift = Exercise[func(image []float32, right, down int) []float32, Shifted, []float32]{
	Name:     "shift",
	Title:    "An image moved by a pixel",
	Function: "shift",
	apply: func(f func(image []float32, right, down int) []float32, s Shifted) []float32 {
		return f(s.Image, s.Right, s.Down)
	},
	checks: []check[Shifted, []float32]{
		on("784 pixels", Shifted{dots(center), 0, 0}, func(_ Shifted, out []float32) error { return wholeImage(out) }),
		look("moved by nothing, it is the same image", Shifted{dots(center), 0, 0}),
		look("one to the right", Shifted{dots(center), 1, 0}),
		look("one down", Shifted{dots(center), 0, 1}),
		look("one to the left and one up, by negative numbers", Shifted{dots(center), -1, -1}),
		look("at the right edge, ink leaves the image", Shifted{dots(5*side + side - 1), 1, 0}),
		look("at the lower edge, too", Shifted{dots((side-1)*side + 5), 0, 1}),
		look("and at the left one", Shifted{dots(5 * side), -2, 0}),
		same("a whole image", "your image", []Shifted{{narrow(uniform(11, 1, side*side))[0], 2, -3}}, shift, known[Shifted, []float32]{}),
	},
}

// center is the place of a pixel in the middle.
const center = 14*side + 14

// dots returns an image with one pixel of ink.
func dots(place int) []float32 {
	image := make([]float32, side*side)
	image[place] = 1
	return image
}

// wholeImage returns the mistake of an image that has not as many pixels as one has, else nil.
func wholeImage(out []float32) error {
	if len(out) != side*side {
		return &Mistake{"", fmt.Sprintf("your function returns %s; an image has 784 pixels.", count(len(out), "number"))}
	}
	return nil
}

// look returns a check of an image with one dot. Where it has gone elsewhere, the mistake is told from where.
func look(holds string, in Shifted) check[Shifted, []float32] {
	return on(holds, in, func(in Shifted, out []float32) error {
		if err := wholeImage(out); err != nil {
			return err
		}
		from, want, have := inked(in.Image), inked(shift(in)), inked(out)
		moves := fmt.Sprintf("moved %d to the right and %d down, the dot of column %d, row %d", in.Right, in.Down, from[0]%side, from[0]/side)
		switch {
		case len(want) == len(have) && (len(want) == 0 || want[0] == have[0]):
			return nil
		case len(want) == 0 && len(have) > 0:
			return &Mistake{"comes in again", fmt.Sprintf("%s leaves the image, and yours comes in again in column %d, row %d: what is moved beyond an edge is lost.",
				moves, have[0]%side, have[0]/side)}
		case len(have) == 0:
			return &Mistake{"lost", fmt.Sprintf("%s is nowhere: is it overwritten before you read it? Write into a new image.", moves)}
		case len(have) > 1:
			return &Mistake{"smeared", fmt.Sprintf("%s has become %d dots: write into a new image, not into the one you read from.", moves, len(have))}
		case have[0] == inked(shift(Shifted{in.Image, -in.Right, -in.Down}))[0]:
			return &Mistake{"other way", fmt.Sprintf("%s has gone the other way.", moves)}
		case have[0] == inked(shift(Shifted{in.Image, in.Down, in.Right}))[0]:
			return &Mistake{"rows and columns", fmt.Sprintf("%s has gone down for right: place i is in row i / 28 and column i %% 28.", moves)}
		case have[0] == from[0]:
			return &Mistake{"not moved", fmt.Sprintf("%s has not moved.", moves)}
		}
		return &Mistake{"", fmt.Sprintf("%s is in column %d, row %d, and should be in column %d, row %d.",
			moves, have[0]%side, have[0]/side, want[0]%side, want[0]/side)}
	})
}

// inked returns the places that are not paper.
func inked(image []float32) (places []int) {
	for i, ink := range image {
		if ink != 0 {
			places = append(places, i)
		}
	}
	return places
}

func shift(s Shifted) []float32 {
	out := make([]float32, side*side)
	for i, ink := range s.Image {
		column, row := i%side+s.Right, i/side+s.Down
		if column >= 0 && column < side && row >= 0 && row < side {
			out[row*side+column] = ink
		}
	}
	return out
}

// Two is what FairError calls the student's function with.
type Two struct {
	X, Y []float32 // images of 784 pixels
}

// FairError checks func(x, y []float32) float64: the least mean squared error between x and y moved by at most one pixel in each
// direction.
var FairError = Exercise[func(x, y []float32) float64, Two, float64]{
	Name:     "fair-error",
	Title:    "An error that forgives a pixel",
	Function: "fairError",
	apply:    func(f func(x, y []float32) float64, t Two) float64 { return f(t.X, t.Y) },
	checks: []check[Two, float64]{
		same("0 for an image and itself", "your error", []Two{{stroke(0, 0), stroke(0, 0)}}, fairError, wrongErrors),
		same("0 for an image moved right, left, up or down by one", "your error",
			[]Two{{stroke(0, 0), stroke(1, 0)}, {stroke(0, 0), stroke(-1, 0)}, {stroke(0, 0), stroke(0, 1)}, {stroke(0, 0), stroke(0, -1)}}, fairError, wrongErrors),
		same("0 for one moved in both directions", "your error", []Two{{stroke(0, 0), stroke(1, -1)}}, fairError, wrongErrors),
		same("not 0 for one moved by two", "your error", []Two{{stroke(0, 0), stroke(2, 0)}}, fairError, wrongErrors),
		same("two images that differ", "your error", []Two{{stroke(0, 0), narrow(uniform(12, 1, side*side))[0]}}, fairError, wrongErrors),
	},
}

var wrongErrors = known[Two, float64]{[]Two{
	{stroke(0, 0), stroke(0, 0)}, {stroke(0, 0), stroke(1, 1)}, {stroke(0, 0), stroke(2, 0)}, {stroke(0, 0), stroke(2, 2)}, {stroke(0, 0), stroke(4, 4)},
}, []wrong[Two, float64]{
	{"not moved", "your error compares the images as they lie: try y moved by −1, 0 and 1 in both directions, and keep the least error.", moves(0, math.Min, true)},
	{"largest", "your error is the largest of the nine: keep the least.", moves(1, math.Max, true)},
	{"straight only", "an image moved to the right and up at once is not forgiven: try all nine moves, in both directions together.", moves(1, math.Min, false)},
	{"always 0", "your error is 0 for any two images: start the least error at math.Inf(1), not at 0.", func(Two) float64 { return 0 }},
	{"two pixels", "your error forgives two pixels: one in each direction.", moves(2, math.Min, true)},
	{"not averaged", "your error is a sum over the pixels: divide it by 784.", func(t Two) float64 { return side * side * fairError(t) }},
}}

// stroke returns an image of some ink in the middle, moved.
func stroke(right, down int) []float32 {
	image := make([]float32, side*side)
	for row := 8; row < 20; row++ {
		for k, ink := range []float32{0.3, 1, 0.6} {
			image[(row+down)*side+12+row%3+k+right] = ink
		}
	}
	return image
}

func fairError(t Two) float64 { return moves(1, math.Min, true)(t) }

// moves returns what compares an image with another one moved by at most so many pixels, and keeps the better of two errors.
func moves(most int, better func(a, b float64) float64, diagonal bool) func(t Two) float64 {
	return func(t Two) float64 {
		best := math.NaN()
		for right := -most; right <= most; right++ {
			for down := -most; down <= most; down++ {
				if !diagonal && right != 0 && down != 0 {
					continue
				}
				sum := 0.0
				for i, y := range shift(Shifted{t.Y, right, down}) {
					sum += square(float64(t.X[i])-float64(y)) / (side * side)
				}
				if math.IsNaN(best) {
					best = sum
				}
				best = better(best, sum)
			}
		}
		return best
	}
}
