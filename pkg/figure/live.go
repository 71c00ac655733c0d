package figure

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"os"
	"time"

	"gonum.org/v1/gonum/stat"
	"latentlab/pkg/progress"
)

// lossPoints is at most how many points a loss curve has: a line of thousands takes a second to draw.
const lossPoints = 100

// LossCurve draws the loss over the steps: the mean of each hundredth of them, in a band of one standard deviation,
// since a single batch's loss jumps. It fails without losses and on those that are not finite.
func LossCurve(losses []float32) Picture {
	curve := Curve{Name: "mean ± standard deviation of the batches"}
	block := (len(losses) + lossPoints - 1) / lossPoints
	for from := 0; from < len(losses); from += block {
		part := make([]float64, 0, block)
		for _, l := range losses[from:min(from+block, len(losses))] {
			part = append(part, float64(l))
		}
		mean, deviation := stat.PopMeanStdDev(part, nil)
		curve.X = append(curve.X, float64(from)+float64(len(part)+1)/2) // the middle of steps from+1 to from+len(part)
		curve.Y = append(curve.Y, mean)
		curve.Spread = append(curve.Spread, min(deviation, mean/2)) // which keeps the band above 0, for the logarithm
	}
	return Curves(curve).Axes("step", "loss (squared error per pixel)").LogY().onChart("LossCurve", func(c *chart) error {
		c.x.min, c.x.max = 0, float64(len(losses))
		return nil
	})
}

// redrawEvery is how often Live draws the loss curve: a drawing takes as long as a dozen steps.
const redrawEvery = time.Second

// Live returns a function that shows a training while it runs. In a notebook it is a bar with speed, loss and time
// left, above the loss curve, which grows; when the last step is done the curve is left, with the caption. Elsewhere it
// is a bar on standard error.
func Live(caption string) func(progress.Report) {
	if !inNotebook() {
		return progress.Terminal(os.Stderr)
	}
	shown := newSpot()
	var drawn time.Time
	var curve []byte
	return func(r progress.Report) {
		last := r.Step == r.Steps
		if last || time.Since(drawn) >= redrawEvery {
			picture := LossCurve(r.Losses[0].Values).Caption(caption)
			if last {
				shown.picture(picture)
				fmt.Println(r)
				return
			}
			var png bytes.Buffer
			if picture.PNG(&png) == nil { // a curve of a single point has no extent yet
				curve, drawn = png.Bytes(), time.Now()
			}
		}
		shown.html(liveHTML(r, curve))
	}
}

// liveHTML returns a bar and, where there is one, the curve's PNG.
func liveHTML(r progress.Report, curve []byte) string {
	html := fmt.Sprintf(`<progress value="%d" max="%d" style="width: 320px"></progress> %s`, r.Step, r.Steps, r)
	if curve != nil {
		html += fmt.Sprintf(`<br><img width="640" alt="loss curve" src="data:image/png;base64,%s">`, base64.StdEncoding.EncodeToString(curve))
	}
	return html
}
