package trained

import (
	"fmt"
	"strings"
	"testing"

	"latentlab/pkg/backend"
	"latentlab/pkg/internal/printed"
)

// Where there is no classifier yet, it is said that it is trained; where that cannot be, the cell stops.
func TestOpenJudgeSaysThatItTrains(t *testing.T) {
	small(t)
	t.Setenv("GOTRACEBACK", "single") // so that the cell stops by a panic
	var stopped any
	said := printed.By(t, func() {
		defer func() { stopped = recover() }()
		OpenJudge(func() (backend.Engine, error) { return backend.Engine{}, nil })
	})
	const want = "The classifier is trained now, on all ten digits, which takes minutes: there is no checkpoint of it yet.\n"
	if said != want {
		t.Errorf("it says %q, want %q", said, want)
	}
	if err := fmt.Sprint(stopped); !strings.Contains(err, "backend cannot be nil") {
		t.Errorf("without an engine the cell stops with %q", err)
	}
}
