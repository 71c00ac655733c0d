package plane_test

import (
	"fmt"
	"math"
	"testing"

	"latentlab/pkg/internal/hostile"
	"latentlab/pkg/plane"
	"latentlab/tests/faults"
)

// What a hostile argument gets must be finite, or a sentence.
func TestHostileArguments(t *testing.T) {
	z := [][]float32{{-1, 0}, {0, 1}, {1, 0}}
	span := plane.Square(1)
	tries, lost := hostile.Try(t, []string{"plane: "}, finite,
		hostile.Call{Name: "Square", Func: plane.Square, Args: []any{1.0}},
		hostile.Call{Name: "Around", Func: plane.Around, Args: []any{z}},
		hostile.Call{Name: "Extent", Func: plane.Extent, Args: []any{z}},
		hostile.Call{Name: "Place", Func: func(i int) (x, y float64) { return plane.Place(z, i) }, Args: []any{1}},
		hostile.Call{Name: "Grow", Func: plane.Grow, Args: []any{1.0, 2.0, 0.1}},
		hostile.Call{Name: "Span.Grown", Func: plane.Span.Grown, Args: []any{span, 0.1}},
		hostile.Call{Name: "Span.Shaped", Func: plane.Span.Shaped, Args: []any{span, 2.0}},
		hostile.Call{Name: "Span.Aspect", Func: plane.Span.Aspect, Args: []any{span}},
		hostile.Call{Name: "Span.HasInside", Func: plane.Span.HasInside, Args: []any{span}},
	)
	faults.Note(t, "hostile argument", tries, lost)
}

func finite(results []any) error {
	for _, r := range results {
		var numbers []float64
		switch r := r.(type) {
		case float64:
			numbers = []float64{r}
		case plane.Span:
			numbers = []float64{r.XMin, r.XMax, r.YMin, r.YMax}
		}
		for _, v := range numbers {
			if math.IsNaN(v) || math.IsInf(v, 0) {
				return fmt.Errorf("the answer %v is not finite", r)
			}
		}
	}
	return nil
}
