package exercise

import (
	"strings"
	"sync"
)

// A stream keeps the first of what a process writes, and stops one that floods.
type stream struct {
	mutex sync.Mutex
	kept  []byte
	size  int
	flood func() // called where it is more than enough
}

// Write implements io.Writer. It takes all, and keeps no more than a process may print.
func (s *stream) Write(p []byte) (int, error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.size += len(p)
	s.kept = append(s.kept, p[:min(len(p), mostPrinted-len(s.kept))]...)
	if s.size > mostPrinted {
		s.flood()
	}
	return len(p), nil
}

// overfull tells whether it was more than enough.
func (s *stream) overfull() bool {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return s.size > mostPrinted
}

// text returns the beginning of what was written after mark, or "" where that was not written.
func (s *stream) text(mark string) string {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	_, text, _ := strings.Cut(string(s.kept), mark)
	if len(text) > mostShown {
		text = strings.ToValidUTF8(text[:mostShown], "") + "…"
	}
	return strings.TrimRight(text, "\n")
}
