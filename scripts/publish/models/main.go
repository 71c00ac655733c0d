// Command models trains the lecture's autoencoder, VAE and GAN, and variants of them, from several seeds, and measures how good
// the images of each are, beside real ones: out/lecture/models.json. What the file has of the same trainings is kept.
// scripts/models.sh runs it.
package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"time"

	"latentlab/pkg/backend"
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
	before, err := measure.OpenModels(x)
	if other := all.Differences(before); err == nil && len(other) > 0 {
		err = fmt.Errorf("measure: out/lecture/models.json holds other measures: %s", strings.Join(other, "; "))
	}
	switch {
	case err == nil:
		all = before
	case !errors.Is(err, fs.ErrNotExist):
		fmt.Printf("It is made anew: %v\n", err)
	}
	ten, err := digits.Load(ctx, digits.Options{Seed: 1})
	if err != nil {
		return err
	}
	trials := contest{judge, x, ten, real}.trials()
	err = seeded.Run(ctx, engine, last, trials, &all.Rows, func() error {
		all.Date = time.Now().UTC().Format(time.DateOnly)
		return all.Save()
	})
	if err != nil {
		return fmt.Errorf("models: %w", err)
	}
	fmt.Printf("\n%s\nWritten to out/lecture/models.json.\n", all.Table())
	return nil
}
