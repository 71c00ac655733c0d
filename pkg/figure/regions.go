package figure

import (
	"fmt"
	"image"
	"image/color"
	"slices"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Regions colours the latent plane, below all other layers, by the label in 0 to 9 that class gives each place, such as
// the label of the nearest code. It fails on other labels.
func Regions(class func(x, y float64) int) Layer {
	return Layer{kind: "regions", extent: emptySpan, below: true, add: func(c *chart, span Span) error {
		img, labels, err := tinted(class, span)
		if err != nil {
			return err
		}
		c.bare = true
		c.shows = append(c.shows, "the plane coloured by class")
		c.classes = classesOf(slices.Concat(labels, c.classes))
		c.plotters = append(c.plotters, plotFunc(func(canvas draw.Canvas, x, y func(float64) vg.Length) {
			canvas.DrawImage(span.onCanvas(x, y), img)
		}))
		return nil
	}}
}

// tinted returns the span coloured by its labels, and the labels that occur. Within the cells of a coarse grid whose
// corners agree it asks for no others: a class that compares with thousands of codes is asked 10 times less often.
func tinted(class func(x, y float64) int, span Span) (*image.RGBA, []int, error) {
	const cols, rows, fine = 100, 75, 6
	img := image.NewRGBA(image.Rect(0, 0, cols*fine, rows*fine))
	var seen [len(classColors)]bool
	label := func(c, r int) (int, error) { // of a corner of the fine grid, from the top left
		x := span.XMin + (span.XMax-span.XMin)*float64(c)/float64(cols*fine)
		y := span.YMax - (span.YMax-span.YMin)*float64(r)/float64(rows*fine)
		l := class(x, y)
		if l < 0 || l >= len(seen) {
			return 0, fmt.Errorf("the label at (%.3g, %.3g) is %d, want 0 to %d", x, y, l, len(seen)-1)
		}
		seen[l] = true
		return l, nil
	}
	var corners [rows + 1][cols + 1]int
	for r := range corners {
		for c := range corners[r] {
			l, err := label(c*fine, r*fine)
			if err != nil {
				return nil, nil, err
			}
			corners[r][c] = l
		}
	}
	for y := range rows * fine {
		for x := range cols * fine {
			r, c := y/fine, x/fine
			l := corners[r][c]
			if l != corners[r][c+1] || l != corners[r+1][c] || l != corners[r+1][c+1] {
				var err error
				if l, err = label(x, y); err != nil {
					return nil, nil, err
				}
			}
			img.SetRGBA(x, y, color.RGBA(mix(paper, classColors[l], 0.28)))
		}
	}
	var labels []int
	for l, s := range seen {
		if s {
			labels = append(labels, l)
		}
	}
	return img, labels, nil
}
