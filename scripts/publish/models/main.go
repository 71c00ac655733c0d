// Command models trains what notebooks 10 and 11 compare, from several seeds, and measures how good the images of each are, beside
// real ones: out/lecture/models.json. What the file has of the same trainings is kept. scripts/models.sh runs it.
package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"time"

	"latentlab/pkg/backend"
	"latentlab/pkg/checkpoint"
	"latentlab/pkg/digits"
	"latentlab/pkg/lecture"
	"latentlab/pkg/lecture/measure"
	"latentlab/pkg/progress"
	"latentlab/pkg/quality"
	"latentlab/pkg/quality/classifier"
	"latentlab/scripts/publish/seeded"
)

func main() { seeded.Main("models", run) }

func run(ctx context.Context, engine backend.Engine, last uint64) error {
	judge, err := classifier.OpenOrTrain(ctx, engine, progress.Terminal(os.Stderr))
	if err != nil {
		return err
	}
	x, err := digits.Load(ctx, digits.Options{Only: lecture.Only, Seed: 1})
	if err != nil {
		return err
	}
	real, err := judge.See(x.Test.Images)
	if err != nil {
		return err
	}
	all := measure.Models{Digits: x.String(), Backend: engine.String(), Judge: measure.Judge{
		Name: judge.String(), Accuracy: quality.Accuracy(real.Probabilities, x.Test.Labels), Training: judge.Training(),
	}}
	fmt.Printf("%s, in the features of %s, whose accuracy on them is %.4f\n", x, judge, all.Judge.Accuracy)
	c := contest{ctx: ctx, engine: engine, judge: judge, x: x, real: real, all: &all}
	if err := c.takeOver(); err != nil {
		return err
	}
	for c.seed = 1; c.seed <= last; c.seed++ {
		for _, e := range entries() {
			if err := c.enter(e); err != nil {
				return fmt.Errorf("models: %s, seed %d: %w", e.name, c.seed, err)
			}
		}
	}
	fmt.Printf("\n%s\nWritten to out/lecture/models.json.\n", all.Table())
	return nil
}

// A contest is the comparison of all models from one seed.
type contest struct {
	ctx    context.Context
	engine backend.Engine
	judge  classifier.Classifier
	x      digits.Data
	real   quality.Seen
	seed   uint64
	all    *measure.Models
}

// takeOver keeps the rows of an earlier run on the same digits, engine and judge, but for those of trainings that are no longer
// in the contest. Of a file with anything else it says that it is replaced.
func (c contest) takeOver() error {
	before, err := measure.OpenModels(c.x)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	var other []string
	if err != nil {
		other = []string{err.Error()}
	} else {
		if before.Backend != c.all.Backend {
			other = append(other, fmt.Sprintf("its models were trained on %s", before.Backend))
		}
		if found := c.all.Judge.Training.Differences(before.Judge.Training); len(found) > 0 {
			other = append(other, fmt.Sprintf("its distances are those of another %s: %s", before.Judge.Name, strings.Join(found, "; ")))
		}
	}
	if len(other) > 0 {
		fmt.Printf("out/lecture/models.json is made anew: %s\n", strings.Join(other, "; "))
		return nil
	}
	var trainings []checkpoint.Identity
	for _, e := range entries() {
		_, training, err := c.start(e)
		if err != nil {
			return err
		}
		trainings = append(trainings, training)
	}
	c.all.Date, c.all.Rows = before.Date, slices.DeleteFunc(before.Rows, func(r measure.Row) bool {
		return !slices.ContainsFunc(trainings, func(t checkpoint.Identity) bool { return len(t.Differences(r.Training)) == 0 })
	})
	return nil
}

// enter trains what an entry asks for, measures it and saves all rows so far, where its rows from this seed are not there yet.
func (c contest) enter(e entry) error {
	n, training, err := c.start(e)
	if err != nil || c.all.Has(training, c.seed) {
		return err
	}
	fit, err := c.fit(e, n)
	if err != nil {
		return err
	}
	rows, err := e.rows(c, e.name, fit)
	if err != nil {
		return err
	}
	for _, r := range rows {
		c.all.Note(r.name, training, c.seed, measure.Numbers(r.numbers))
		fmt.Printf("seed %d  %-42s  %s\n", c.seed, r.name, r)
	}
	c.all.Date = time.Now().UTC().Format(time.DateOnly)
	return c.all.Save()
}

// A row is what one seed gives to a row of the table.
type row struct {
	name    string
	numbers quality.Numbers
}

// String returns the measures by name.
func (r row) String() string {
	var parts []string
	for name, v := range r.numbers {
		parts = append(parts, fmt.Sprintf("%s %.4g", name, v))
	}
	slices.Sort(parts)
	return strings.Join(parts, "  ")
}

// judged measures images beside the real test images.
func (c contest) judged(name string, images [][]float32) (row, error) {
	seen, err := c.judge.See(images)
	if err != nil {
		return row{}, err
	}
	return row{name, quality.Of(c.real, seen)}, nil
}
