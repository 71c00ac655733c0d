// Package hostile calls functions with arguments that nobody means: not finite, huge, empty, ragged, far too many. Each
// must be answered, or refused with a sentence, within moments and a laptop's memory.
package hostile

import (
	"cmp"
	"fmt"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// A Table is what a package is tried with.
type Table struct {
	Prefixes []string // what the sentence of a panic begins with, such as "figure: "
	Word     string   // what it holds besides, such as "want"; may be empty

	// Check finds fault with the results of a call that does not panic. Nil is Finite.
	Check func(results []any) error

	Calls  []Call
	Trials []Trial

	// Spared are the package's exported functions and methods that neither calls nor trials name, and why: "Picture.PNG" is
	// as GIF. Nil looks for none that is missing.
	Spared map[string]string

	within *limits // nil for the usual ones
}

// A Call is a function with arguments that it accepts; those of a variadic function end in a slice. It is made as it is, and
// with every hostile value in every place of its arguments.
type Call struct {
	Name string // of the function, "PCA.Encode", which the place may follow, "PCA.Encode of one"
	Func any
	Args []any
}

// With returns a call of a function with arguments that it accepts.
func With(name string, f any, args ...any) Call { return Call{name, f, args} }

// A Trial is one call with a hostile value that a Call does not make by itself.
type Trial struct {
	Name  string // as a Call's
	Value string // what is hostile
	Call  func() []any
}

// Of returns results as Trial.Call does.
func Of(results ...any) []any { return results }

// limits are what a call may take.
type limits struct {
	time     time.Duration // of the processor, so that other programs do not count
	memory   uint64        // in all, in bytes
	patience time.Duration // by the clock, before it counts as an endless loop
}

var usual = limits{slowdown * time.Second, 200 << 20, 30 * time.Second}

// Try makes all calls and trials. It fails the test where a call as it is meant panics, where a hostile one panics with anything
// but a sentence, where check finds fault with the results, where one takes too long or too much memory, and where an
// exported function of the package in the current directory is not tried. It returns how many hostile calls it made,
// and how many of them were not answered as they must.
func (tb Table) Try(t testing.TB) (tries, lost int) {
	t.Helper()
	try := func(name, value string, meant bool, call func() []any) (goOn bool) {
		t.Helper()
		fault, ended := tb.fault(call, meant)
		if fault != "" {
			t.Errorf("%s, %s: %s", name, value, fault)
			if lost++; meant {
				t.Errorf("%s is not tried: it must work when called as meant", name)
			}
		}
		return ended
	}
	for _, c := range tb.Calls {
		args := c.args()
		before := lost
		if !try(c.Name, "as meant", true, func() []any { return c.call(args) }) {
			return tries, lost
		}
		if lost > before {
			continue
		}
		for i := range args {
			for _, v := range variants(args[i]) {
				bad := slices.Clone(args)
				bad[i] = v.value
				tries++
				if !try(c.Name, fmt.Sprintf("argument %d %s", i, v.name), false, func() []any { return c.call(bad) }) {
					return tries, lost
				}
			}
		}
	}
	for _, tr := range tb.Trials {
		tries++
		if !try(tr.Name, tr.Value, false, tr.Call) {
			return tries, lost
		}
	}
	if tb.Spared != nil {
		tb.complete(t)
	}
	return tries, lost
}

// fault makes a call and says what is wrong with how it ends, if anything, and whether it ends at all: one that does not goes on
// beside all that would follow.
func (tb Table) fault(call func() []any, meant bool) (fault string, ended bool) {
	within := cmp.Or(tb.within, &usual)
	done := make(chan string, 1)
	go func() { done <- tb.made(call, meant, within) }()
	select {
	case fault := <-done:
		return fault, true
	case <-time.After(within.patience):
		return fmt.Sprintf("no answer after %v", within.patience), false
	}
}

// made makes a call and says what is wrong with how it ends.
func (tb Table) made(call func() []any, meant bool, within *limits) (fault string) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := processorTime()
	results, refusal := caught(call)
	took := processorTime() - start
	runtime.ReadMemStats(&after)
	if memory := after.TotalAlloc - before.TotalAlloc; memory > within.memory || took > within.time {
		return fmt.Sprintf("it takes %v and %d MB, want at most %v and %d MB", took, memory>>20, within.time, within.memory>>20)
	}
	if refusal != nil {
		if meant || !tb.sentence(refusal) {
			return fmt.Sprintf("it panics with %T %v, want a sentence that begins with one of %q and holds %q", refusal, refusal, tb.Prefixes, tb.Word)
		}
		return ""
	}
	check := tb.Check
	if check == nil {
		check = Finite
	}
	if _, refusal := caught(func() []any { // what is wrong may show only where one looks
		if err := check(results); err != nil {
			fault = err.Error()
		}
		return nil
	}); refusal != nil {
		return fmt.Sprintf("the answer cannot be used: %v", refusal)
	}
	return fault
}

// caught returns the results of a call, or what it panics with.
func caught(call func() []any) (results []any, refusal any) {
	defer func() { refusal = recover() }()
	return call(), nil
}

func (tb Table) sentence(refusal any) bool {
	text, ok := refusal.(string)
	return ok && strings.Contains(text, tb.Word) && slices.ContainsFunc(tb.Prefixes, func(p string) bool { return strings.HasPrefix(text, p) })
}

// processorTime returns how long this process has run on all cores together.
func processorTime() time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		panic(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// args returns the arguments as they are meant.
func (c Call) args() []reflect.Value {
	args := make([]reflect.Value, len(c.Args))
	kind := reflect.TypeOf(c.Func)
	for i, a := range c.Args {
		args[i] = reflect.New(kind.In(i)).Elem()
		if a != nil {
			args[i].Set(reflect.ValueOf(a))
		}
	}
	return args
}

func (c Call) call(args []reflect.Value) (results []any) {
	f := reflect.ValueOf(c.Func)
	var out []reflect.Value
	if f.Type().IsVariadic() {
		out = f.CallSlice(args)
	} else {
		out = f.Call(args)
	}
	for _, r := range out {
		results = append(results, r.Interface())
	}
	return results
}
