package exercise

import "fmt"

// MeanImage checks func(x [][]float32) []float32: the mean of each pixel over the images x (n × w).
var MeanImage = Exercise[func(x [][]float32) []float32, [][]float32, []float32]{
	Name:     "mean-image",
	Title:    "The mean image",
	Function: "meanImage",
	apply:    func(f func(x [][]float32) []float32, x [][]float32) []float32 { return f(x) },
	checks: []check[[][]float32, []float32]{
		on("one number for each pixel", [][]float32{{0, 0.5, 1, 0.25}, {1, 0.5, 1, 0}, {0.5, 0.5, 0, 0.5}}, widthOfMean),
		same("the mean of one image is that image", "your mean image", [][][]float32{{{0, 0.25, 1}}}, mean, wrongMeans),
		same("the mean of few images, as by hand", "your mean image", [][][]float32{{{0, 1}, {1, 1}, {0.5, 1}, {0.5, 0}}}, mean, wrongMeans),
		same("the mean of many images of 784 pixels", "your mean image", [][][]float32{narrow(uniform(1, 50, 784))}, mean, wrongMeans),
	},
}

var wrongMeans = known[[][]float32, []float32]{[][][]float32{narrow(uniform(1, 5, 3))}, []wrong[[][]float32, []float32]{
	{"not averaged", "your mean image is the sum of the images: a mean is divided by their number.", meanOver(one)},
	{"divided by the pixels", "your mean image is divided by the number of pixels: a mean over images is divided by the number of images.", meanOver(pixels)},
	{"divided by n - 1", "your mean image is divided by one less than the number of images: that belongs to the variance of a sample.",
		meanOver(func(x [][]float32) float64 { return float64(len(x) - 1) })},
	{"halved again and again", "each image halves the weight of those before it, so that the last ones count most: add all images up first, and divide once.",
		func(x [][]float32) []float32 {
			m := append([]float32{}, x[0]...)
			for _, image := range x[1:] {
				for i, ink := range image {
					m[i] = (m[i] + ink) / 2
				}
			}
			return m
		}},
	{"only the last image", "only the last image is in your mean image: does each one overwrite those before it?",
		func(x [][]float32) []float32 {
			m := meanOver(one)(x[len(x)-1:])
			for i := range m {
				m[i] /= float32(len(x))
			}
			return m
		}},
	{"only the last image", "your mean image is the last image: does each one overwrite those before it?",
		func(x [][]float32) []float32 { return x[len(x)-1] }},
}}

// widthOfMean tells a mean over the wrong axis.
func widthOfMean(x [][]float32, out []float32) error {
	switch n, w := len(x), len(x[0]); len(out) {
	case w:
		return nil
	case n:
		return &Mistake{"wrong axis", fmt.Sprintf("your function returns %d numbers, one for each image; the mean image has one for each pixel, here %d.", n, w)}
	case 0:
		return &Mistake{"nothing", fmt.Sprintf("your function returns no numbers; the mean image has one for each pixel, here %d.", w)}
	default:
		return &Mistake{"", fmt.Sprintf("your function returns %s; the mean image has one for each pixel, here %d.", count(len(out), "number"), w)}
	}
}

func mean(x [][]float32) []float32 {
	return meanOver(func(x [][]float32) float64 { return float64(len(x)) })(x)
}

func one([][]float32) float64 { return 1 }

func pixels(x [][]float32) float64 { return float64(len(x[0])) }

// meanOver returns what sums images up and divides by a number.
func meanOver(divisor func(x [][]float32) float64) func(x [][]float32) []float32 {
	return func(x [][]float32) []float32 {
		m := make([]float32, len(x[0]))
		for i := range m {
			sum := 0.0
			for _, image := range x {
				sum += float64(image[i])
			}
			if d := divisor(x); d != 0 { // a known mistake may divide by 0
				m[i] = float32(sum / d)
			}
		}
		return m
	}
}
