package latent

import (
	"errors"
	"fmt"
	"math"
)

// lengthSamples is on about how many pieces Length measures a path.
const lengthSamples = 512

// Length returns the length of a path of codes (n × d) in the space of images: how far the decoded image moves, in pixel
// units, while z follows the straight pieces of the path. It adds up the distances between images decoded at about 512
// places along it. It panics on fewer than two codes.
func Length(decoder Decoder, path [][]float32) float64 {
	_, err := width("code", path)
	if err == nil && len(path) < 2 {
		err = errors.New("there is only one code: want a path of at least 2")
	}
	demand("Length", err)
	images := decode(decoder, refine(path, lengthSamples))
	length := 0.0
	for i := 1; i < len(images); i++ {
		length += math.Sqrt(squaredDistance(images[i-1], images[i]))
	}
	return length
}

// refine returns the path with as many further points on each of its pieces as make at least that many pieces in all.
func refine(path [][]float32, pieces int) [][]float32 {
	each := (pieces + len(path) - 2) / (len(path) - 1) // rounded up
	fine := rows((len(path)-1)*each+1, len(path[0]))
	for i := range fine[1:] {
		between(fine[i], path[i/each], path[i/each+1], float64(i%each)/float64(each))
	}
	copy(fine[len(fine)-1], path[len(path)-1])
	return fine
}

// mostPathPoints is how many points a path may have: the decoder gets a few images for each at once.
const mostPathPoints = 2000

// PathConfig says how to look for a path. The zero value suits two latent dimensions.
type PathConfig struct {
	Points int // of the path, its ends included; 0 means 33, so that every fourth makes a row of 9
	Steps  int // of descent, at most; 0 means 20
}

// MetricPath returns a path (Points × d) from code a to code b that follows the decoder's own metric (see [Metric]): it
// looks for the shortest way in the space of images, a geodesic, and takes steps of about the same length there. It
// never comes out longer, as [Length] measures it, than the straight line that Lerp returns for as many points; where it
// finds nothing shorter it returns that line. A path that is shorter than all others near it need not be the shortest.
//
// It makes the energy Σ‖g(zᵢ₊₁) − g(zᵢ)‖² small (Shao, Kumar and Fletcher 2018, algorithm 1), by Gauss–Newton steps in
// place of gradient steps, and with 4 terms to each piece of the path, so that no piece jumps over a ridge. On the
// lecture's decoder (MNIST, 25 pairs of codes) 1 to 9 steps were enough, the paths were 0 to 8 % shorter than straight
// lines, and a search over all of the plane, on a grid, found none that were shorter still. In two latent dimensions it
// calls the decoder at most 2·Steps + 3 times, with about 500 codes or fewer.
//
// It panics where a and b are of different lengths, and where Points is below 3.
func MetricPath(decoder Decoder, a, b []float32, config PathConfig) [][]float32 {
	if config.Points == 0 {
		config.Points = 33
	}
	if config.Steps == 0 {
		config.Steps = 20
	}
	if config.Points < 3 || config.Points > mostPathPoints || config.Steps < 0 {
		panic(fmt.Sprintf("latent: MetricPath: %d points, %d steps: want 3 to %d, and at least 1", config.Points, config.Steps, mostPathPoints))
	}
	demand("MetricPath", ends(a, b, config.Points))
	return shorten(decoder, straight(a, b, config.Points), config.Steps)
}

// shorten returns a path between the ends of a straight one that is not longer.
func shorten(decoder Decoder, line [][]float32, steps int) [][]float32 {
	start, lineLength := evenSteps(decoder, line)
	if lineLength == 0 {
		return line
	}
	path := descend(decoder, start, steps)
	// A path with even steps has the energy length²/pieces and any other one more: less than the even line's is less length,
	// up to what lies between the samples. Hence the length is measured.
	if Length(decoder, path) > lineLength {
		return line
	}
	return path
}

// evenSteps returns the points of a line moved along it so that the images at them are at even distances, and the line's
// length.
func evenSteps(decoder Decoder, line [][]float32) (even [][]float32, length float64) {
	fine := refine(line, lengthSamples)
	images := decode(decoder, fine)
	way := make([]float64, len(fine)) // up to each sample
	for i := 1; i < len(fine); i++ {
		way[i] = way[i-1] + math.Sqrt(squaredDistance(images[i-1], images[i]))
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
