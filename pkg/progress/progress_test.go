package progress_test

import (
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"latentlab/pkg/progress"
)

func ExampleReport() {
	r := progress.Report{Step: 1200, Steps: 2500, Losses: []progress.Series{{Name: "mse", Values: []float32{0.03, 0.05}}}, PerSecond: 400, Left: 3250 * time.Millisecond}
	fmt.Println(r)
	// Output: step 1200 of 2500 · 400 steps/s · mse 0.0400 · 3 s left
}

func ExampleTerminal() {
	var line strings.Builder
	progress.Terminal(&line)(progress.Report{Step: 5, Steps: 10, Losses: []progress.Series{{Name: "mse", Values: []float32{0.25}}}})
	fmt.Fprintf(os.Stdout, "%q\n", line.String())
	// Output: "\r████████████░░░░░░░░░░░░ step 5 of 10 · mse 0.250\x1b[K"
}

func TestLossIsTheMeanOfTheLastFifty(t *testing.T) {
	losses := make([]float32, 60)
	for i := range losses {
		losses[i] = float32(i)
	}
	if got := (progress.Series{Values: losses}).Loss(); got != 34.5 {
		t.Errorf("the loss is %g, want the mean of 10 to 59, 34.5", got)
	}
	if got := (progress.Series{}).Loss(); got != 0 {
		t.Errorf("the loss of no steps is %g, want 0", got)
	}
}

func TestReportOfSeveralLosses(t *testing.T) {
	for want, values := range map[string][2]float32{
		"step 1 of 2 · critic 0.610 · generator 1.20": {0.61, 1.2},
		"step 1 of 2 · critic -12.5 · generator 1250": {-12.5, 1250},
		"step 1 of 2 · critic 0.00 · generator 3e-08": {0, 3e-8},
	} {
		r := progress.Report{Step: 1, Steps: 2, Losses: []progress.Series{
			{Name: "critic", Values: values[:1]}, {Name: "generator", Values: values[1:]},
		}}
		if got := r.String(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// A note stands above the bar, once for as long as it stays the same.
func TestTerminalShowsNotes(t *testing.T) {
	var out strings.Builder
	show := progress.Terminal(&out)
	for step, note := range []string{"Resumed.", "Resumed.", "", "Saved."} {
		show(progress.Report{Step: step, Steps: 9, Note: note})
	}
	if got := strings.Count(out.String(), "Resumed.\x1b[K\n"); got != 1 {
		t.Errorf("the first note is written %d times in %q, want once", got, out.String())
	}
	if !strings.Contains(out.String(), "\rSaved.\x1b[K\n█") {
		t.Errorf("%q: want the second note above the bar", out.String())
	}
}

func TestDoneStaysWithinTheBar(t *testing.T) {
	for _, r := range []progress.Report{{}, {Step: -3, Steps: 2}, {Step: 7, Steps: 2}, {Step: 1, Steps: -5}} {
		if done := r.Done(); done < 0 || done > 1 {
			t.Errorf("%+v is done to %g, want 0 to 1", r, done)
		}
		progress.Terminal(io.Discard)(r)
	}
}

// A line of text takes the place of the one before, whatever its length, and stays when the last step is done.
func ExampleLine() {
	var line strings.Builder
	show := progress.Line(&line, "β = 4")
	show(progress.Report{Step: 5, Steps: 10, Losses: []progress.Series{{Name: "KL", Values: []float32{2.5}}}})
	show(progress.Report{Step: 10, Steps: 10})
	fmt.Printf("%q\n", line.String())
	// Output: "β = 4: compiling the network …\rβ = 4: step 5 of 10 · KL 2.50 \rβ = 4: step 10 of 10         \n"
}
