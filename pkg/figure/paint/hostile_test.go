package paint

import (
	"testing"

	"gonum.org/v1/plot/vg"
	"latentlab/pkg/internal/hostile"
	"latentlab/tests/faults"
)

func TestHostileArguments(t *testing.T) {
	tries, lost := hostile.Try(t, []string{"paint: "}, nil,
		hostile.Call{Name: "ClassColor", Func: ClassColor, Args: []any{1}},
		hostile.Call{Name: "ClassMarker", Func: ClassMarker, Args: []any{1}},
		hostile.Call{Name: "SeriesColor", Func: SeriesColor, Args: []any{1}},
		hostile.Call{Name: "SeriesMarker", Func: SeriesMarker, Args: []any{1}},
		hostile.Call{Name: "Alpha", Func: Alpha, Args: []any{Ink, 0.5}},
		hostile.Call{Name: "Heat", Func: Heat, Args: []any{0.5}},
		hostile.Call{Name: "Inked", Func: Inked, Args: []any{make([]float32, 4), 2}},
		hostile.Call{Name: "TileSize", Func: TileSize, Args: []any{28, vg.Length(60)}},
		hostile.Call{Name: "Lacks", Func: Lacks, Args: []any{"text"}},
	)
	faults.Note(t, "hostile argument", tries, lost)
}
