// Package progress says how far a training is, as a value that any reader can show: a terminal here, a notebook in
// package figure.
package progress

import (
	"fmt"
	"io"
	"strings"
	"time"
)

// A Series is one loss of a training, by the name its model gives it.
type Series struct {
	Name   string
	Values []float32 // of each step done; not to be changed
}

// A Report is the progress of a training.
type Report struct {
	Step, Steps int
	Note        string // one sentence to be said above it; empty for none
	Losses      []Series
	PerSecond   float64       // steps a second, without the first call, which compiles; 0 until there are others
	Left        time.Duration // until the last step, at that speed
}

// Done returns the share of the steps that are done, from 0 to 1.
func (r Report) Done() float64 { return float64(r.Step) / float64(max(r.Steps, 1)) }

// Loss returns the mean loss of the last steps, at most 50 of them, because a single batch's jumps; 0 before the first.
func (r Report) Loss() float64 {
	if len(r.Losses) == 0 {
		return 0
	}
	last := r.Losses[0].Values
	last = last[max(0, len(last)-50):]
	var sum float64
	for _, l := range last {
		sum += float64(l)
	}
	return sum / float64(max(len(last), 1))
}

// String says it in one line: "step 1200 of 2500 · 412 steps/s · loss 0.0351 · 3 s left".
func (r Report) String() string {
	line := fmt.Sprintf("step %d of %d", r.Step, r.Steps)
	if r.PerSecond > 0 {
		line += fmt.Sprintf(" · %.0f steps/s", r.PerSecond)
	}
	line += fmt.Sprintf(" · loss %.4f", r.Loss())
	if r.Step < r.Steps && r.PerSecond > 0 {
		line += fmt.Sprintf(" · %.0f s left", r.Left.Seconds())
	}
	return line
}

// barWidth is the length of a terminal's bar in characters.
const barWidth = 24

// Terminal returns a function that shows each report as a bar on one line of w, which must be a terminal.
func Terminal(w io.Writer) func(Report) {
	return func(r Report) {
		full := int(r.Done() * barWidth)
		end := ""
		if r.Step == r.Steps {
			end = "\n"
		}
		// ESC [K clears what a longer line has left behind.
		fmt.Fprintf(w, "\r%s%s %s\x1b[K%s", strings.Repeat("█", full), strings.Repeat("░", barWidth-full), r, end)
	}
}
