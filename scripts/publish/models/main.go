// Command models trains what notebooks 10 and 11 compare, from several seeds, and prints how good the images of each are, beside
// real ones: mean and spread. scripts/models.sh runs it.
package main

import (
	"context"
	"fmt"
	"os"
	"slices"

	"gonum.org/v1/gonum/stat"
	"latentlab/pkg/backend"
	"latentlab/pkg/digits"
	"latentlab/pkg/lecture"
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
	fmt.Printf("%s, in the features of %s, whose accuracy on them is %.4f\n", x, judge, quality.Accuracy(real.Probabilities, x.Test.Labels))
	t := table{}
	for seed := uint64(1); seed <= last; seed++ {
		c := contest{ctx: ctx, engine: engine, judge: judge, x: x, real: real, seed: seed, table: &t}
		if err := c.run(); err != nil {
			return err
		}
	}
	fmt.Printf("\n%s, %d seeds, mean ± spread\n\n", x, last)
	t.print()
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
	table  *table
}

// judged measures images beside the real test images, and notes it in the table's row.
func (c contest) judged(row string, images [][]float32) error {
	seen, err := c.judge.See(images)
	if err != nil {
		return fmt.Errorf("models: %s: %w", row, err)
	}
	c.table.note(row, quality.Of(c.real, seen))
	return nil
}

// A table holds measures by row, in the order of their first note.
type table struct {
	rows   []string
	values map[string]map[string][]float64 // by row and measure, one a seed
}

// note adds measures to a row, and prints them.
func (t *table) note(row string, numbers quality.Numbers) {
	if t.values == nil {
		t.values = map[string]map[string][]float64{}
	}
	if t.values[row] == nil {
		t.rows, t.values[row] = append(t.rows, row), map[string][]float64{}
	}
	for name, v := range numbers {
		t.values[row][name] = append(t.values[row][name], v)
	}
	t.printRow(row)
}

func (t *table) print() {
	for _, row := range t.rows {
		t.printRow(row)
	}
}

// printRow prints the row's measures by name, each as mean ± standard deviation.
func (t *table) printRow(row string) {
	fmt.Printf("%-34s", row)
	var names []string
	for name := range t.values[row] {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		v := t.values[row][name]
		spread := 0.0
		if len(v) > 1 {
			spread = stat.StdDev(v, nil)
		}
		fmt.Printf("  %s %.4g ± %.2g", name, stat.Mean(v, nil), spread)
	}
	fmt.Println()
}
