// Package lecture is what all notebooks share: which digits and which seed they use, and how a cell stops.
package lecture

import (
	"context"
	"fmt"
	"maps"
	"os"
	"os/signal"
	"strconv"
	"strings"

	"latentlab/pkg/digits"
	"latentlab/pkg/results"
)

// Only holds the digits of the lecture, few enough that two latent dimensions can hold them.
var Only = []int{1, 5, 6}

// Seed returns what all random numbers start from: LATENTLAB_SEED where it is set, else 1. A cell stops where that is
// not a number.
func Seed() uint64 {
	text := os.Getenv("LATENTLAB_SEED")
	if text == "" {
		return 1
	}
	seed, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		Stop(fmt.Errorf("lecture: LATENTLAB_SEED is %q, want a whole number such as 1", text))
	}
	return seed
}

// Digits returns the digits 1, 5 and 6 of MNIST or, where it is not there, of the built-in digits.
func Digits() digits.Data { return load(digits.Options{Only: Only}) }

// TestDigits returns the same, but of its sets only the test set, which is loaded five times faster.
func TestDigits() digits.Data { return load(digits.Options{Only: Only, TestOnly: true}) }

// AllDigits returns all ten digits.
func AllDigits() digits.Data { return load(digits.Options{}) }

func load(options digits.Options) digits.Data {
	options.Seed = Seed()
	return Must(digits.Load(context.Background(), options))
}

// Caption returns what a figure says below it about where its numbers come from: "MNIST 1, 5, 6 · seed 1".
func Caption(x digits.Data) string { return fmt.Sprintf("%s · seed %d", x, Seed()) }

// Name names what is kept of x and the seed, checkpoints and codes: "mnist-seed-1", "builtin-seed-1".
func Name(x digits.Data) string {
	kind := "mnist"
	if !strings.HasPrefix(x.Name, "MNIST") {
		kind = "builtin"
	}
	return fmt.Sprintf("%s-seed-%d", kind, Seed())
}

// Introduce prints what a notebook works with: digits, seed, and the engine that computes.
func Introduce(x digits.Data, engine fmt.Stringer) {
	fmt.Printf("digits   %s: %d images to train on, %d to test\n", x, x.Train.Len(), x.Test.Len())
	fmt.Printf("seed     %d\n", Seed())
	fmt.Printf("backend  %s\n", engine)
}

// Record prints what a notebook has found, with the digits and the seed it holds for, and hands it to the lecture's
// report. The cell stops where that fails.
func Record(x digits.Data, numbers results.Numbers) {
	all := results.Numbers{"digits": x.String(), "seed": Seed()}
	maps.Copy(all, numbers)
	Stop(results.Record(all))
}

// Interrupt returns a context that ends when the cell is interrupted, by the kernel's stop button or Ctrl-C.
func Interrupt() context.Context {
	ctx, _ := signal.NotifyContext(context.Background(), os.Interrupt)
	return ctx
}

// Must returns the value, or stops the cell where there is an error: Must(digits.Load(…)).
func Must[T any](value T, err error) T {
	Stop(err)
	return value
}

// Stop ends the cell with the error, as one line in place of a stack trace; nil goes on.
func Stop(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
