package faults

import (
	"bytes"
	"fmt"
	"os/exec"
	"strings"
	"testing"
)

// Of two programs that save one checkpoint all the time, each save is done or its author is told why not; whoever opens it
// meanwhile gets one of theirs whole, and in the end it is the last that one of them has saved.
func TestTwoSavers(t *testing.T) {
	t.Setenv("LATENTLAB_CHECKPOINTS", t.TempDir())
	n, err := newNetwork(small, 12, 3)
	if err == nil {
		if err = mark(n, 0); err == nil {
			err = n.Save(name)
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	each := Tries(1200) / 2
	var savers [2]*exec.Cmd
	var said [2]bytes.Buffer
	ended := make(chan error, len(savers))
	for i := range savers {
		savers[i] = play("save", " ", i+1, " ", each)
		savers[i].Stdout = &said[i]
		if err := savers[i].Start(); err != nil {
			t.Fatal(err)
		}
		go func() { ended <- savers[i].Wait() }()
	}
	opened, missed := 0, 0
	for left := len(savers); left > 0; {
		select {
		case err := <-ended:
			if err != nil {
				t.Error(err)
			}
			left--
		default:
			opened++
			if _, err := marked(); err != nil {
				missed++
				t.Errorf("opening it meanwhile: %v", err)
			}
		}
	}
	Note(t, "opened while others save", opened, missed)

	count, tries, lost, last := map[string]int{}, 0, 0, map[uint64]bool{}
	for i := range said {
		var seed uint64
		for line := range strings.Lines(said[i].String()) {
			var what string
			var this uint64
			fmt.Sscan(line, &what, &this)
			tries++
			count[what]++
			switch what {
			case "saved":
				seed = this
			case "failed":
				lost++
				t.Error(strings.TrimSpace(line))
			}
		}
		last[seed] = true
	}
	if seed, err := marked(); err != nil || !last[seed] {
		lost++
		t.Errorf("in the end it holds %d (%v), want one of %v", seed, err, last)
	}
	if tries != 2*each || count["told"] == 0 {
		t.Errorf("of %d saves %v, so this test shows nothing", 2*each, count)
	}
	Note(t, "two savers", tries, lost)
}
