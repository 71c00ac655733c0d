package progress_test

import (
	"io"
	"testing"
	"time"

	"latentlab/pkg/internal/hostile"
	"latentlab/pkg/progress"
	"latentlab/tests/faults"
)

// Any report can be shown: what shows a training must not end it.
func TestHostileReports(t *testing.T) {
	r := progress.Report{Step: 5, Steps: 10, Losses: []progress.Series{{Name: "mse", Values: []float32{2, 1}}}, PerSecond: 4, Left: time.Second, Note: "note"}
	tries, lost := hostile.Table{Check: asItIs, Calls: []hostile.Call{
		hostile.With("Terminal", func(r progress.Report) { progress.Terminal(io.Discard)(r) }, r),
		hostile.With("Line", func(r progress.Report, name string) { progress.Line(io.Discard, name)(r) }, r, "β = 4"),
		hostile.With("Report.String", progress.Report.String, r),
		hostile.With("Report.Done", progress.Report.Done, r),
		hostile.With("Series.Loss", progress.Series.Loss, r.Losses[0]),
		hostile.With("Series.String", progress.Series.String, r.Losses[0]),
	}, Spared: map[string]string{}}.Try(t)
	faults.Note(t, "hostile argument", tries, lost)
}

// asItIs finds no fault: the loss of a training that diverges is NaN, and is shown as that.
func asItIs([]any) error { return nil }
