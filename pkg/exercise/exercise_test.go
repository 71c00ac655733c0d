package exercise_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"latentlab/pkg/exercise"
)

// A try is a student's function, and what it must be told.
type try struct {
	exercise string
	mistake  string // its name; "right" where all checks pass
	says     string // part of the sentence
	judge    func() exercise.Verdict
}

// wrong returns a try of a function that makes a known mistake.
func wrong[F, In, Out any](e exercise.Exercise[F, In, Out], mistake, says string, f F) try {
	return try{e.Name, mistake, says, func() exercise.Verdict { return e.Judge(e.Here(f)) }}
}

// right returns a try of a solution.
func right[F, In, Out any](e exercise.Exercise[F, In, Out], f F) try { return wrong(e, "right", "", f) }

var tries = slices.Concat(faults, meanImages, principals, layers, losses, shifts, votes, densities, paths, vaes, counts, walks, noises, hunts)

// What a student's function is told is what its mistake is.
func TestMistakes(t *testing.T) {
	for _, try := range tries {
		v := try.judge()
		switch {
		case try.mistake == "right":
			if v.Mistake != nil {
				t.Errorf("%s: a solution fails:\n%s", try.exercise, v)
			}
		case v.Mistake == nil:
			t.Errorf("%s: a solution that is wrong, %q, passes", try.exercise, try.mistake)
		case v.Mistake.Name != try.mistake || !strings.Contains(v.Mistake.Says, try.says):
			t.Errorf("%s: %q is told as %q: %s\nwant in it: %s", try.exercise, try.mistake, v.Mistake.Name, v.Mistake.Says, try.says)
		}
	}
}

// Every mistake that a check knows by name is made by a function here, in the file of the tests beside it.
func TestEveryMistakeIsMade(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	named := regexp.MustCompile(`(?:&Mistake|^\t\{|\]float32\]|\]float64\]|wrong\[.*\]|^\t\t\twrong\[.*\])\{?"([^"]+)", `)
	known := 0
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		tested, _ := os.ReadFile(strings.TrimSuffix(file, ".go") + "_test.go")
		for _, line := range strings.Split(string(source), "\n") {
			if found := named.FindStringSubmatch(line); found != nil {
				known++
				if !strings.Contains(string(tested), `"`+found[1]+`"`) {
					t.Errorf("%s knows the mistake %q, and no test makes it", file, found[1])
				}
			}
		}
	}
	if known < 60 {
		t.Errorf("only %d mistakes are found in the sources", known)
	}
}

// The verdict lists what holds, and the first that does not.
func ExampleExercise_Judge() {
	e := exercise.MeanImage
	sum := func(x [][]float32) []float32 {
		total := make([]float32, len(x[0]))
		for _, image := range x {
			for i, ink := range image {
				total[i] += ink
			}
		}
		return total
	}
	fmt.Print(e.Judge(e.Here(sum)))
	// Output:
	// The mean image: 2 of 4 checks pass.
	//   ✓ one number for each pixel
	//   ✓ the mean of one image is that image
	//   ✗ your mean image is the sum of the images: a mean is divided by their number.
}
