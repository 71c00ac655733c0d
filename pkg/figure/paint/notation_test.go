package paint

import (
	"math"
	"testing"
)

func TestNotation(t *testing.T) {
	f := Style(LabelSize, Ink).Font
	sub := runs("z₁ = 2", f)
	if len(sub) != 3 || sub[1].text != "1" || sub[1].y >= 0 || sub[1].font.Size >= f.Size {
		t.Errorf("z₁ is drawn as %+v, want a small 1 below the line", sub)
	}
	hat := runs("x̂ = g", f)
	if len(hat) != 3 || hat[2].x != hat[0].width {
		t.Fatalf("x̂ is drawn as %+v, want a circumflex that takes no room", hat)
	}
	if middle := hat[1].x + hat[1].width/2; math.Abs(float64(middle-hat[0].width/2)) > 1e-9 {
		t.Errorf("the circumflex is centred on %v, want %v, the middle of its letter", middle, hat[0].width/2)
	}
}
