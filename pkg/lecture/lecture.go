// Package lecture is what all notebooks share: which digits and which seed they use, how a figure says so, and how a cell
// stops. Notebooks import it with a dot, so that a cell reads like the slide.
package lecture

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"strconv"
	"strings"
	"time"

	"latentlab/pkg/checkpoint"
	"latentlab/pkg/digits"
	"latentlab/pkg/figure"
	"latentlab/pkg/results"
)

// Autoencoder is what the name of the lecture's model begins with: see Name.
const Autoencoder = "autoencoder"

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

// Digits returns the digits Only, which are 1, 5 and 6 of MNIST or, where it is not there, of the built-in digits, unless
// notebooks/lecture.yaml says otherwise. The cell stops where that file or one of the images' holds a mistake.
func Digits() digits.Data { return load(digits.Options{Only: Only}) }

// TestDigits returns the same, but of its sets only the test set, which is loaded five times faster.
func TestDigits() digits.Data { return load(digits.Options{Only: Only, TestOnly: true}) }

// AllDigits returns all ten digits.
func AllDigits() digits.Data { return load(digits.Options{}) }

func load(options digits.Options) digits.Data {
	options.Seed = Seed()
	x := Must(digits.Load(context.Background(), options))
	Stop(enough(x))
	return x
}

// Caption returns what a figure says below it about where its numbers come from: "MNIST 1, 5, 6 · seed 1".
func Caption(x digits.Data) string { return fmt.Sprintf("%s · seed %d", x, Seed()) }

// TrainSet returns the training images of Digits.
func TrainSet() digits.Set { return Digits().Train }

// Name names the checkpoint of a model trained on x: "autoencoder-mnist-156-seed-1".
func Name(x digits.Data, model string) string {
	only := strings.Trim(strings.ReplaceAll(fmt.Sprint(x.Only), " ", ""), "[]")
	return fmt.Sprintf("%s-%s-%s-seed-%d", model, x.Key(), only, Seed())
}

// Codes returns the codes z (n × 2) and labels that the autoencoder trained on x, as it is now, gives for the images of a set:
// "train" or "test". They are kept with its checkpoint, so that a cell which only draws needs no network. The cell stops where
// there are none, as after another training: the first cell of each notebook computes them.
func Codes(x digits.Data, of string) (z [][]float32, labels []int) {
	z, labels, err := Must(checkpoint.At(Name(x, Autoencoder))).Codes(of)
	Stop(err)
	return z, labels
}

// Show puts a figure into the notebook, below it the notes, where its numbers come from: digits and seed. The cell
// stops where that fails.
func Show(name string, x digits.Data, p figure.Picture, notes ...string) {
	Stop(figure.Show(name, p.Caption(strings.Join(append(notes, Caption(x)), " · "))))
}

// ShowPage puts a page into the notebook, and a link to it. The cell stops where that fails.
func ShowPage(name string, p figure.Page) { Stop(figure.ShowPage(name, p)) }

// Numbers are results by name: see package results.
type Numbers = results.Numbers

// Introduce prints what a notebook works with: digits, seed, and the engine that computes. The report keeps it with the
// notebook's numbers, so that every number knows where it is from. The cell stops where that fails.
func Introduce(x digits.Data, engine fmt.Stringer) {
	from := origin(x)
	from.Backend = engine.String()
	Stop(results.Introduce(from))
	fmt.Printf("digits   %s: %d images to train on, %d to test\n", x, x.Train.Len(), x.Test.Len())
	if x.Note != "" {
		fmt.Printf("         %s\n", x.Note)
	}
	fmt.Printf("seed     %d\n", Seed())
	fmt.Printf("backend  %s\n", engine)
}

// Record prints what a notebook has found, with the digits and the seed it holds for, and hands it to the lecture's
// report. The cell stops where that fails, as where the notebook has recorded numbers of other digits or another training.
func Record(x digits.Data, numbers Numbers) { Stop(results.Record(origin(x), numbers)) }

// See prints what a student guessed beside what was found, both in a unit and its noun, such as "% of the pairs". A guess of 0 is
// none yet.
func See(guess, found float64, unit string) {
	if guess == 0 {
		fmt.Printf("found: %.4g %s; your guess: none yet\n", found, unit)
		return
	}
	fmt.Printf("found: %.4g %s; your guess: %.4g\n", found, unit, guess)
}

// origin returns where numbers about x come from, with the autoencoder's training where there is one.
func origin(x digits.Data) results.Origin {
	from := results.Origin{Source: x.Name, Digits: x.String(), Seed: Seed(), Version: results.Version}
	if m, err := manifest(x, Autoencoder); err == nil { // else the numbers are of no training, or their cell stops where it opens it
		from.TrainedOn, from.Model = m.Backend, m.Identity.Model+" "+m.Identity.Short()
	}
	return from
}

// Made returns on what models for x, such as "vae", were trained, today's date and the version: "trained on XLA on CPU · 27 November
// 2026 · latentlab 0.9.0". A page that lives apart from its notebook says so.
func Made(x digits.Data, models ...string) string {
	made := time.Now().Format("2 January 2006") + " · latentlab " + results.Version
	var on []string
	for _, model := range models {
		if m, err := manifest(x, model); err == nil && !slices.Contains(on, m.Backend) {
			on = append(on, m.Backend)
		}
	}
	if len(on) > 0 {
		made = "trained on " + strings.Join(on, " and ") + " · " + made
	}
	return made
}

// manifest returns that of a model trained on x.
func manifest(x digits.Data, model string) (checkpoint.Manifest, error) {
	dir, err := checkpoint.At(Name(x, model))
	if err != nil {
		return checkpoint.Manifest{}, err
	}
	return dir.Read()
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

// Stop ends the cell with the error; nil goes on. Where Go's own GOTRACEBACK asks where a program has stopped, as the kernel
// does, it panics, so that the error is shown with the line of the cell. Elsewhere, and where the student has stopped the cell,
// the error is one line in place of a stack trace.
func Stop(err error) {
	if err == nil {
		return
	}
	if trace := os.Getenv("GOTRACEBACK"); trace != "" && trace != "none" && !errors.Is(err, context.Canceled) {
		panic(err)
	}
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}
