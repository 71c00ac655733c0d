package figure

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

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

// linearTicks are gonum's, without decimals that are 0 in all of them, and written for readers.
func linearTicks(low, high float64) []plot.Tick {
	// gonum's labelling loops for ever near 1e308, and writes 0 for what is below 1e-6: numbers of unusual size it gets
	// without their power of ten.
	unit, power := 1.0, ""
	if size := max(math.Abs(low), math.Abs(high)); size >= 1e9 || size < 1e-5 {
		exponent := int(math.Floor(math.Log10(size)))
		unit, power = math.Pow10(exponent), fmt.Sprintf("e%+03d", exponent)
	}
	ticks := plot.DefaultTicks{}.Ticks(low/unit, high/unit)
	spare := func(t plot.Tick) bool {
		return t.IsMinor() || strings.HasSuffix(t.Label, "0") && strings.Contains(t.Label, ".") && !strings.Contains(t.Label, "e")
	}
	for !slices.ContainsFunc(ticks, func(t plot.Tick) bool { return !spare(t) }) {
		for i := range ticks {
			ticks[i].Label = strings.TrimSuffix(strings.TrimSuffix(ticks[i].Label, "0"), ".")
		}
	}
	for i := range ticks {
		ticks[i].Value *= unit
		if zero := strings.Trim(ticks[i].Label, "-0.") == ""; !zero {
			ticks[i].Label += power
		}
		ticks[i].Label = readable(ticks[i].Label)
	}
	return ticks
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
