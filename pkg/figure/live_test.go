package figure

import (
	"math"
	"strings"
	"testing"

	"latentlab/pkg/progress"
)

// falling returns losses that fall as a training's do, and jump from step to step.
func falling(n int) []float32 {
	l := make([]float32, n)
	for i := range l {
		l[i] = float32(0.03 + 0.25*math.Exp(-float64(i)/80) + 0.004*math.Sin(float64(i)*1.7))
	}
	return l
}

// below returns losses that are negative, as a density's are.
func below(losses []float32) []float32 {
	for i := range losses {
		losses[i] -= 0.2
	}
	return losses
}

// A training must not end because its picture cannot be drawn.
func TestHasCurve(t *testing.T) {
	nan := float32(math.NaN())
	for name, test := range map[string]struct {
		losses []progress.Series
		want   bool
	}{
		"none":     {nil, false},
		"no steps": {[]progress.Series{{Name: "mse"}}, false},
		"one step": {[]progress.Series{{Name: "mse", Values: []float32{1}}}, true},
		"zero":     {[]progress.Series{{Name: "mse", Values: []float32{0, 0}}}, true},
		"negative": {[]progress.Series{{Name: "a", Values: []float32{1}}, {Name: "b", Values: []float32{-3, -4}}}, true},
		"diverged": {[]progress.Series{{Name: "a", Values: []float32{1}}, {Name: "b", Values: []float32{1, nan}}}, false},
	} {
		if got := hasCurve(test.losses); got != test.want {
			t.Errorf("%s: %v, want %v", name, got, test.want)
		}
		if test.want {
			LossCurve(test.losses...) // panics where it cannot be drawn
		}
	}
}

func TestLiveHTML(t *testing.T) {
	html := liveHTML(progress.Report{Step: 5, Steps: 10, Note: "At σ < 1.", Losses: []progress.Series{{Name: "mse", Values: []float32{0.25}}}}, []byte("png"))
	for _, want := range []string{`value="5" max="10"`, "step 5 of 10 · mse 0.250", "At σ &lt; 1.<br><progress", "base64,cG5n"} {
		if !strings.Contains(html, want) {
			t.Errorf("%s has no %q", html, want)
		}
	}
	if html := liveHTML(progress.Report{Step: 1, Steps: 10}, nil); strings.Contains(html, "<img") {
		t.Errorf("without a curve there is an image: %s", html)
	}
}
