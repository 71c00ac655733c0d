package figure

import (
	"fmt"
	"slices"

	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"latentlab/pkg/figure/paint"
)

// A key is the legend entry of a curve, a contour, a path: its name and a sample of it.
type key struct {
	name   string
	wide   vg.Length // of the sample
	sample func(c draw.Canvas, from, to vg.Point)
}

const (
	lineWide = 40 // points, the width of a line's sample
	markWide = 16 // of a marker's
	keyGap   = 6  // between sample and name
	keySpace = 20 // between a name and the next key
)

func keyText() text.Style { return paint.Style(paint.TickSize, paint.Ink) }

// keyRows breaks the legend above the panel into rows that fit the chart. On a chart with a colour bar, which takes
// the place on the right, the labels come first.
func (c chart) keyRows() [][]key {
	keys := c.keys
	if c.scale != nil {
		var labels []key
		for _, label := range c.classes {
			labels = append(labels, key{fmt.Sprintf("%s %d", classHeading, label), markWide, classSample(label)})
		}
		keys = slices.Concat(labels, keys)
	}
	var rows [][]key
	x := vg.Length(0)
	for _, k := range keys {
		wide := k.width()
		if len(rows) == 0 || x+wide > c.wide {
			rows = append(rows, nil)
			x = 0
		}
		rows[len(rows)-1] = append(rows[len(rows)-1], k)
		x += wide + keySpace
	}
	return rows
}

func (k key) width() vg.Length { return k.wide + keyGap + paint.Width(keyText(), k.name) }

// keysHeight returns the room that the legend takes above the panel.
func (c chart) keysHeight() vg.Length {
	rows := c.keyRows()
	if len(rows) == 0 {
		return 0
	}
	return vg.Length(len(rows))*1.5*paint.TickSize + 0.8*paint.TickSize
}

// drawKeys writes the legend along the top of the canvas.
func (c chart) drawKeys(canvas draw.Canvas) {
	for i, row := range c.keyRows() {
		x, y := canvas.Min.X, canvas.Max.Y-vg.Length(i+1)*1.5*paint.TickSize+0.3*paint.TickSize
		for _, k := range row {
			middle := y + 0.35*paint.TickSize
			k.sample(canvas, vg.Point{X: x, Y: middle}, vg.Point{X: x + k.wide, Y: middle})
			paint.Write(canvas, keyText(), x+k.wide+keyGap, y, paint.Left, k.name)
			x += k.width() + keySpace
		}
	}
}

// lineSample draws a line as the sample of a key.
func lineSample(s draw.LineStyle) func(c draw.Canvas, from, to vg.Point) {
	return func(c draw.Canvas, from, to vg.Point) { c.StrokeLine2(s, from.X, from.Y, to.X, to.Y) }
}

// classSample draws a label's marker as the sample of a key.
func classSample(label int) func(c draw.Canvas, from, to vg.Point) {
	return func(c draw.Canvas, from, to vg.Point) {
		paint.ClassMarker(label).Fill(c, vg.Point{X: to.X - 8, Y: to.Y}, 5.5, 0, paint.ClassColor(label))
	}
}

const (
	classHeading = "digit"
	classMark    = 22 // points from the left of a marker to its label
)

// drawClasses writes the legend of the labels from the top of c downwards.
func drawClasses(c draw.Canvas, classes []int) {
	y := c.Max.Y - paint.TickSize
	paint.Write(c, paint.Style(paint.TickSize, paint.Faint), c.Min.X, y, paint.Left, classHeading)
	text := paint.Style(paint.LabelSize, paint.Ink)
	for _, label := range classes {
		y -= 1.5 * paint.LabelSize
		paint.ClassMarker(label).Fill(c, vg.Point{X: c.Min.X + 8, Y: y + 0.36*paint.LabelSize}, 5.5, 0, paint.ClassColor(label))
		paint.Write(c, text, c.Min.X+classMark, y, paint.Left, fmt.Sprint(label))
	}
}

// classesOf returns the labels that occur, in order.
func classesOf(labels []int) []int { return slices.Compact(slices.Sorted(slices.Values(labels))) }
