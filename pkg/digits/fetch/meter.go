package fetch

import (
	"fmt"
	"sync/atomic"
	"time"
)

// meter shows how one file arrives. It is written what arrives.
type meter struct {
	Config
	name        string
	total, have int64        // bytes
	fresh       atomic.Int64 // bytes that have arrived since start
	start, last time.Time
}

func newMeter(c Config, name string, total int64) *meter {
	return &meter{Config: c, name: name, total: total, start: time.Now()}
}

// Write counts b and shows the count, ten times a second at most.
func (m *meter) Write(b []byte) (int, error) {
	m.have += int64(len(b))
	m.fresh.Add(int64(len(b)))
	if now := time.Now(); m.Terminal && now.Sub(m.last) >= time.Second/10 {
		m.last = now
		fmt.Fprint(m.Out, clearLine, m)
	}
	return len(b), nil
}

// clearLine takes a terminal back to the start of an empty line.
const clearLine = "\r\x1b[K"

// String says in less than 80 columns how much has arrived, and how fast.
func (m *meter) String() string {
	rate := float64(m.fresh.Load()) / max(time.Since(m.start).Seconds(), 1e-3)
	return fmt.Sprintf("%s: %.1f of %s, %d %%, %s/s", m.name, float64(m.have)/1e6, megabytes(m.total), 100*m.have/m.total, megabytes(int64(rate)))
}

// done says in place of it what has arrived.
func (m *meter) done(from string) {
	m.abandon()
	fmt.Fprintf(m.Out, "%s: %s from %s in %.1f s\n", m.name, megabytes(m.total), from, time.Since(m.start).Seconds())
}

// abandon takes away what is shown.
func (m *meter) abandon() {
	if m.Terminal {
		fmt.Fprint(m.Out, clearLine)
	}
}

func megabytes(bytes int64) string {
	if bytes < 100_000 {
		return fmt.Sprintf("%.0f kB", float64(bytes)/1e3)
	}
	return fmt.Sprintf("%.1f MB", float64(bytes)/1e6)
}
