package figure

import "fmt"

// Gallery draws images (n × 784, pixels in [0, 1]) in rows of columns, each with a note below it where there are
// notes. It fails on images that are not square or not of one size, and on another number of notes than images.
func Gallery(images [][]float32, columns int, notes ...string) Picture {
	const kind = "gallery"
	side, err := checkImages(images)
	if err != nil {
		return failed(kind, err)
	}
	if columns < 1 {
		return failed(kind, fmt.Errorf("%d columns, want at least 1", columns))
	}
	if err := checkNotes(notes, len(images)); err != nil {
		return failed(kind, err)
	}
	return Picture{body: newMosaic(side, min(columns, len(images)), chunks(images, notes, columns))}
}

// Pairs draws every input (n × 784) above its reconstruction, ten pairs to a row, each with a note such as its error
// below it. It fails on images that are not square or not of one size, and where the numbers differ.
func Pairs(inputs, reconstructions [][]float32, notes ...string) Picture {
	const kind, columns = "pairs", 10
	if len(inputs) != len(reconstructions) {
		return failed(kind, fmt.Errorf("%d inputs and %d reconstructions", len(inputs), len(reconstructions)))
	}
	side, err := checkImages(append(inputs[:len(inputs):len(inputs)], reconstructions...))
	if err != nil {
		return failed(kind, err)
	}
	if err := checkNotes(notes, len(inputs)); err != nil {
		return failed(kind, err)
	}
	var bands []band
	below := chunks(reconstructions, notes, columns)
	for i, above := range chunks(inputs, nil, columns) {
		above.name, above.above = "x", blockGap
		below[i].name, below[i].above = "x̂ = g(f(x))", tileGap
		bands = append(bands, above, below[i])
	}
	bands[0].above = 0
	return Picture{body: newMosaic(side, min(columns, len(inputs)), bands)}
}

// A Row is a line of images with its name on the left and, where there are notes, a note below each image.
type Row struct {
	Name   string
	Images [][]float32 // n × 784
	Notes  []string    // n, or none
}

// Rows draws rows of images below each other, such as a line of pixels above a line of codes between the same two
// images. It fails on images that are not square or not of one size, and on notes that do not match their images.
func Rows(rows ...Row) Picture {
	const kind = "rows"
	var all [][]float32
	var bands []band
	columns := 1
	for _, r := range rows {
		if err := checkNotes(r.Notes, len(r.Images)); err != nil {
			return failed(kind, fmt.Errorf("row %q: %w", r.Name, err))
		}
		if err := drawable(r.Name); err != nil {
			return failed(kind, err)
		}
		all = append(all, r.Images...)
		columns = max(columns, len(r.Images))
		bands = append(bands, band{name: r.Name, images: r.Images, notes: r.Notes, above: bandGap})
	}
	side, err := checkImages(all)
	if err != nil {
		return failed(kind, err)
	}
	bands[0].above = 0
	return Picture{body: newMosaic(side, columns, bands)}
}
