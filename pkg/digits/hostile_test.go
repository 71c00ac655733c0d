package digits

import (
	"context"
	"math"
	"testing"

	"latentlab/pkg/internal/hostile"
	"latentlab/tests/faults"
)

func TestHostileArguments(t *testing.T) {
	t.Setenv("LATENTLAB_DIGITS", "builtin")
	load := func(source Source, only []int, seed uint64) (string, error) {
		d, err := Load(t.Context(), Options{Source: source, Only: only, Seed: seed, TestOnly: true})
		return d.String(), err
	}
	without := func(source Source) func() []any {
		return func() []any { return hostile.Of(Load(context.Context(nil), Options{Source: source})) }
	}
	s := numbered(4)
	tries, lost := hostile.Table{Prefixes: []string{"digits: "}, Check: whole, Calls: []hostile.Call{
		hostile.With("Load", load, BuiltIn, []int{1}, uint64(1)),
		hostile.With("Data.String", func(name string, only []int) string { return Data{Name: name, Only: only}.String() }, "MNIST", []int{1, 5}),
		hostile.With("Data.Key", func(name string) string { return Data{Name: name}.Key() }, "MNIST"),
		hostile.With("Set.Len", Set.Len, s),
		hostile.With("Set.Only", Set.Only, s, []int{1, 2}),
		hostile.With("Set.Shuffle", Set.Shuffle, s, uint64(1)),
		hostile.With("Set.From", Set.From, s, 1),
		hostile.With("Set.Split", Set.Split, s, 2),
	}, Trials: []hostile.Trial{
		{Name: "Load without a context", Value: "nil", Call: without(BuiltIn)},
		{Name: "Load of MNIST without a context", Value: "nil", Call: without(MNIST)},
		{Name: "Set.Only", Value: "labels that nothing has", Call: func() []any { return hostile.Of(s.Only(-1, 10, 10, math.MaxInt, math.MinInt)) }},
	}, Spared: map[string]string{}}.Try(t)
	faults.Note(t, "hostile argument", tries, lost)
}

// whole finds fault with a set that has not one label and one row of factors for each image. Pixels come out as they went in.
func whole(results []any) error {
	for _, r := range results {
		if s, ok := r.(Set); ok {
			s.check()
		}
	}
	return nil
}
