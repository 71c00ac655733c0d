// Package cores shares work out among the processor's cores.
package cores

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// Each calls do for each 0 ≤ i < n, on all cores. Where do panics, Each does, so that the caller can recover.
func Each(n int, do func(i int)) {
	var (
		next   atomic.Int64
		wg     sync.WaitGroup
		once   sync.Once
		reason any
	)
	for range min(runtime.GOMAXPROCS(0), n) {
		wg.Go(func() {
			defer func() {
				if r := recover(); r != nil {
					once.Do(func() { reason = r })
				}
			}()
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				do(i)
			}
		})
	}
	wg.Wait()
	if reason != nil {
		panic(reason)
	}
}

// Parts calls do for consecutive parts lo ≤ i < hi of 0 ≤ i < n, one on each core, as Each does. What do computes for i must not
// depend on the part that i is in.
func Parts(n int, do func(lo, hi int)) {
	parts := min(runtime.GOMAXPROCS(0), n)
	Each(parts, func(p int) { do(p*n/parts, (p+1)*n/parts) })
}
