package figure

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/text"
)

// An axis is one side of a chart.
type axis struct {
	label    string
	min, max float64
	log      bool
	least    float64  // the least value shown; a logarithmic axis needs it to be positive
	names    []string // written at 0, 1, 2, … instead of numbers
	hidden   bool     // without ticks
}

// useLog makes the axis logarithmic.
func (a *axis) useLog(name string) error {
	if a.names != nil || a.hidden {
		return errors.New("that axis has no numbers")
	}
	if a.least <= 0 {
		return fmt.Errorf("the least %s is %g: a logarithmic axis shows positive numbers only", name, a.least)
	}
	a.log = true
	// A margin in the logarithm, as the linear axis has one.
	low, high := grow(math.Log(a.least), math.Log(a.max), 0.04)
	a.min, a.max = math.Exp(low), math.Exp(high)
	return nil
}

// apply gives gonum's axis the look and the range of a.
func (a axis) apply(to *plot.Axis) {
	to.Min, to.Max = a.min, a.max
	to.Label.Text = a.label
	restyle(&to.Label.TextStyle, style(labelSize, ink))
	to.Label.Padding = 5
	restyle(&to.Tick.Label, style(tickSize, faint))
	to.Tick.LineStyle.Color, to.Tick.LineStyle.Width = faint, 0.75
	to.Tick.Length = 5
	to.LineStyle.Color, to.LineStyle.Width = faint, 0.75
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
	ticks := plot.DefaultTicks{}.Ticks(low, high)
	spare := func(t plot.Tick) bool {
		return t.IsMinor() || strings.HasSuffix(t.Label, "0") && strings.Contains(t.Label, ".") && !strings.Contains(t.Label, "e")
	}
	for !slices.ContainsFunc(ticks, func(t plot.Tick) bool { return !spare(t) }) {
		for i := range ticks {
			ticks[i].Label = strings.TrimSuffix(strings.TrimSuffix(ticks[i].Label, "0"), ".")
		}
	}
	for i := range ticks {
		ticks[i].Label = readable(ticks[i].Label)
	}
	return ticks
}

// logTicks writes 1, 2, 5, 10, …, more of them over a short range, and powers of ten over a long one.
func logTicks(low, high float64) []plot.Tick {
	labelled := []int{1, 2, 5}
	switch {
	case high/low < 2:
		return linearTicks(low, high)
	case high/low > 300:
		labelled = labelled[:1]
	case high/low < 6:
		labelled = []int{1, 2, 3, 4, 5, 7}
	}
	var ticks []plot.Tick
	for e := math.Floor(math.Log10(low)); math.Pow(10, e) <= high; e++ {
		for digit := 1; digit < 10; digit++ {
			v := float64(digit) * math.Pow(10, e)
			if v < low || v > high {
				continue
			}
			tick := plot.Tick{Value: v}
			if slices.Contains(labelled, digit) {
				tick.Label = readable(strconv.FormatFloat(v, 'g', 3, 64))
			}
			ticks = append(ticks, tick)
		}
	}
	return ticks
}

// readable writes the number in s for readers: "−2", "20,000".
func readable(s string) string {
	sign := ""
	if strings.HasPrefix(s, "-") {
		sign, s = "−", s[1:]
		if strings.Trim(s, "0.") == "" {
			sign = ""
		}
	}
	whole, rest := s, ""
	if i := strings.IndexAny(s, ".e"); i >= 0 {
		whole, rest = s[:i], s[i:]
	}
	if strings.Contains(rest, "e") {
		return sign + s
	}
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	return sign + whole + rest
}
