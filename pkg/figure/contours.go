package figure

import (
	"cmp"
	"slices"

	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg/draw"
	"latentlab/pkg/figure/paint"
	"latentlab/pkg/plane"
)

// contourShares are the shares of a density's mass that its contours enclose.
var contourShares = []float64{0.5, 0.8, 0.95}

var contourLine = draw.LineStyle{Color: paint.Ink, Width: 1.6}

// Contours draws the curves of equal density that enclose 50, 80 and 95 % of its mass on the plane (the regions of
// highest density; Hyndman 1996, "Computing and graphing highest density regions"). The density need not be
// normalised. The figure that it is drawn in panics where the density is negative, not finite, or zero everywhere.
func Contours(name string, density func(x, y float64) float64) Layer {
	const what = "Contours"
	checkLine(what, name)
	checkField(what, density)
	return Layer{extent: plane.Empty(), add: func(c *chart, span plane.Span) {
		g := sample(what, density, span, 120, 90)
		levels := massLevels(what, g.values, contourShares)
		// Halo below, line above: the contours stay visible over points and dark maps alike.
		for _, line := range []draw.LineStyle{{Color: paint.Alpha(paint.Paper, 0.8), Width: 4}, contourLine} {
			contour := plotter.NewContour(g, slices.Clone(levels), nil)
			contour.LineStyles = []draw.LineStyle{line}
			c.plotters = append(c.plotters, contour)
		}
		c.shows = append(c.shows, "contours of "+name+" around 50, 80, 95 % of its mass")
		c.keys = append(c.keys, key{name + ": 50, 80, 95 % of its mass", lineWide, lineSample(contourLine)})
	}}
}

// massLevels returns the heights above which the shares of the values' sum lie, in ascending order.
func massLevels(what string, values []float64, shares []float64) []float64 {
	sorted := slices.Clone(values)
	slices.SortFunc(sorted, func(a, b float64) int { return cmp.Compare(b, a) })
	if least := sorted[len(sorted)-1]; least < 0 {
		wrong(what, "the density has the value %g: want at least 0", least)
	}
	total := 0.0
	for _, v := range sorted {
		total += v
	}
	if total == 0 {
		wrong(what, "the density is zero all over the plane that is drawn: draw it where the codes are")
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
	return slices.Compact(levels)
}
