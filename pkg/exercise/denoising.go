package exercise

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
)

// A Noise is what Noisy calls the student's function with.
type Noise struct {
	Image []float32 // 784
	Sigma float64
	Seed  uint64
}

// Noisy checks func(image []float32, sigma float64, r *rand.Rand) []float32: the image with noise from N(0, sigma²) on each pixel,
// kept in [0,1].
var Noisy = Exercise[func(image []float32, sigma float64, r *rand.Rand) []float32, Noise, []float32]{
	Name:     "noisy",
	Title:    "Noise on an image",
	Function: "noisy",
	apply: func(f func(image []float32, sigma float64, r *rand.Rand) []float32, n Noise) []float32 {
		return f(n.Image, n.Sigma, rand.New(rand.NewPCG(n.Seed, 0)))
	},
	checks: []check[Noise, []float32]{
		on("784 pixels", Noise{grey(0.5), 0.1, 1}, func(n Noise, out []float32) error { return shape(out, n.Image, "your image") }),
		same("without noise it is the same image", "your image", []Noise{{narrow(uniform(30, 1, side*side))[0], 0, 1}},
			func(n Noise) []float32 { return n.Image }, known[Noise, []float32]{}),
		on("no pixel is below 0 or above 1", Noise{narrow(uniform(30, 1, side*side))[0], 0.5, 1}, inRange),
		on("as much noise as asked for, about 0", Noise{grey(0.5), 0.1, 2}, spread),
		on("a draw of its own for each pixel", Noise{grey(0.5), 0.1, 3}, ownDraws),
	},
}

func grey(ink float32) []float32 { return slices.Repeat([]float32{ink}, side*side) }

func inRange(_ Noise, out []float32) error {
	for i, ink := range out {
		if ink < 0 || ink > 1 {
			return &Mistake{"not kept in range", fmt.Sprintf("your pixel %d is %s: ink is from 0 to 1, so cut off what is beyond.", i, number(float64(ink)))}
		}
	}
	return nil
}

// spread tells what is wrong with the noise, by far more than chance makes of 784 pixels.
func spread(n Noise, out []float32) error {
	if err := shape(out, n.Image, "your image"); err != nil {
		return err
	}
	mean, variance := 0.0, 0.0
	for i, ink := range out {
		mean += float64(ink-n.Image[i]) / float64(len(out))
	}
	for i, ink := range out {
		variance += square(float64(ink-n.Image[i])-mean) / float64(len(out))
	}
	deviation := math.Sqrt(variance)
	switch {
	case deviation < 1e-6:
		return &Mistake{"no noise for each pixel", "all pixels have moved by the same, or not at all: draw for each pixel, in the loop."}
	case deviation > 0.85*n.Sigma && deviation < 1.15*n.Sigma && math.Abs(mean) < 0.3*n.Sigma:
		return nil
	case mean > 0.5*n.Sigma:
		return &Mistake{"only upwards", "your noise makes pixels brighter than darker: it is about 0, of both signs."}
	case deviation > 0.85*n.Sigma*n.Sigma && deviation < 1.15*n.Sigma*n.Sigma:
		return &Mistake{"variance for deviation", "your noise has the square of sigma for its deviation: multiply the draw by sigma itself."}
	case deviation > 2.5*n.Sigma:
		return &Mistake{"sigma forgotten", "there is far more noise than asked for: multiply the draw by sigma."}
	}
	return &Mistake{"", fmt.Sprintf("your noise has deviation %s, asked for is %s.", number(deviation), number(n.Sigma))}
}

func ownDraws(n Noise, out []float32) error {
	if err := spread(n, out); err != nil {
		return err
	}
	differ := map[float32]bool{}
	for _, ink := range out {
		differ[ink] = true
	}
	if len(differ) < len(out)/2 {
		return &Mistake{"few draws", fmt.Sprintf("your %d pixels have only %d different values: draw anew for each of them.", len(out), len(differ))}
	}
	return nil
}

// A Triple is what DenoisingLoss calls the student's function with.
type Triple struct{ Clean, Noisy, Rebuilt []float64 }

// DenoisingLoss checks func(clean, noisy, rebuilt []float64) float64: the mean of (clean − rebuilt)².
var DenoisingLoss = Exercise[func(clean, noisy, rebuilt []float64) float64, Triple, float64]{
	Name:     "denoising-loss",
	Title:    "The target of denoising",
	Function: "denoisingLoss",
	apply: func(f func(clean, noisy, rebuilt []float64) float64, t Triple) float64 {
		return f(t.Clean, t.Noisy, t.Rebuilt)
	},
	checks: []check[Triple, float64]{
		same("by hand: two pixels", "your loss", []Triple{{[]float64{1, 0}, []float64{3, 1}, []float64{0.5, 1}}}, denoising, wrongTargets),
		same("many pixels", "your loss", triples, denoising, wrongTargets),
	},
}

var triples = []Triple{{uniform(31, 1, 9)[0], normal(32, 1, 9)[0], uniform(33, 1, 9)[0]}}

var wrongTargets = known[Triple, float64]{triples, []wrong[Triple, float64]{
	{"noisy target", "you compare the output with the noisy image: so the network learns to keep the noise. The target is the clean one.",
		func(t Triple) float64 { return meanSquare(Pair{[][]float64{t.Noisy}, [][]float64{t.Rebuilt}}) }},
	{"network forgotten", "you compare the clean image with the noisy one: the output is not in it, so nothing can be learnt.",
		func(t Triple) float64 { return meanSquare(Pair{[][]float64{t.Clean}, [][]float64{t.Noisy}}) }},
	{"not averaged", "your loss is a sum: divide it by how many pixels there are.", func(t Triple) float64 { return denoising(t) * float64(len(t.Clean)) }},
}}

func denoising(t Triple) float64 {
	return meanSquare(Pair{[][]float64{t.Clean}, [][]float64{t.Rebuilt}})
}
