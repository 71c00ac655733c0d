package figure

import (
	"fmt"
	"slices"
)

// Gallery draws images (n × 784, pixels in [0, 1]) in rows of columns, each with a note below it where there are
// notes. It panics on images that are not square or not of one size, and on another number of notes than images.
func Gallery(images [][]float32, columns int, notes ...string) Picture {
	const what = "Gallery"
	side := checkImages(what, images)
	if columns < 1 {
		wrong(what, "%d columns, want at least 1", columns)
	}
	checkNotes(what, notes, len(images))
	return made(what, newMosaic(side, min(columns, len(images)), chunks(images, notes, columns)))
}

// Pairs draws every input (n × 784) above its reconstruction, ten pairs to a row, each with a note such as its error
// below it. It panics on images that are not square or not of one size, and where the numbers differ.
func Pairs(inputs, reconstructions [][]float32, notes ...string) Picture {
	const what, columns = "Pairs", 10
	if len(inputs) != len(reconstructions) {
		wrong(what, "%d inputs and %d reconstructions", len(inputs), len(reconstructions))
	}
	side := checkImages(what, slices.Concat(inputs, reconstructions))
	checkNotes(what, notes, len(inputs))
	var bands []band
	below := chunks(reconstructions, notes, columns)
	for i, above := range chunks(inputs, nil, columns) {
		above.name, above.above = "x", blockGap
		below[i].name, below[i].above = "x̂ = g(f(x))", tileGap
		bands = append(bands, above, below[i])
	}
	bands[0].above = 0
	return made(what, newMosaic(side, min(columns, len(inputs)), bands))
}

// A Row is a line of images with its name on the left and, where there are notes, a note below each image.
type Row struct {
	Name   string
	Images [][]float32 // n × 784
	Notes  []string    // n, or none
}

// Rows draws rows of images below each other, such as a line of pixels above a line of codes between the same two
// images. It panics without images, on images that are not square or not of one size, and on notes that do not match
// their images.
func Rows(rows ...Row) Picture {
	const what = "Rows"
	checkMost(what, len(rows), "rows", mostImages)
	var all [][]float32
	var bands []band
	columns := 1
	for _, r := range rows {
		checkLine(what, r.Name)
		checkNotes(fmt.Sprintf("%s: row %.60q", what, r.Name), r.Notes, len(r.Images))
		all = append(all, r.Images...)
		columns = max(columns, len(r.Images))
		bands = append(bands, band{name: r.Name, images: r.Images, notes: r.Notes, above: bandGap})
	}
	side := checkImages(what, all)
	bands[0].above = 0
	return made(what, newMosaic(side, columns, bands))
}
