package figure

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"html"
	"os"
	"slices"
	"time"

	"latentlab/pkg/progress"
)

// redrawEvery is how often Live draws the loss curve: a drawing takes as long as a dozen steps.
const redrawEvery = time.Second

// Live returns a function that shows a training while it runs. In a notebook it is a bar with speed, losses and time left,
// the report's note above it and the loss curve, which grows, below; when the last step is done the curve is left, with
// the caption. Elsewhere it is a bar on standard error. Until the first report it says progress.Starting. It panics where the font
// lacks a character of the caption.
func Live(caption string) func(progress.Report) {
	checkText("Live", caption)
	if !inNotebook() {
		return progress.Terminal(os.Stderr)
	}
	place := newPlace()
	updateHTML(place, progress.Starting)
	var drawn time.Time
	var curve []byte
	return func(r progress.Report) {
		last := r.Step == r.Steps
		if hasCurve(r.Losses) && (last || time.Since(drawn) >= redrawEvery) {
			picture := LossCurve(r.Losses...).Caption(caption)
			var png bytes.Buffer
			if err := picture.PNG(&png); err != nil {
				panic(err) // which a buffer has no reason for
			}
			if last {
				if err := send(picture.output("", png.Bytes(), nil), place); err != nil {
					fmt.Fprintln(os.Stderr, err) // the training is done all the same
				}
				fmt.Println(r)
				return
			}
			curve, drawn = png.Bytes(), time.Now()
		}
		updateHTML(place, liveHTML(r, curve))
	}
}

// hasCurve tells whether LossCurve draws the losses: a training must not end because its picture cannot be drawn.
func hasCurve(losses []progress.Series) bool {
	for _, l := range losses {
		diverged := slices.ContainsFunc(l.Values, func(v float32) bool { return !finite(float64(v)) })
		if len(l.Values) == 0 || diverged {
			return false
		}
	}
	return len(losses) > 0
}

// liveHTML returns the note, a bar and, where there is one, the curve's PNG.
func liveHTML(r progress.Report, curve []byte) string {
	page := fmt.Sprintf(`<progress value="%d" max="%d" style="width: 320px"></progress> %s`, r.Step, r.Steps, html.EscapeString(r.String()))
	if r.Note != "" {
		page = html.EscapeString(r.Note) + "<br>" + page
	}
	if curve != nil {
		page += fmt.Sprintf(`<br><img width="640" alt="loss curve" src="data:image/png;base64,%s">`, base64.StdEncoding.EncodeToString(curve))
	}
	return page
}
