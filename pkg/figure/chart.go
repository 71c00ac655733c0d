package figure

import (
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"latentlab/pkg/figure/paint"
)

// Sizes of figures in points; in a notebook a point is shown as a pixel, drawn with two by two.
const (
	figureWidth = 640
	chartHeight = 420
	besideWidth = 460 // of a chart that stands beside another

	// A latent plane is nearly square, and a unit is as long on one axis as on the other unless that would leave
	// more than half of it empty: there a circle is a circle, and distances can be seen.
	planeWidth, planeHeight = 560, 440
	planeAspect             = 0.87
	mostUneven              = 2
)

// A chart is a body with two axes and drawings over each other between them.
type chart struct {
	wide, high vg.Length
	x, y       axis
	aspect     float64 // the panel's height in units of its width; 0 for what fits best
	bare       bool    // nothing but data in the panel, no grid
	plotters   []plot.Plotter
	keys       []key  // named in a row above the panel
	classes    []int  // labels named in a column on its right
	scale      *scale // colour bar on its right
	pointed    *pointed
	shows      []string // in words, for Alt
}

// size returns the chart's size, less what a panel of a given aspect leaves free of it.
func (c chart) size() vg.Point {
	all := vg.Rectangle{Max: vg.Point{X: c.wide, Y: c.high}}
	_, room, _ := c.layout(draw.Canvas{Rectangle: all})
	return vg.Point{X: room.Max.X + c.sideWidth(), Y: c.high - room.Min.Y}
}

func (c chart) draw(canvas draw.Canvas) {
	p, room, panel := c.layout(canvas)
	c.drawKeys(canvas)
	p.Draw(room)
	side := canvas
	side.Min.X, side.Min.Y, side.Max.Y = panel.Max.X+sideGap, panel.Min.Y, panel.Max.Y
	switch {
	case c.scale != nil:
		c.scale.draw(side)
	case len(c.classes) > 0:
		drawClasses(side, c.classes)
	}
}

// layout returns the plot, the room for it with its axes, and the panel between these.
func (c chart) layout(canvas draw.Canvas) (p *plot.Plot, room, panel draw.Canvas) {
	p = c.plot()
	room = canvas
	room.Max.Y -= c.keysHeight()
	room.Max.X -= c.sideWidth()
	panel = p.DataCanvas(room)
	if aspect := vg.Length(c.aspect); aspect > 0 {
		size := panel.Size()
		room.Max.X -= max(0, size.X-size.Y/aspect)
		room.Min.Y += max(0, size.Y-size.X*aspect)
		panel = p.DataCanvas(room)
	}
	return p, room, panel
}

// plot returns the axes with everything between them.
func (c chart) plot() *plot.Plot {
	p := plot.New()
	p.BackgroundColor = nil
	c.x.apply(&p.X)
	c.y.apply(&p.Y)
	if !c.bare {
		grid := plotter.NewGrid()
		grid.Vertical = draw.LineStyle{Color: paint.Rule, Width: 0.75}
		grid.Horizontal = grid.Vertical
		p.Add(grid)
	}
	p.Add(c.plotters...)
	// Add widens the axes to what plotters of gonum's say they show; the chart has chosen its own range.
	p.X.Min, p.X.Max = c.x.min, c.x.max
	p.Y.Min, p.Y.Max = c.y.min, c.y.max
	return p
}

const sideGap = 14 // points between the panel and what stands on its right

// sideWidth returns the room that the legend or the colour bar needs on the right.
func (c chart) sideWidth() vg.Length {
	switch {
	case c.scale != nil:
		return sideGap + c.scale.width()
	case len(c.classes) > 0:
		return sideGap + max(classMark+paint.Width(paint.Style(paint.LabelSize, paint.Ink), "0"), paint.Width(paint.Style(paint.TickSize, paint.Faint), classHeading))
	}
	return 0
}
