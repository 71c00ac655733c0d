package digits

import (
	"context"
	"math"
	"strings"
	"testing"
)

// hostile calls f and fails unless it returns, or panics with a sentence that starts with the package and holds want.
func hostile(t *testing.T, name, want string, f func()) {
	t.Helper()
	defer func() {
		panicked := recover()
		sentence, _ := panicked.(string)
		switch {
		case want == "" && panicked != nil:
			t.Errorf("%s panics with %v, want an answer", name, panicked)
		case want != "" && (!strings.HasPrefix(sentence, "digits: ") || !strings.Contains(sentence, want)):
			t.Errorf("%s panics with %v, want a sentence of package digits with %q", name, panicked, want)
		}
	}()
	f()
}

func TestHostileArguments(t *testing.T) {
	load := func(ctx context.Context, o Options) func() {
		return func() {
			o.TestOnly = true
			if d, err := Load(ctx, o); err != nil || d.Test.Len() == 0 {
				t.Errorf("Load with %+v returns %d images and %v", o, d.Test.Len(), err)
			}
		}
	}
	none := context.Context(nil)
	hostile(t, "Load without a context", "context is nil", load(none, Options{Source: BuiltIn}))
	hostile(t, "Load of MNIST without a context", "context is nil", load(none, Options{Source: MNIST}))
	for _, label := range []int{-1, 10, math.MaxInt, math.MinInt} {
		hostile(t, "Load", "choose from 0 to 9", load(t.Context(), Options{Source: BuiltIn, Only: []int{1, label}}))
	}
	for _, source := range []Source{-1, 3, math.MaxInt, math.MinInt} {
		hostile(t, "Load", "choose Anywhere, MNIST or BuiltIn", load(t.Context(), Options{Source: source}))
	}
	hostile(t, "Load of duplicates", "", load(t.Context(), Options{Source: BuiltIn, Only: make([]int, 1_000_000)}))
	hostile(t, "Load with the greatest seed", "", load(t.Context(), Options{Source: BuiltIn, Only: []int{1}, Seed: math.MaxUint64}))

	for _, d := range []Data{{}, {Only: []int{-1, math.MaxInt}}, {Only: make([]int, 10)}} {
		hostile(t, "Data.String", "", func() { _ = d.String() })
	}

	methods := map[string]func(Set){
		"Len":              func(s Set) { s.Len() },
		"Only":             func(s Set) { s.Only() },
		"Only 1":           func(s Set) { s.Only(1) },
		"Only any integer": func(s Set) { s.Only(-1, 10, 10, math.MaxInt, math.MinInt) },
		"Shuffle":          func(s Set) { s.Shuffle(math.MaxUint64) },
		"Split 0":          func(s Set) { s.Split(0) },
		"Split 2":          func(s Set) { s.Split(2) },
		"Split -1":         func(s Set) { s.Split(-1) },
		"Split MaxInt":     func(s Set) { s.Split(math.MaxInt) },
		"Split MinInt":     func(s Set) { s.Split(math.MinInt) },
	}
	row := []float32{0}
	for name, call := range methods {
		for what, s := range map[string]Set{
			"the zero value": {},
			"nil images":     {Images: make([][]float32, 3), Labels: make([]int, 3)},
			"NaN":            {Images: [][]float32{{float32(math.NaN())}}, Labels: []int{1}},
			"strange labels": {Images: [][]float32{row, row}, Labels: []int{math.MinInt, math.MaxInt}},
		} {
			hostile(t, name+" of "+what, "", func() { call(s) })
		}
		for what, s := range map[string]Set{
			"no labels":        {Images: [][]float32{row, row}},
			"no images":        {Labels: []int{1, 1}},
			"a label too many": {Images: [][]float32{row}, Labels: []int{1, 1}},
			"a factor too few": {Images: [][]float32{row, row}, Labels: []int{1, 1}, Factors: [][]float32{row}},
		} {
			want := "give each image one of each"
			if name == "Len" {
				want = "" // it has but one answer
			}
			hostile(t, name+" of "+what, want, func() { call(s) })
		}
	}
}

func TestAppendingToTheFirstOfASplitSparesTheRest(t *testing.T) {
	first, rest := numbered(4).Split(2)
	_ = append(first.Images, []float32{-1})
	_ = append(first.Labels, -1)
	_ = append(first.Factors, []float32{-1})
	if rest.Images[0][0] != 2 || rest.Labels[0] != 2 || rest.Factors[0][0] != 2 {
		t.Errorf("the rest starts with %v, %v, %v, want the third image as it was", rest.Images[0], rest.Labels[0], rest.Factors[0])
	}
}
