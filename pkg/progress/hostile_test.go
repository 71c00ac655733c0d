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
	tries, lost := hostile.Try(t, nil, nil,
		hostile.Call{Name: "Terminal", Func: func(r progress.Report) { progress.Terminal(io.Discard)(r) }, Args: []any{r}},
		hostile.Call{Name: "Report.String", Func: progress.Report.String, Args: []any{r}},
		hostile.Call{Name: "Report.Done", Func: progress.Report.Done, Args: []any{r}},
		hostile.Call{Name: "Series.Loss", Func: progress.Series.Loss, Args: []any{r.Losses[0]}},
	)
	faults.Note(t, "hostile argument", tries, lost)
}
