package lecture_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"

	"latentlab/pkg/digits"
	"latentlab/pkg/lecture"
)

func ExampleRecord() {
	os.Setenv("LATENTLAB_SEED", "7")
	defer os.Unsetenv("LATENTLAB_SEED")
	x := digits.Data{Name: "MNIST", Only: []int{1, 5, 6}}
	lecture.Record(x, lecture.Numbers{"test_mse": 0.0314})
	// Output:
	// digits    MNIST 1, 5, 6
	// seed      7
	// test_mse  0.0314
}

func ExampleSee() {
	lecture.See(0, 93, "% of the pairs")
	lecture.See(80, 93.333, "% of the pairs")
	// Output:
	// found: 93 % of the pairs; your guess: none yet
	// found: 93.33 % of the pairs; your guess: 80
}

func ExampleFloat64() {
	images := [][]float32{{0, 0.5}, {1, 0.25}}
	rows := lecture.Float64(images) // as the functions of the exercises take them
	fmt.Printf("%T %v, and back: %T\n", rows, rows, lecture.Float32(rows))
	// Output: [][]float64 [[0 0.5] [1 0.25]], and back: [][]float32
}

func TestCaption(t *testing.T) {
	t.Setenv("LATENTLAB_SEED", "")
	if got := lecture.Caption(digits.Data{Name: "built-in digits", Only: []int{1, 5, 6}}); got != "built-in digits 1, 5, 6 · seed 1" {
		t.Errorf("the caption is %q", got)
	}
}

func TestName(t *testing.T) {
	t.Setenv("LATENTLAB_SEED", "3")
	for name, want := range map[string]string{
		"MNIST": "vae-mnist-156-seed-3", "built-in digits": "vae-builtin-156-seed-3", "Fashion-MNIST": "vae-fashion-mnist-156-seed-3",
	} {
		if got := lecture.Name(digits.Data{Name: name, Only: []int{1, 5, 6}}, "vae"); got != want {
			t.Errorf("the name for %s is %q, want %q", name, got, want)
		}
	}
}

// TestStop runs itself as another process, which stops.
func TestStop(t *testing.T) {
	switch os.Getenv("STOP") {
	case "error":
		lecture.Must(1, errors.New("no digits: run scripts/setup.sh"))
	case "interrupt":
		lecture.Stop(fmt.Errorf("interrupted: run it again: %w", context.Canceled))
	case "seed":
		lecture.Seed()
	}
	if os.Getenv("STOP") != "" {
		return
	}
	const sentence, where = "no digits: run scripts/setup.sh", "lecture_test.go:"
	for _, test := range []struct {
		stop, trace, begins string
		place               bool
	}{
		{"error", "", sentence, false},
		{"error", "none", sentence, false},
		{"error", "single", "panic: " + sentence, true},
		{"interrupt", "single", "interrupted: run it again", false},
		{"seed", "", `lecture: LATENTLAB_SEED is "one", want a whole number`, false},
	} {
		command := exec.Command(os.Args[0], "-test.run=^TestStop$")
		command.Env = append(os.Environ(), "STOP="+test.stop, "GOTRACEBACK="+test.trace, "LATENTLAB_SEED=one")
		var said strings.Builder
		command.Stderr = &said
		err := command.Run()
		if err == nil || strings.Count(said.String(), strings.TrimPrefix(test.begins, "panic: ")) != 1 || strings.Contains(said.String(), where) != test.place {
			t.Errorf("%s with GOTRACEBACK=%s: the process ends with %v and %q, want %q once, and a place: %t", test.stop, test.trace, err, said.String(), test.begins, test.place)
		}
	}
}
