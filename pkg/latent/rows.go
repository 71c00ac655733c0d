package latent

import (
	"runtime"
	"sync"
)

// rows returns n rows of w zeros, consecutive in memory.
func rows(n, w int) [][]float32 {
	flat := make([]float32, n*w)
	out := make([][]float32, n)
	for i := range out {
		out[i] = flat[i*w : (i+1)*w : (i+1)*w]
	}
	return out
}

// narrow returns v in float32.
func narrow(v []float64) []float32 {
	narrowed := make([]float32, len(v))
	for i, entry := range v {
		narrowed[i] = float32(entry)
	}
	return narrowed
}

// parallel calls do for consecutive parts lo ≤ i < hi of 0 ≤ i < n, one on each core. What do computes for i must not
// depend on the part that i is in. Where do panics, parallel does, so that the caller can recover.
func parallel(n int, do func(lo, hi int)) {
	parts := min(runtime.GOMAXPROCS(0), n)
	var (
		wg     sync.WaitGroup
		once   sync.Once
		reason any
	)
	for p := range parts {
		wg.Go(func() {
			defer func() {
				if r := recover(); r != nil {
					once.Do(func() { reason = r })
				}
			}()
			do(p*n/parts, (p+1)*n/parts)
		})
	}
	wg.Wait()
	if reason != nil {
		panic(reason)
	}
}
