// Package progress says how far a training is, as a value that any reader can show: a terminal here, a notebook in
// package figure.
package progress

import (
	"fmt"
	"io"
	"math"
	"strings"
	"time"
	"unicode/utf8"
)

// A Series is a loss over the steps of a training.
type Series struct {
	Name   string    // such as "mse"
	Values []float32 // one a step; not to be changed
}

// Loss returns the mean of the last values, at most 50 of them, because a single batch's jumps; 0 before the first.
func (s Series) Loss() float64 {
	last := s.Values[max(0, len(s.Values)-50):]
	var sum float64
	for _, l := range last {
		sum += float64(l)
	}
	return sum / float64(max(len(last), 1))
}

// String says name and loss: "mse 0.0351".
func (s Series) String() string { return s.Name + " " + threeDigits(s.Loss()) }

// threeDigits writes three significant digits, and all that stand before the point: 0.0351, 1.20, 1250.
func threeDigits(v float64) string {
	a := math.Abs(v)
	if a != 0 && a < 1e-6 || a >= 1e9 || math.IsNaN(v) {
		return fmt.Sprintf("%.3g", v)
	}
	decimals := 2
	if a > 0 {
		decimals = max(0, 2-int(math.Floor(math.Log10(a))))
	}
	return fmt.Sprintf("%.*f", decimals, v)
}

// A Report is the progress of a training.
type Report struct {
	Step, Steps int
	Losses      []Series      // of each step done; not to be changed
	PerSecond   float64       // steps a second, without the first call, which compiles; 0 until there are others
	Left        time.Duration // until the last step, at that speed
	Note        string        // one sentence to show above the bar; "" for none
}

// Done returns the share of the steps that are done, from 0 to 1.
func (r Report) Done() float64 {
	return min(max(float64(r.Step)/float64(max(r.Steps, 1)), 0), 1)
}

// String says it in one line, without the note: "step 1200 of 2500 · 412 steps/s · mse 0.0351 · 3 s left".
func (r Report) String() string {
	parts := []string{fmt.Sprintf("step %d of %d", r.Step, r.Steps)}
	if r.PerSecond > 0 {
		parts = append(parts, fmt.Sprintf("%.0f steps/s", r.PerSecond))
	}
	for _, s := range r.Losses {
		parts = append(parts, s.String())
	}
	if r.Step < r.Steps && r.PerSecond > 0 {
		parts = append(parts, fmt.Sprintf("%.0f s left", r.Left.Seconds()))
	}
	return strings.Join(parts, " · ")
}

// barWidth is the length of a terminal's bar in characters.
const barWidth = 24

// Starting is what is shown of a training before its first report, which comes with the first step: before it the engine compiles.
const Starting = "compiling the network …"

// Terminal returns a function that shows each report as a bar on one line of w, which must be a terminal, and a note that
// is new on a line above it.
func Terminal(w io.Writer) func(Report) {
	noted := ""
	return func(r Report) {
		note, end := "", ""
		if r.Note != noted && r.Note != "" {
			note = r.Note + "\x1b[K\n"
		}
		noted = r.Note
		if r.Step == r.Steps {
			end = "\n"
		}
		full := int(r.Done() * barWidth)
		// ESC [K clears what a longer line has left behind.
		fmt.Fprintf(w, "\r%s%s%s %s\x1b[K%s", note, strings.Repeat("█", full), strings.Repeat("░", barWidth-full), r, end)
	}
}

// Line returns a function that shows each report as text on one line of w, which begins with a name and stays when the last step
// is done: for one of several trainings that a cell compares. Until the first report it says Starting there.
func Line(w io.Writer, name string) func(Report) {
	start := name + ": " + Starting
	fmt.Fprint(w, start)
	width := utf8.RuneCountInString(start)
	return func(r Report) {
		line, end := name+": "+r.String(), ""
		if r.Step == r.Steps {
			end = "\n"
		}
		// Spaces hide what a longer line has left behind: a notebook knows no ESC [K.
		fmt.Fprintf(w, "\r%-*s%s", width, line, end)
		width = utf8.RuneCountInString(line)
	}
}
