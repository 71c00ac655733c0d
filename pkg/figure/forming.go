package figure

import (
	"errors"
	"fmt"
	"strconv"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// A Moment is the latent distribution at a step of the training.
type Moment struct {
	Step  int
	Codes [][]float32 // n × 2
}

// forming is a body in which the codes move as training goes on.
type forming struct {
	plane   chart // axes that hold all moments, without points
	moments []Moment
	labels  []int
}

// Forming animates how the latent space forms during training: the codes (n × 2) of the same images, step after step,
// coloured and shaped by their labels; labels may be nil. The axes stay where they are. It fails without moments, on
// codes that are not finite, and where the numbers of codes or labels differ.
func Forming(labels []int, moments ...Moment) Picture {
	const kind = "forming"
	if len(moments) == 0 {
		return failed(kind, errors.New("no moments: want at least one"))
	}
	var layers []Layer
	for _, m := range moments {
		if len(m.Codes) != len(moments[0].Codes) {
			return failed(kind, fmt.Errorf("%d codes at step %d, %d at step %d",
				len(m.Codes), m.Step, len(moments[0].Codes), moments[0].Step))
		}
		points := Points(m.Codes, labels)
		if points.err != nil {
			return failed(kind, fmt.Errorf("step %d: %w", m.Step, points.err))
		}
		layers = append(layers, points)
	}
	p := plane(kind, nil, layers)
	if p.err != nil {
		return p
	}
	c := p.body.(chart)
	c.plotters = nil
	return Picture{body: forming{c, moments, labels}}
}

const stepHeight = 1.6 * labelSize // of the line that tells the step, above the plane

func (f forming) size() vg.Point { return f.plane.size().Add(vg.Point{Y: stepHeight}) }

func (f forming) steps() int { return len(f.moments) }

func (f forming) draw(c draw.Canvas) {
	f.still(c)
	f.step(c, f.steps()-1)
}

func (f forming) still(c draw.Canvas) {
	c.Max.Y -= stepHeight
	f.plane.draw(c)
}

func (f forming) step(c draw.Canvas, i int) {
	plane := c
	plane.Max.Y -= stepHeight
	p, _, panel := f.plane.layout(plane)
	x, y := toCanvas(&panel, p)
	write(c, style(labelSize, ink), panel.Min.X, c.Max.Y-labelSize, left, "step "+readable(strconv.Itoa(f.moments[i].Step)))
	drawPoints(c, f.moments[i].Codes, f.labels, x, y)
}
