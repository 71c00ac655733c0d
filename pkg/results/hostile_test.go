package results

import (
	"path/filepath"
	"testing"

	"latentlab/pkg/internal/hostile"
	"latentlab/tests/faults"
)

func TestHostileArguments(t *testing.T) {
	dir := t.TempDir()
	origin := Origin{Source: "MNIST", Digits: "MNIST 1", Seed: 1}
	file := 0
	apart := func() { // each call is a notebook of its own
		file++
		t.Setenv(fileVariable, filepath.Join(dir, string(rune('a'+file))))
	}
	tries, lost := hostile.Table{Calls: []hostile.Call{
		hostile.With("Record", func(from Origin, name string, value float64) error {
			apart()
			return Record(from, Numbers{name: value})
		}, origin, "test_mse", 0.5),
		hostile.With("Record of anything", func(value any) error { apart(); return Record(origin, Numbers{"a": value}) }, 1),
		hostile.With("Introduce", func(from Origin) error { apart(); return Introduce(from) }, origin),
		hostile.With("Numbers.String", func(name string, value float64) string { return Numbers{name: value}.String() }, "test_mse", 0.5),
	}, Trials: []hostile.Trial{
		{Name: "Record of a channel", Value: "chan int", Call: func() []any {
			apart()
			return hostile.Of(Record(origin, Numbers{"a": make(chan int)}))
		}},
		{Name: "Numbers.String", Value: "nil", Call: func() []any { return hostile.Of(Numbers(nil).String()) }},
	}, Spared: map[string]string{}}.Try(t)
	faults.Note(t, "hostile argument", tries, lost)
}
