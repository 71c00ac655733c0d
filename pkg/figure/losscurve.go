package figure

import (
	"gonum.org/v1/gonum/stat"
	"latentlab/pkg/progress"
)

// lossPoints is at most how many points a loss curve has: a line of thousands takes a second to draw.
const lossPoints = 100

// LossCurve draws losses over the steps, each with its name: the mean of each hundredth of the steps, in a band of one
// standard deviation, since a single batch's loss jumps. The axis is logarithmic where all means are positive. It panics
// without losses and with more than 20, and on values that are not finite.
func LossCurve(losses ...progress.Series) Picture {
	const what = "LossCurve"
	checkCount(what, len(losses), "losses", mostCurves)
	curves := make([]Curve, len(losses))
	steps, positive := 0, true
	for i, l := range losses {
		checkLine(what, l.Name)
		checkCount(what, len(l.Values), "steps", mostLossSteps)
		for step, v := range l.Values {
			if !finite(float64(v)) {
				wrong(what, "%.60q is %v after step %d: did the training diverge?", l.Name, v, step)
			}
		}
		curves[i] = blockMeans(l)
		steps = max(steps, len(l.Values))
		for _, mean := range curves[i].Y {
			positive = positive && mean >= 1/mostShown
		}
	}
	label, below := "loss", "step (band: standard deviation of the batches)"
	if len(losses) == 1 {
		curves[0].Name, below = "mean ± standard deviation of the batches", "step"
		switch name := losses[0].Name; name {
		case "loss": // a student's own, of whose unit nothing is known
			label = name
		case "mse":
			label = "loss (squared error per pixel)"
		default:
			label = "loss: " + name
		}
	}
	if positive {
		for _, c := range curves {
			for i, mean := range c.Y {
				c.Spread[i] = min(c.Spread[i], mean/2) // which keeps the band above 0, for the logarithm
			}
		}
	}
	p := Curves(curves...).Axes(below, label)
	if positive {
		p = p.LogY()
	}
	return p.onChart(what, func(c *chart) { c.x.min, c.x.max = 0, float64(steps) })
}

// mostLossSteps keeps the sum over them within a moment.
const mostLossSteps = 10_000_000

// blockMeans returns the curve of a loss's means over blocks of steps, its spread their standard deviations.
func blockMeans(l progress.Series) Curve {
	curve := Curve{Name: l.Name}
	block := (len(l.Values) + lossPoints - 1) / lossPoints
	for from := 0; from < len(l.Values); from += block {
		part := make([]float64, 0, block)
		for _, v := range l.Values[from:min(from+block, len(l.Values))] {
			part = append(part, float64(v))
		}
		mean, deviation := stat.PopMeanStdDev(part, nil)
		curve.X = append(curve.X, float64(from)+float64(len(part)+1)/2) // the middle of steps from+1 to from+len(part)
		curve.Y = append(curve.Y, mean)
		curve.Spread = append(curve.Spread, deviation)
	}
	return curve
}
