package paint

import (
	"testing"

	"gonum.org/v1/plot/vg"
)

// Pieces of a long line join, leave nothing out and are short; a line as figures have it stays whole.
func TestPieces(t *testing.T) {
	zigzag := func(n int) []vg.Point {
		line := make([]vg.Point, n)
		for i := range line {
			line[i] = vg.Point{X: vg.Length(i), Y: vg.Length(i%2) * 300}
		}
		return line
	}
	if parts := pieces(zigzag(60)); len(parts) != 1 || parts[0] != [2]int{0, 60} {
		t.Errorf("a short line is drawn in the pieces %v, want one", parts)
	}
	parts := pieces(zigzag(1000))
	end := 1
	for _, p := range parts {
		if p[0] != end-1 {
			t.Errorf("a piece begins at point %d, want %d, where the one before it ends", p[0], end-1)
		}
		if n := p[1] - p[0]; n < 2 || n > 10 {
			t.Errorf("a piece has %d points, want 2 to 10", n)
		}
		end = p[1]
	}
	if end != 1000 {
		t.Errorf("the last piece ends at point %d, want 1000", end)
	}
}
