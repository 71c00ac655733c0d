package fetch

import (
	"fmt"
	"strings"
	"time"
)

// meter shows how one file arrives. It is written what arrives.
type meter struct {
	Config
	name        string
	total, have int64 // bytes
	fresh       int64 // bytes that have arrived since start
	start, last time.Time
}

func newMeter(c Config, name string, total int64) *meter {
	return &meter{Config: c, name: name, total: total, start: time.Now()}
}

// Write counts b and redraws the bar, ten times a second at most.
func (m *meter) Write(b []byte) (int, error) {
	m.have += int64(len(b))
	m.fresh += int64(len(b))
	if now := time.Now(); m.Bar && now.Sub(m.last) >= time.Second/10 {
		m.last = now
		fmt.Fprint(m.Out, clearLine, m)
	}
	return len(b), nil
}

// clearLine takes a terminal back to the start of an empty line.
const clearLine = "\r\x1b[K"

// String returns the bar, within 80 columns.
func (m *meter) String() string {
	const width = 20
	full := int(width * m.have / m.total)
	rate := float64(m.fresh) / max(time.Since(m.start).Seconds(), 1e-3)
	return fmt.Sprintf("%-26s %s%s %5.1f of %s, %s/s", m.name,
		strings.Repeat("█", full), strings.Repeat("░", width-full), mega(m.have), megabytes(m.total), megabytes(int64(rate)))
}

// done replaces the bar by a line that says what has arrived.
func (m *meter) done(from string) {
	m.abandon()
	fmt.Fprintf(m.Out, "%s: %s from %s in %.1f s\n", m.name, megabytes(m.total), from, time.Since(m.start).Seconds())
}

// abandon takes the bar away.
func (m *meter) abandon() {
	if m.Bar {
		fmt.Fprint(m.Out, clearLine)
	}
}

func mega(bytes int64) float64 { return float64(bytes) / 1e6 }

func megabytes(bytes int64) string {
	if bytes < 100_000 {
		return fmt.Sprintf("%.0f kB", float64(bytes)/1e3)
	}
	return fmt.Sprintf("%.1f MB", mega(bytes))
}
