package figure

import (
	"fmt"
	"image/color"
	"math"
	"strconv"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"latentlab/pkg/figure/paint"
)

// A Bar is a named number.
type Bar struct {
	Name   string
	Value  float64
	Spread float64 // half the length of the error bar, such as a standard deviation; 0 for none
}

// Bars draws horizontal bars from 0, the first at the top, each with its number; value names the axis and the unit. It
// panics without bars or with more than fit, on values that are not finite, and on spreads that are negative.
func Bars(value string, bars ...Bar) Picture {
	const what = "Bars"
	checkCount(what, len(bars), "bars", longestSide/barPitch)
	checkLine(what, value)
	names := make([]string, len(bars))
	low, high := 0.0, 0.0
	for i, b := range bars {
		b.check(what)
		names[len(bars)-1-i] = b.Name
		low, high = min(low, b.Value-b.Spread), max(high, b.Value+b.Spread)
	}
	if low == high {
		high = 1
	}
	low, high = roomForNumbers(low, high, bars)
	c := chart{wide: figureWidth, high: 70 + barPitch*vg.Length(len(bars)), bare: true,
		x: axis{label: value, min: low, max: high},
		y: axis{names: names, min: -0.6, max: float64(len(bars)) - 0.4}}
	c.plotters = append(c.plotters, plotFunc(func(canvas draw.Canvas, x, y func(float64) vg.Length) {
		canvas.StrokeLine2(draw.LineStyle{Color: paint.Faint, Width: 0.75}, x(0), canvas.Min.Y, x(0), canvas.Max.Y)
		for i, b := range bars {
			b.draw(canvas, paint.SeriesColor(0), x, y(float64(len(bars)-1-i)))
		}
	}))
	for _, b := range bars {
		c.shows = append(c.shows, fmt.Sprintf("bar %q %s", b.Name, b.number()))
	}
	return made(what, c)
}

// barPitch is the distance from one bar to the next, and widestBarName the room there is for their names, in points.
const barPitch, widestBarName = 40, figureWidth - 200

// check panics where the bar cannot be drawn.
func (b Bar) check(what string) {
	checkLine(what, b.Name)
	for _, v := range []float64{b.Value, b.Spread} {
		if problem := unshown(v); problem != "" {
			wrong(what, "bar %q is %v ± %v, %s", b.Name, b.Value, b.Spread, problem)
		}
	}
	if b.Spread < 0 {
		wrong(what, "bar %q: the spread is %v: want at least 0", b.Name, b.Spread)
	}
	if wide := paint.Width(paint.Style(paint.TickSize, paint.Faint), b.Name); wide > widestBarName {
		wrong(what, "bar %q: the name is %.0f points wide, want at most %d: shorten it", b.Name, wide.Points(), widestBarName)
	}
}

// roomForNumbers widens the axis so that the numbers fit beyond the ends of the bars.
func roomForNumbers(low, high float64, bars []Bar) (float64, float64) {
	names, number := vg.Length(0), vg.Length(0)
	for _, b := range bars {
		names = max(names, paint.Width(paint.Style(paint.TickSize, paint.Faint), b.Name))
		number = max(number, paint.Width(paint.Style(paint.TickSize, paint.Ink), b.number())+2*numberGap)
	}
	share := number.Points() / (figureWidth - names.Points() - 20)
	room := (high - low) * share / max(1-share, 0.2)
	switch {
	case low < 0 && high > 0:
		return low - 2*room, high + 2*room
	case low < 0:
		return low - room, high
	}
	return low, high + room
}

const numberGap = 6 // points between the end of a bar and its number

// draw draws the bar around the height y.
func (b Bar) draw(c draw.Canvas, color color.NRGBA, x func(float64) vg.Length, y vg.Length) {
	const half = 12
	from, to := x(0), x(b.Value)
	c.FillPolygon(color, []vg.Point{{X: from, Y: y - half}, {X: to, Y: y - half}, {X: to, Y: y + half}, {X: from, Y: y + half}})
	end := b.Value
	if b.Spread > 0 {
		low, high := x(b.Value-b.Spread), x(b.Value+b.Spread)
		line := draw.LineStyle{Color: paint.Ink, Width: 1.5}
		c.StrokeLine2(line, low, y, high, y)
		c.StrokeLine2(line, low, y-5, low, y+5)
		c.StrokeLine2(line, high, y-5, high, y+5)
		end += math.Copysign(b.Spread, b.Value)
	}
	text := paint.Style(paint.TickSize, paint.Ink)
	if b.Value < 0 {
		paint.Write(c, text, x(end)-numberGap, y-0.35*paint.TickSize, paint.Right, b.number())
	} else {
		paint.Write(c, text, x(end)+numberGap, y-0.35*paint.TickSize, paint.Left, b.number())
	}
}

// number writes the value with three digits, and its spread with as many decimals.
func (b Bar) number() string {
	if size := max(math.Abs(b.Value), b.Spread); size >= 1e12 || size > 0 && size < 1e-6 {
		if b.Spread > 0 {
			return short(b.Value) + " ± " + short(b.Spread)
		}
		return short(b.Value)
	}
	decimals := 0
	if a := math.Abs(b.Value); a > 0 {
		decimals = min(max(0, 2-int(math.Floor(math.Log10(a)))), 8)
	}
	text := readable(strconv.FormatFloat(b.Value, 'f', decimals, 64))
	if b.Spread > 0 {
		text += " ± " + strconv.FormatFloat(b.Spread, 'f', decimals, 64)
	}
	return text
}
