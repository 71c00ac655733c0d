package lecture

import (
	"fmt"
	"slices"

	"latentlab/pkg/digits"
	"latentlab/pkg/figure/paint"
	"latentlab/pkg/settings"
)

// own is what notebooks/lecture.yaml says, or what the lecture has without that file.
var own = settle()

// What a lecture that is one's own may have otherwise.
var (
	Only   = own.Digits // the digits of the lecture, few enough that two latent dimensions can hold them: 1, 5 and 6
	Steps  = own.Steps  // of the training of the autoencoder and of the VAE: 2,500
	Latent = own.Latent // numbers in the autoencoder's code: 2, with which its latent space is a plane
)

// settle reads the file and gives figures their colours. A mistake in the file is told by digits.Load, without which no cell has
// anything to show.
func settle() settings.Settings {
	s, _ := settings.Read()
	colors := s.Palette.Colors
	if s.Palette.Name != "" {
		colors = paint.Palette(s.Palette.Name)
	}
	paint.Use(colors, s.Digits)
	return s
}

// Stops returns the places that the walk of notebook 08 goes through: with the means (k × d) of the codes of Only's k digits, each
// of them and the first one again, or those that notebooks/lecture.yaml names. It panics where there is not one mean for each digit
// that the walk goes to.
func Stops(means [][]float32) [][]float32 {
	if len(means) == 0 || len(own.Walk) > 0 && len(means) != len(Only) {
		panic(fmt.Sprintf("lecture: Stops: %d means: want one for each of the digits %v", len(means), Only))
	}
	if len(own.Walk) == 0 {
		return append(slices.Clone(means), means[0])
	}
	var stops [][]float32
	for _, stop := range own.Walk {
		place := stop.Code
		if place == nil {
			place = means[slices.Index(Only, stop.Digit)]
		}
		stops = append(stops, place)
	}
	return stops
}

// The notebooks show and measure so many images.
const (
	leastTrain = 1000
	leastTest  = 500
)

// enough fails where there are fewer images than the notebooks show, which only files of one's own can have.
func enough(x digits.Data) error {
	if x.Test.Len() < leastTest || x.Train.Len() > 0 && x.Train.Len() < leastTrain {
		return fmt.Errorf("lecture: %s has %d images to train on and %d to test: the notebooks want at least %d and %d: choose more digits or other files in notebooks/lecture.yaml",
			x, x.Train.Len(), x.Test.Len(), leastTrain, leastTest)
	}
	return nil
}
