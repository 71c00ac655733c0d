// Package exercise checks what students write. In a notebook the student's function stands in one cell and its check in the next:
//
//	exercise.MeanImage.Check(meanImage)
//
// A check calls the function with inputs of its own, and answers in the student's terms what is wrong: it knows the common
// mistakes of its exercise by name, and never prints a solution. The function runs in a process of its own, with limits, so an
// endless loop, a panic or a gigabyte of memory is reported, and the kernel lives on (see Check).
//
// Who judges and where the function runs are two things. Judge needs a Caller, which hands inputs to the function and brings its
// values back: in the same process, in another one, or out of a container. A function can only return values, never a verdict.
package exercise

import (
	"fmt"
	"strings"
)

// An Exercise is one function that a student writes, and what is checked of it. F is the function's type; In holds its
// arguments and Out its results as one value each, which can be sent to another process.
type Exercise[F, In, Out any] struct {
	Name     string // of the check, unique among all: "covariance"
	Title    string // "The covariance of a small matrix"
	Function string // what the student writes: "covariance"

	apply  func(f F, in In) Out
	checks []check[In, Out]
}

// A check is one property of the student's function, or its values for some inputs. Those of an exercise go from coarse to fine,
// so that the first that fails says most.
type check[In, Out any] struct {
	holds string // what holds where it passes: "one number for each pixel"
	run   func(call Caller[In, Out]) error
}

// A Mistake is what is wrong with a student's function.
type Mistake struct {
	Name string // of a known mistake, such as "not averaged"; else ""
	Says string // the sentence for the student
}

// Error implements error: the sentence for the student.
func (m *Mistake) Error() string { return m.Says }

// A Verdict is what a check has found.
type Verdict struct {
	Title   string
	Passed  []string // what holds, in the order of the checks
	Of      int      // how many checks there are
	Mistake *Mistake // of the first check that failed, after which no other was tried; nil where all have passed
}

// Judge calls the student's function as often as the checks want, until one fails.
func (e Exercise[F, In, Out]) Judge(call Caller[In, Out]) Verdict {
	v := Verdict{Title: e.Title, Of: len(e.checks)}
	for _, c := range e.checks {
		if err := c.run(call); err != nil {
			v.Mistake = mistake(err)
			return v
		}
		v.Passed = append(v.Passed, c.holds)
	}
	return v
}

// mistake returns err as what is wrong with a student's function.
func mistake(err error) *Mistake {
	if m, ok := err.(*Mistake); ok {
		return m
	}
	return &Mistake{Says: err.Error()}
}

// String returns the verdict as the student reads it, a line for each check that was tried.
func (v Verdict) String() string {
	var b strings.Builder
	if v.Mistake == nil {
		fmt.Fprintf(&b, "%s: all %d checks pass.\n", v.Title, v.Of)
	} else {
		fmt.Fprintf(&b, "%s: %d of %d checks pass.\n", v.Title, len(v.Passed), v.Of)
	}
	for _, holds := range v.Passed {
		fmt.Fprintf(&b, "  ✓ %s\n", holds)
	}
	if v.Mistake != nil {
		fmt.Fprintf(&b, "  ✗ %s\n", plain(v.Mistake.Says))
	}
	return b.String()
}

// plain returns text that came from a student's program without what would control a terminal.
func plain(text string) string {
	return strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' || r >= ' ' && (r < 0x7f || r > 0x9f) {
			return r
		}
		return '·'
	}, text)
}
