package figure

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg/draw"
)

// contourShares are the shares of a density's mass that its contours enclose.
var contourShares = []float64{0.5, 0.8, 0.95}

var contourLine = draw.LineStyle{Color: ink, Width: 1.6}

// Contours draws the curves of equal density that enclose 50, 80 and 95 % of its mass on the plane (the regions of
// highest density; Hyndman 1996, "Computing and graphing highest density regions"). The density need not be
// normalised. It fails where the density is negative, not finite, or zero everywhere.
func Contours(name string, density Field) Layer {
	return Layer{kind: "contours", extent: emptySpan, err: drawable(name), add: func(c *chart, span Span) error {
		g, err := sample(density, span, 120, 90)
		if err != nil {
			return err
		}
		levels, err := massLevels(g.values, contourShares)
		if err != nil {
			return err
		}
		// Halo below, line above: the contours stay visible over points and dark maps alike.
		for _, line := range []draw.LineStyle{{Color: alpha(paper, 0.8), Width: 4}, contourLine} {
			contour := plotter.NewContour(g, slices.Clone(levels), nil)
			contour.LineStyles = []draw.LineStyle{line}
			c.plotters = append(c.plotters, contour)
		}
		c.shows = append(c.shows, "contours of "+name+" around 50, 80, 95 % of its mass")
		c.keys = append(c.keys, key{name + ": 50, 80, 95 % of its mass", lineWide, lineSample(contourLine)})
		return nil
	}}
}

// massLevels returns the heights above which the shares of the values' sum lie, in ascending order.
func massLevels(values []float64, shares []float64) ([]float64, error) {
	sorted := slices.Clone(values)
	slices.SortFunc(sorted, func(a, b float64) int { return cmp.Compare(b, a) })
	if least := sorted[len(sorted)-1]; least < 0 {
		return nil, fmt.Errorf("the density has the value %g: want at least 0", least)
	}
	total := 0.0
	for _, v := range sorted {
		total += v
	}
	if total == 0 {
		return nil, errors.New("the density is zero all over the plane that is drawn")
	}
	var levels []float64
	mass, i := 0.0, 0
	for _, share := range shares {
		for ; mass < share*total && i < len(sorted); i++ {
			mass += sorted[i]
		}
		levels = append(levels, sorted[i-1])
	}
	slices.Sort(levels)
	return slices.Compact(levels), nil
}
