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
