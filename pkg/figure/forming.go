package figure

import (
	"fmt"
	"math"
	"strconv"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"latentlab/pkg/figure/paint"
	"latentlab/pkg/plane"
)

// A Moment is the latent distribution at a step of the training.
type Moment struct {
	Step  int
	Codes [][]float32 // n × 2
}

// forming is a body in which the codes move as training goes on.
type forming struct {
	axes    chart // axes that hold all moments, without points
	moments []Moment
	labels  []int
}

// Forming animates how the latent space forms during training: the codes (n × 2) of the same images, step after step,
// coloured and shaped by their labels; labels may be nil. The axes stay where they are. It panics without moments and with
// more than 500, on codes that are not finite, and where the numbers of codes or labels differ.
func Forming(labels []int, moments ...Moment) Picture {
	const what = "Forming"
	checkCount(what, len(moments), "moments", mostSteps)
	all := plane.Empty()
	for _, m := range moments {
		if len(m.Codes) != len(moments[0].Codes) {
			wrong(what, "%d codes at step %d, %d at step %d", len(m.Codes), m.Step, len(moments[0].Codes), moments[0].Step)
		}
		checkCodes(fmt.Sprintf("%s: step %d", what, m.Step), m.Codes, mostPoints)
		all = all.Union(plane.Extent(m.Codes))
	}
	last := points(what, moments[len(moments)-1].Codes, labels)
	last.extent = all
	c := layered(what, nil, []Layer{last}).body.(chart)
	c.plotters = nil
	return made(what, forming{c, moments, labels})
}

const stepHeight = 1.6 * paint.LabelSize // of the line that tells the step, above the plane

func (f forming) size() vg.Point { return f.axes.size().Add(vg.Point{Y: stepHeight}) }

func (f forming) steps() int { return len(f.moments) }

func (f forming) draw(c draw.Canvas) {
	f.still(c)
	f.step(c, f.steps()-1)
}

func (f forming) still(c draw.Canvas) {
	c.Max.Y -= stepHeight
	f.axes.draw(c)
}

func (f forming) step(c draw.Canvas, i int) {
	room := c
	room.Max.Y -= stepHeight
	p, _, panel := f.axes.layout(room)
	x, y := toCanvas(&panel, p)
	paint.Write(c, paint.Style(paint.LabelSize, paint.Ink), panel.Min.X, c.Max.Y-paint.LabelSize, paint.Left, "step "+readable(strconv.Itoa(f.moments[i].Step)))
	drawPoints(c, f.moments[i].Codes, f.labels, wholly(x), wholly(y))
}

// wholly puts what place does on whole points, which are a film's pixels: there markers of a kind are alike, and take less room.
func wholly(place func(float64) vg.Length) func(float64) vg.Length {
	return func(v float64) vg.Length { return vg.Length(math.Round(place(v).Points())) }
}
