package plane_test

import (
	"testing"

	"latentlab/pkg/internal/hostile"
	"latentlab/pkg/plane"
	"latentlab/tests/faults"
)

// What a hostile argument gets must be finite, or a sentence.
func TestHostileArguments(t *testing.T) {
	z := [][]float32{{-1, 0}, {0, 1}, {1, 0}}
	span := plane.Square(1)
	tries, lost := hostile.Table{Prefixes: []string{"plane: "}, Calls: []hostile.Call{
		hostile.With("Square", plane.Square, 1.0),
		hostile.With("Around", plane.Around, z),
		hostile.With("Extent", plane.Extent, z),
		hostile.With("Place", func(i int) (x, y float64) { return plane.Place(z, i) }, 1),
		hostile.With("Grow", plane.Grow, 1.0, 2.0, 0.1),
		hostile.With("Span.Grown", plane.Span.Grown, span, 0.1),
		hostile.With("Span.Shaped", plane.Span.Shaped, span, 2.0),
		hostile.With("Span.Aspect", plane.Span.Aspect, span),
		hostile.With("Span.HasInside", plane.Span.HasInside, span),
	}, Spared: map[string]string{
		"Span.Union": "it takes Empty's infinities",
		"Empty":      "it takes nothing, and its infinities are what it is for",
	}}.Try(t)
	faults.Note(t, "hostile argument", tries, lost)
}
