package classifier

import (
	"errors"
	"io/fs"
	"math"
	"slices"
	"strings"
	"testing"

	"latentlab/pkg/backend"
	"latentlab/pkg/checkpoint"
	"latentlab/pkg/digits"
	"latentlab/pkg/quality"
	"latentlab/pkg/training"
)

// few returns a few of the built-in digits, and a training on them that takes no time.
func few(t *testing.T) (digits.Data, training.Config) {
	t.Helper()
	t.Setenv("LATENTLAB_CHECKPOINTS", t.TempDir())
	t.Setenv("LATENTLAB_DIGITS", "builtin")
	x, err := digits.Load(t.Context(), digits.Options{Seed: seed, TestOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	x.Train, x.Test = x.Test.Split(800)
	x.Test, _ = x.Test.Split(200)
	config := recipe(x)
	config.Steps, config.Batch, config.Average = 60, 20, 0.9
	return x, config
}

func TestClassifier(t *testing.T) {
	engine, err := backend.Go()
	if err != nil {
		t.Fatal(err)
	}
	x, config := few(t)
	if _, err := opened(engine, config); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("before it is trained: %v", err)
	}
	c, err := trained(t.Context(), engine, x.Train, config, nil)
	if err != nil {
		t.Fatal(err)
	}
	seen, err := c.See(x.Test.Images)
	if err != nil {
		t.Fatal(err)
	}
	if got := quality.Accuracy(seen.Probabilities, x.Test.Labels); got < 0.8 {
		t.Errorf("after 60 steps its accuracy is %g", got)
	}
	for i, p := range seen.Probabilities {
		sum := 0.0
		for _, v := range p {
			sum += float64(v)
		}
		if len(seen.Features[i]) != 64 || len(p) != 10 || math.Abs(sum-1) > 1e-5 {
			t.Fatalf("image %d has %d features, and %d probabilities that sum to %g", i, len(seen.Features[i]), len(p), sum)
		}
	}

	again, err := opened(engine, config)
	if err != nil {
		t.Fatal(err)
	}
	if same, err := again.See(x.Test.Images); err != nil || !slices.EqualFunc(same.Features, seen.Features, slices.Equal[[]float32]) {
		t.Errorf("the opened classifier sees other features (%v)", err)
	}
	if again.String() != c.String() || !strings.HasPrefix(c.String(), "classifier ") {
		t.Errorf("it is called %q, and when opened %q", c, again)
	}
	config.Steps = 70
	if _, err := opened(engine, config); !errors.As(err, new(checkpoint.Other)) {
		t.Errorf("wanted of another training it says %v", err)
	}
}
