package figure

import (
	"fmt"
	"math"
	"slices"
	"strconv"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/text"
	"latentlab/pkg/figure/paint"
	"latentlab/pkg/plane"
)

// An axis is one side of a chart.
type axis struct {
	label    string
	min, max float64
	log      bool
	least    float64  // the least value shown; a logarithmic axis needs it to be positive
	names    []string // written at 0, 1, 2, … instead of numbers
	hidden   bool     // without ticks
	image    bool     // an image lies along it
}

// useLog makes the axis logarithmic for a method, which calls its numbers name.
func (a *axis) useLog(method, name string) {
	switch {
	case a.names != nil || a.hidden:
		wrong(method, "that axis has no numbers")
	case a.image:
		wrong(method, "an image lies along that axis, which has no logarithm: draw another figure of it")
	case a.least < 1/mostShown:
		wrong(method, "the least %s is %g: a logarithmic axis shows positive numbers only, from %g", name, a.least, 1/mostShown)
	}
	a.log = true
	// A margin in the logarithm, as the linear axis has one.
	low, high := plane.Grow(math.Log(a.least), math.Log(a.max), 0.04)
	a.min, a.max = math.Exp(low), math.Exp(high)
}

// apply gives gonum's axis the look and the range of a.
func (a axis) apply(to *plot.Axis) {
	to.Min, to.Max = a.min, a.max
	to.Label.Text = a.label
	restyle(&to.Label.TextStyle, paint.Style(paint.LabelSize, paint.Ink))
	to.Label.Padding = 5
	restyle(&to.Tick.Label, paint.Style(paint.TickSize, paint.Faint))
	to.Tick.LineStyle.Color, to.Tick.LineStyle.Width = paint.Faint, 0.75
	to.Tick.Length = 5
	to.LineStyle.Color, to.LineStyle.Width = paint.Faint, 0.75
	to.Padding = 0
	switch {
	case a.hidden:
		to.Tick.Marker = plot.ConstantTicks(nil)
		to.LineStyle.Width = 0
	case a.names != nil:
		var ticks plot.ConstantTicks
		for i, name := range a.names {
			ticks = append(ticks, plot.Tick{Value: float64(i), Label: name})
		}
		to.Tick.Marker = ticks
		to.Tick.Length = 0
		to.LineStyle.Width = 0 // names stand beside a line of their own, at 0
	case a.log:
		to.Scale = plot.LogScale{}
		to.Tick.Marker = plot.TickerFunc(logTicks)
	default:
		to.Tick.Marker = plot.TickerFunc(linearTicks)
	}
}

// restyle gives s the font and the colour of like and keeps its alignment.
func restyle(s *text.Style, like text.Style) {
	s.Font, s.Color, s.Handler = like.Font, like.Color, like.Handler
}

// mostNumbers is how many numbers a linear axis has at most.
const mostNumbers = 7

// linearTicks are at the multiples of a round step, so that 0 is one of them, with smaller ones in between. gonum's own
// (Talbot, Lin and Hanrahan 2010) may write −2.5, 2.5 and 7.5.
func linearTicks(low, high float64) []plot.Tick {
	// Numbers of unusual size are written with their power of ten.
	unit, power := 1.0, ""
	if size := max(math.Abs(low), math.Abs(high)); size >= 1e9 || size < 1e-5 {
		exponent := int(math.Floor(math.Log10(size)))
		unit, power = math.Pow10(exponent), fmt.Sprintf("e%+03d", exponent)
	}
	low, high = low/unit, high/unit
	step, parts, decimals := roundStep((high - low) / (mostNumbers - 0.5))
	first := math.Ceil(low/step*parts - 1e-9)
	var ticks []plot.Tick
	for n := range mostNumbers * int(parts) {
		i := first + float64(n)
		v := i / parts * step
		if v > high+1e-9*step {
			break
		}
		tick := plot.Tick{Value: v * unit}
		if math.Mod(i, parts) == 0 {
			tick.Label = strconv.FormatFloat(v, 'f', decimals, 64)
			if v != 0 {
				tick.Label += power
			}
			tick.Label = readable(tick.Label)
		}
		ticks = append(ticks, tick)
	}
	return ticks
}

// roundStep returns the next of 1, 2, 5, 10, … that is not below least, in how many parts smaller ticks divide it, and the
// decimals that its multiples need.
func roundStep(least float64) (step, parts float64, decimals int) {
	exponent := int(math.Floor(math.Log10(least)))
	for _, s := range []struct {
		leading, parts float64
	}{{1, 5}, {2, 4}, {5, 5}} {
		if step := s.leading * math.Pow10(exponent); step >= least {
			return step, s.parts, max(0, -exponent)
		}
	}
	return math.Pow10(exponent + 1), 5, max(0, -exponent-1)
}

// logTicks writes 1, 2, 5, 10, …, more of them over a short range, and powers of ten over a long one, at most about a dozen.
func logTicks(low, high float64) []plot.Tick {
	labelled, every := []int{1, 2, 5}, 1
	switch {
	case high/low < 2:
		return linearTicks(low, high)
	case high/low > 300:
		labelled = labelled[:1]
		every = 1 + int(math.Log10(high/low))/12
	case high/low < 6:
		labelled = []int{1, 2, 3, 4, 5, 7}
	}
	var ticks []plot.Tick
	for e := int(math.Floor(math.Log10(low))); math.Pow10(e) <= high; e++ {
		for digit := 1; digit < 10; digit++ {
			v := float64(digit) * math.Pow(10, float64(e))
			if v < low || v > high {
				continue
			}
			tick := plot.Tick{Value: v}
			if slices.Contains(labelled, digit) && e%every == 0 {
				tick.Label = readable(strconv.FormatFloat(v, 'g', 3, 64))
			}
			ticks = append(ticks, tick)
		}
	}
	return ticks
}
