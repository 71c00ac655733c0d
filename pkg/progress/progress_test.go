package progress_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"latentlab/pkg/progress"
)

func ExampleReport() {
	r := progress.Report{Step: 1200, Steps: 2500, Losses: []float32{0.03, 0.05}, PerSecond: 400, Left: 3250 * time.Millisecond}
	fmt.Println(r)
	// Output: step 1200 of 2500 · 400 steps/s · loss 0.0400 · 3 s left
}

func ExampleTerminal() {
	var line strings.Builder
	progress.Terminal(&line)(progress.Report{Step: 5, Steps: 10, Losses: []float32{0.25}})
	fmt.Fprintf(os.Stdout, "%q\n", line.String())
	// Output: "\r████████████░░░░░░░░░░░░ step 5 of 10 · loss 0.2500\x1b[K"
}

func TestLossIsTheMeanOfTheLastFifty(t *testing.T) {
	losses := make([]float32, 60)
	for i := range losses {
		losses[i] = float32(i)
	}
	if got := (progress.Report{Losses: losses}).Loss(); got != 34.5 {
		t.Errorf("the loss is %g, want the mean of 10 to 59, 34.5", got)
	}
	if got := (progress.Report{}).Loss(); got != 0 {
		t.Errorf("the loss of no steps is %g, want 0", got)
	}
}
