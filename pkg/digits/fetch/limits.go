package fetch

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"
)

// limits says how long mirrors are borne with.
type limits struct {
	rounds   uint          // of asking all mirrors, while nothing is gained
	pause    time.Duration // before the second round, twice as long before the third
	patience time.Duration // no round starts later
	least    int64         // bytes that arrive in each window, from the request on; a mirror that is slower is left
	window   time.Duration

	tick func(time.Duration) (tick <-chan time.Time, stop func()) // what measures windows; tests have a clock of their own
}

// usual bears with 16 kB/s, at which MNIST takes twelve minutes.
var usual = limits{
	rounds: 3, pause: time.Second / 2, patience: 15 * time.Second,
	least: 128_000, window: 8 * time.Second,
	tick: func(d time.Duration) (<-chan time.Time, func()) {
		ticker := time.NewTicker(d)
		return ticker.C, ticker.Stop
	},
}

// watch cancels ctx when less arrives in a window than there must. It returns when ctx ends.
func (l limits) watch(ctx context.Context, cancel context.CancelCauseFunc, arrived *atomic.Int64) {
	tick, stop := l.tick(l.window)
	defer stop()
	for before := arrived.Load(); ; {
		select {
		case <-ctx.Done():
			return
		case <-tick:
		}
		now := arrived.Load()
		if err := l.slow(now - before); err != nil {
			cancel(err)
			return
		}
		before = now
	}
}

// slow is the error of a mirror from which so many bytes have arrived in a window, nil where they are enough.
func (l limits) slow(bytes int64) error {
	if bytes >= l.least {
		return nil
	}
	return fmt.Errorf("is too slow: %d bytes in %v, want %d", bytes, l.window, l.least)
}
