package hostile

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// A recorder is a test that keeps what it is told.
type recorder struct {
	testing.TB
	said []string
}

func (r *recorder) Helper() {}
func (r *recorder) Errorf(format string, a ...any) {
	r.said = append(r.said, fmt.Sprintf(format, a...))
}

var table = Table{Prefixes: []string{"test: "}}

// caughtBy runs a table and checks that it loses one try and says why.
func caughtBy(t *testing.T, tb Table, want string) {
	t.Helper()
	r := &recorder{TB: t}
	_, lost := tb.Try(r)
	said := strings.Join(r.said, "\n")
	if lost != 1 || !strings.Contains(said, want) {
		t.Errorf("it loses %d and says %q, want 1 and %q", lost, said, want)
	}
}

// trial returns the table with one trial.
func trial(f func() []any) Table {
	tb := table
	tb.Trials = []Trial{{"F", "this", f}}
	return tb
}

func TestAnEndlessLoopIsCaught(t *testing.T) {
	var end atomic.Bool
	t.Cleanup(func() { end.Store(true) })
	tb := trial(func() []any {
		for !end.Load() {
		}
		return nil
	})
	tb.within = &limits{usual.time, usual.memory, 50 * time.Millisecond}
	caughtBy(t, tb, "F, this: no answer after")
}

func TestTooMuchWorkIsCaught(t *testing.T) {
	tb := trial(func() []any {
		for start := processorTime(); processorTime()-start < 2*time.Millisecond; {
		}
		return nil
	})
	tb.within = &limits{time.Millisecond, usual.memory, usual.patience}
	caughtBy(t, tb, "F, this: it takes")
}

func TestTooMuchMemoryIsCaught(t *testing.T) {
	caughtBy(t, trial(func() []any { return Of(len(make([]byte, usual.memory+1))) }), "F, this: it takes")
}

func TestRuntimesOwnPanicsAreCaught(t *testing.T) {
	var nothing []int
	var nobody *Call
	caughtBy(t, trial(func() []any { return Of(nothing[len(nothing)+3]) }), "index out of range [3]")
	caughtBy(t, trial(func() []any { return Of(nobody.Name) }), "nil pointer dereference")
	caughtBy(t, trial(func() []any { panic("anything") }), "string anything, want a sentence")
	caughtBy(t, trial(func() []any { panic(errors.New("test: an error")) }), "want a sentence")
}

func TestNumbersThatAreNoneAreCaught(t *testing.T) {
	type answer struct{ values map[string][]float32 }
	caughtBy(t, trial(func() []any { return Of(1, math.NaN()) }), "the answer holds NaN")
	caughtBy(t, trial(func() []any { return Of(&answer{map[string][]float32{"a": {1, float32(math.Inf(1))}}}, nil) }), "+Inf in place 1 at a in values")
	var none error
	caughtBy(t, trial(func() []any { return Of(math.NaN(), none) }), "the answer holds NaN")
}

func TestAnAnswerThatCannotBeUsedIsCaught(t *testing.T) {
	tb := trial(func() []any { return Of([]int{}) })
	tb.Check = func(results []any) error { return fmt.Errorf("it begins with %d", results[0].([]int)[0]) }
	caughtBy(t, tb, "the answer cannot be used: runtime error: index out of range")
}

func TestAnswersErrorsAndSentencesPass(t *testing.T) {
	tb := table
	tb.Word = "want"
	tb.Trials = []Trial{
		{"F", "an answer", func() []any { return Of(1.5, []float32{1}) }},
		{"F", "an error", func() []any { return Of(math.NaN(), errors.New("no")) }},
		{"F", "a sentence", func() []any { panic("test: F: n is 0, want 1") }},
	}
	if tries, lost := tb.Try(t); tries != 3 || lost != 0 {
		t.Errorf("%d tries and %d lost, want 3 and 0", tries, lost)
	}
}

// A function that is as it should be but for one hostile value loses one try.
func TestEveryPlaceGetsHostileValues(t *testing.T) {
	for what, f := range map[string]any{
		"argument 0 NaN":                func(v float64, _ []int, _ func() float32) { fail(v != v) },
		"argument 1 [1] 4294967296":     func(_ float64, counts []int, _ func() float32) { fail(len(counts) == 2 && counts[1] == 1<<32) },
		"argument 1 nil":                func(_ float64, counts []int, _ func() float32) { fail(counts == nil) },
		"argument 2 that returns 1e-45": func(_ float64, _ []int, g func() float32) { fail(g != nil && g() == 1e-45) },
	} {
		tb := table
		tb.Calls = []Call{{"F", f, []any{1.0, []int{1, 2}, func() float32 { return 1 }}}}
		caughtBy(t, tb, "F, "+what)
	}
}

func fail(when bool) {
	if when {
		panic("fail")
	}
}

func TestWhatFailsAsMeantIsNotTried(t *testing.T) {
	tb := table
	tb.Calls = []Call{{"F", func(int) { panic("test: always") }, []any{1}}}
	caughtBy(t, tb, "F, as meant: it panics")
}

func TestAnExportedFunctionThatNothingTriesIsCaught(t *testing.T) {
	tb := table
	tb.Spared = map[string]string{"Finite": "", "With": "", "Gone": "it was removed"}
	tb.Trials = []Trial{{"Of nothing", "", func() []any { return nil }}}
	r := &recorder{TB: t}
	tb.Try(r)
	want := "Gone is spared, and the package has no such function\nTable.Try is exported, and no call tries it"
	if said := strings.Join(r.said, "\n"); said != want {
		t.Errorf("it says\n%s\nwant\n%s", said, want)
	}
}
