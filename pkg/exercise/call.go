package exercise

import (
	"bytes"
	"cmp"
	"encoding/gob"
	"fmt"
	"runtime"
	"strings"
)

// A Caller calls a student's function with a copy of in. The error is a *Mistake where the function is at fault: it panics, does
// not end, takes too much memory.
type Caller[In, Out any] func(in In) (Out, error)

// Empty is what a student's version has in place of a solution: the argument of a panic.
const Empty = "YOUR CODE HERE"

// A reply is what a call came to. It goes from process to process.
type reply[Out any] struct {
	Out   Out
	Panic string // what the function panicked with, where it did
	In    string // the student's function that did so, which may be one that it calls; "" where that is not known
	Place string // where in it: "line 3 of meanImage", from 1 for the line that begins it; "" where that is not known
}

// Here returns a Caller of f in this process, which outlives a panic, and not an endless loop or a lack of memory.
func (e Exercise[F, In, Out]) Here(f F) Caller[In, Out] {
	return func(in In) (Out, error) {
		var copied bytes.Buffer // as a pipe would
		if err := gob.NewEncoder(&copied).Encode(&in); err != nil {
			panic(fmt.Sprintf("exercise: %s: its input cannot be copied: %v", e.Name, err))
		}
		var own In
		if err := gob.NewDecoder(&copied).Decode(&own); err != nil {
			panic(fmt.Sprintf("exercise: %s: its input cannot be copied: %v", e.Name, err))
		}
		return e.value(e.try(f, own))
	}
}

// try calls f, and recovers where it panics.
func (e Exercise[F, In, Out]) try(f F, in In) (r reply[Out]) {
	defer func() {
		if p := recover(); p != nil {
			r = reply[Out]{Panic: strings.TrimPrefix(fmt.Sprint(p), "runtime error: ")}
			r.In, r.Place = placeOfPanic()
		}
	}()
	return reply[Out]{Out: e.apply(f, in)}
}

// placeOfPanic returns where the student's code panicked: in the innermost function of package main that has a name. Of one that
// the compiler has put into its caller, the caller's line is known.
func placeOfPanic() (function, place string) {
	pcs := make([]uintptr, 64)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(1, pcs)])
	for {
		frame, more := frames.Next()
		name, ours := strings.CutPrefix(frame.Function, "main.")
		switch {
		case !ours || strings.Contains(name, "."):
		case frame.Func != nil:
			_, first := frame.Func.FileLine(frame.Func.Entry())
			place = fmt.Sprintf("line %d of %s", frame.Line-first+1, name)
			if function != "" {
				return function, function + ", called by " + place
			}
			return name, place
		case function == "":
			function = name
		}
		if !more {
			return "", ""
		}
	}
}

// value returns the function's value, or what is wrong with it in itself: there is none, or it is not finite.
func (e Exercise[F, In, Out]) value(r reply[Out]) (out Out, err error) {
	switch {
	case r.Panic == Empty:
		return out, &Mistake{"empty", fmt.Sprintf("%s is still empty: write it in its cell above, and run that cell.", short(cmp.Or(r.In, e.Function)))}
	case r.Panic != "" && r.Place != "":
		return out, &Mistake{"panic", fmt.Sprintf("%s panics in %s: %s.", e.Function, short(r.Place), short(r.Panic))}
	case r.Panic != "":
		return out, &Mistake{"panic", fmt.Sprintf("%s panics: %s.", e.Function, short(r.Panic))}
	}
	if v, place, ok := finite(r.Out); !ok {
		return out, &Mistake{"not finite", fmt.Sprintf("%s returns %v%s: is something divided by 0, or the logarithm or root "+
			"taken of a negative number?", e.Function, v, place)}
	}
	return r.Out, nil
}

// short returns what fits in a sentence.
func short(text string) string {
	const most = 200
	text, _, _ = strings.Cut(text, "\n")
	if r := []rune(text); len(r) > most {
		text = string(r[:most]) + "…"
	}
	return text
}
