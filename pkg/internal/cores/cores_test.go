package cores

import (
	"slices"
	"testing"
)

func TestEach(t *testing.T) {
	for _, n := range []int{0, 1, 1000} {
		calls := make([]int, n)
		Each(n, func(i int) { calls[i]++ })
		if slices.Min(append(calls, 1)) != 1 || slices.Max(append(calls, 1)) != 1 {
			t.Errorf("Each(%d) calls as often as %v, want once each", n, calls)
		}
	}
}

// What panics on another goroutine would end the program.
func TestPanicsReachTheCaller(t *testing.T) {
	for name, call := range map[string]func(){
		"Each":  func() { Each(100, func(i int) { panic("stop") }) },
		"Parts": func() { Parts(100, func(lo, hi int) { panic("stop") }) },
	} {
		func() {
			defer func() {
				if r := recover(); r != "stop" {
					t.Errorf("%s panics with %v, want stop", name, r)
				}
			}()
			call()
		}()
	}
}
