package latent

import (
	"math"

	"latentlab/pkg/internal/vectors"
)

// lengthSamples is on about how many pieces Length measures a path.
const lengthSamples = 512

// Length returns the length of a path of codes (n × d) in the space of images: how far the decoded image moves, in pixel
// units, while z follows the straight pieces of the path. It adds up the distances between images decoded at about 512
// places along it. It panics on a nil decoder, on fewer than two codes, on codes that are not finite or of different
// lengths, and on a decoder that returns what [Metric] refuses.
func Length(decoder Decoder, path [][]float32) float64 {
	const function = "Length"
	wantDecoder(function, decoder)
	wantRows(function, "code", path)
	if len(path) < 2 {
		refuse(function, "there is only one code: want a path of at least 2")
	}
	return lengthOf(function, decoder, path)
}

// lengthOf is Length for a path that has been checked.
func lengthOf(function string, decoder Decoder, path [][]float32) float64 {
	images := decode(function, decoder, refine(path, lengthSamples))
	length := 0.0
	for i := 1; i < len(images); i++ {
		length += math.Sqrt(vectors.SquaredDistance(images[i-1], images[i]))
	}
	return length
}

// refine returns the path with further points, as many on each of its pieces, so that it has at least that many pieces.
func refine(path [][]float32, pieces int) [][]float32 {
	each := (pieces + len(path) - 2) / (len(path) - 1) // rounded up
	fine := rows((len(path)-1)*each+1, len(path[0]))
	for i := range fine[1:] {
		between(fine[i], path[i/each], path[i/each+1], float64(i%each)/float64(each))
	}
	copy(fine[len(fine)-1], path[len(path)-1])
	return fine
}

// PathConfig says how to look for a path. The zero value suits two latent dimensions.
type PathConfig struct {
	Points int // of the path, its ends included, at most 513; 0 means 33, so that every fourth makes a row of 9
	Steps  int // of descent, at most; 0 means 20. A step that gains less than 0.01 % of the energy is the last.
}

// MetricPath returns a path (Points × d) from code a to code b that follows the decoder's own metric (see [Metric]): it
// looks for the shortest way in the space of images, a geodesic, and takes steps of about the same length there. The
// path is never longer, as [Length] measures it, than the straight line that [Lerp] returns for as many points; where no
// shorter one is found, it is that line. A path that is shorter than all others near it need not be the shortest.
//
// MetricPath minimises the energy Σ‖g(zᵢ₊₁) − g(zᵢ)‖² (Shao, Kumar and Fletcher 2018, algorithm 1), by Gauss–Newton steps
// in place of gradient steps, and with 4 terms to each piece of the path, so that no piece jumps over a ridge. On the
// lecture's decoder (MNIST, 25 pairs of codes) 1 to 9 steps were enough, the paths were 0 to 8 % shorter than straight
// lines, and a search over all of the plane, on a grid, found none that were shorter still. In two latent dimensions it
// calls the decoder at most 2·Steps + 3 times, with about 500 codes or fewer.
//
// It panics where a and b are empty, not finite, beyond half of float32's range or of different lengths, where Points is
// not between 3 and 513 or Steps is below 0, on a nil decoder, and on one that returns what [Metric] refuses.
func MetricPath(decoder Decoder, a, b []float32, config PathConfig) [][]float32 {
	const function = "MetricPath"
	wantDecoder(function, decoder)
	if config.Points == 0 {
		config.Points = 33
	}
	if config.Steps == 0 {
		config.Steps = 20
	}
	// More points would be more than Length looks at.
	wantCount(function, "Points", config.Points, 3, lengthSamples+1, "codes, both ends included")
	wantCount(function, "Steps", config.Steps, 1, math.MaxInt, "step of descent")
	wantEnds(function, a, b, config.Points)
	wantReach(function, [][]float32{a, b})
	return shorten(function, decoder, straight(a, b, config.Points), config.Steps)
}

// shorten returns a path between the ends of a straight one that is not longer.
func shorten(function string, decoder Decoder, line [][]float32, steps int) [][]float32 {
	start, lineLength := evenSteps(function, decoder, line)
	if lineLength == 0 {
		return line
	}
	path := descend(function, decoder, start, steps)
	// Of the paths of one length those with even steps have the least energy, length²/pieces. A path of less energy than the
	// even line is therefore shorter, but for what lies between the samples: hence the length is measured.
	if lengthOf(function, decoder, path) > lineLength {
		return line
	}
	return path
}

// evenSteps moves the points of a line along it until the images at them are evenly spaced, and returns them with the
// line's length in the space of images.
func evenSteps(function string, decoder Decoder, line [][]float32) (even [][]float32, length float64) {
	fine := refine(line, lengthSamples)
	images := decode(function, decoder, fine)
	way := make([]float64, len(fine)) // up to each sample
	for i := 1; i < len(fine); i++ {
		way[i] = way[i-1] + math.Sqrt(vectors.SquaredDistance(images[i-1], images[i]))
	}
	last := len(line) - 1
	length = way[len(way)-1]
	even = rows(len(line), len(line[0]))
	copy(even[0], line[0])
	copy(even[last], line[last])
	at := 1
	for i := 1; i < last; i++ {
		goal := length * float64(i) / float64(last)
		for at < len(way)-1 && way[at] < goal {
			at++
		}
		into := 0.0
		if piece := way[at] - way[at-1]; piece > 0 {
			into = (goal - way[at-1]) / piece
		}
		between(even[i], fine[at-1], fine[at], into)
	}
	return even, length
}
