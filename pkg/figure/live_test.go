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

func TestLossCurveOfFewAndOfBadLosses(t *testing.T) {
	if err := LossCurve(falling(1)).Err(); err != nil {
		t.Errorf("a curve of one loss: %v", err)
	}
	for _, bad := range [][]float32{nil, {1, float32(math.NaN())}} {
		if LossCurve(bad).Err() == nil {
			t.Errorf("a curve of the losses %v has no error", bad)
		}
	}
}

func TestLiveHTML(t *testing.T) {
	html := liveHTML(progress.Report{Step: 5, Steps: 10, Losses: []float32{0.25}}, []byte("png"))
	for _, want := range []string{`value="5" max="10"`, "step 5 of 10 · loss 0.2500", "base64,cG5n"} {
		if !strings.Contains(html, want) {
			t.Errorf("%s has no %q", html, want)
		}
	}
	if html := liveHTML(progress.Report{Step: 1, Steps: 10}, nil); strings.Contains(html, "<img") {
		t.Errorf("without a curve there is an image: %s", html)
	}
}
