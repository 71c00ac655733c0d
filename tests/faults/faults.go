// Package faults counts what the project has withstood. A campaign makes a fault happen many times, such as a kill in the middle
// of a training, and a try is lost where anything finished is gone, or anything wrong comes out without a word. Its tests hold
// the campaigns of checkpoints; those of single packages lie beside them.
//
//	scripts/test.sh --faults
package faults

import (
	"encoding/json"
	"os"
	"testing"
)

// Variable is the environment variable that makes the campaigns whole where it is "all". Else they make a tenth of their tries.
const Variable = "LATENTLAB_FAULTS"

// Tries returns how many of a campaign's tries are to be made: all of them, or a tenth.
func Tries(all int) int {
	if os.Getenv(Variable) == "all" {
		return all
	}
	return (all + 9) / 10
}

// mostShown is how many lost tries a campaign describes.
const mostShown = 5

// Campaign makes the tries of a fault, and notes how many there were. Those for which try returns an error are lost, and fail
// the test.
func Campaign(t *testing.T, fault string, all int, try func(i int) error) {
	t.Helper()
	tries, lost := Tries(all), 0
	for i := range tries {
		if err := try(i); err != nil {
			if lost++; lost <= mostShown {
				t.Errorf("%s: try %d: %v", fault, i, err)
			}
		}
	}
	Note(t, fault, tries, lost)
}

// Note notes how many tries of a fault a test has made and how many of them were lost, for the table that tests/checks.py prints.
// It fails the test where any was lost.
func Note(t *testing.T, fault string, tries, lost int) {
	t.Helper()
	row, err := json.Marshal(map[string]any{"fault": fault, "tries": tries, "lost": lost})
	if err != nil {
		t.Fatal(err)
	}
	t.Attr("fault", string(row))
	if lost > 0 {
		t.Errorf("%s: %d of %d tries were lost", fault, lost, tries)
	}
}

// One notes a test that makes a fault happen once. The try is lost where the test fails.
func One(t *testing.T, fault string) {
	t.Helper()
	t.Cleanup(func() {
		if t.Skipped() {
			return
		}
		lost := 0
		if t.Failed() {
			lost = 1
		}
		Note(t, fault, 1, lost)
	})
}
