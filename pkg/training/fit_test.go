package training

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"latentlab/pkg/autoencoder"
	"latentlab/pkg/backend"
	"latentlab/pkg/progress"
)

// noise returns n images of 12 pixels that depend on two numbers each.
func noise(n int) [][]float32 {
	rng := rand.New(rand.NewPCG(1, 2))
	images := make([][]float32, n)
	for i := range images {
		a, b := rng.Float32(), rng.Float32()
		for p := range 12 {
			images[i] = append(images[i], a*float32(p)/12+b*float32(p%3)/3)
		}
	}
	return images
}

func newSmall(t *testing.T, engine backend.Engine) *autoencoder.Autoencoder {
	t.Helper()
	ae, err := autoencoder.New(engine, autoencoder.Config{Widths: []int{12, 8, 2}, Seed: 3})
	if err != nil {
		t.Fatal(err)
	}
	return ae
}

func TestFitLearnsAndRepeats(t *testing.T) {
	images := noise(64)
	for _, engine := range bothEngines(t) {
		config := Config{Steps: 300, Batch: 10, Seed: 5}
		var first []float32
		for range 2 {
			ae := newSmall(t, engine)
			h, err := Fit(context.Background(), ae, images, config)
			if err != nil {
				t.Fatalf("%s: %v", engine, err)
			}
			if len(h.Losses) != 300 || h.Losses[299] > h.Losses[0]/4 {
				t.Errorf("%s: %d losses, from %g to %g", engine, len(h.Losses), h.Losses[0], h.Losses[len(h.Losses)-1])
			}
			if first == nil {
				first = h.Losses
			} else if !slices.Equal(first, h.Losses) {
				t.Errorf("%s: the same seed gave other numbers", engine)
			}
		}
	}
}

func TestFitGoesOnWhereItWasInterrupted(t *testing.T) {
	images := noise(64)
	for _, engine := range bothEngines(t) {
		t.Setenv("LATENTLAB_CHECKPOINTS", t.TempDir())
		whole := newSmall(t, engine)
		want, err := Fit(context.Background(), whole, images, Config{Steps: 200, Batch: 10})
		if err != nil {
			t.Fatal(err)
		}

		ctx, cancel := context.WithCancelCause(context.Background())
		stop := errors.New("the student pressed stop")
		config := Config{Steps: 200, Batch: 10, Checkpoint: "small", Report: func(progress.Report) { cancel(stop) }}
		h, err := Fit(ctx, newSmall(t, engine), images, config)
		if !errors.Is(err, stop) || !strings.HasSuffix(err.Error(), "kept in checkpoint small: run it again to go on") {
			t.Fatalf("%s: interrupted, Fit returned %v", engine, err)
		}
		if len(h.Losses) == 0 || len(h.Losses) >= 200 {
			t.Fatalf("%s: %d steps were done before the interrupt", engine, len(h.Losses))
		}

		config.Report = nil
		ae := newSmall(t, engine)
		again, err := Fit(context.Background(), ae, images, config)
		if err != nil {
			t.Fatal(err)
		}
		if again.Resumed != len(h.Losses) || !slices.Equal(again.Losses, want.Losses) {
			t.Errorf("%s: resumed at %d of %d, losses differ from those of one run", engine, again.Resumed, len(h.Losses))
		}
		if again.Time <= h.Time {
			t.Errorf("%s: both calls took %v, and the first alone %v", engine, again.Time, h.Time)
		}
		a, _ := whole.Encode(images)
		b, _ := ae.Encode(images)
		if !slices.EqualFunc(a, b, slices.Equal[[]float32]) {
			t.Errorf("%s: the weights differ from those of one run", engine)
		}

		// A training that is complete is not resumed: it begins anew.
		anew, err := Fit(context.Background(), newSmall(t, engine), images, config)
		if err != nil || anew.Resumed != 0 {
			t.Errorf("%s: after a complete training, resumed at %d, %v", engine, anew.Resumed, err)
		}
	}
}

func TestFitGoesOnAfterAKill(t *testing.T) {
	images := noise(64)
	for _, engine := range bothEngines(t) {
		t.Setenv("LATENTLAB_CHECKPOINTS", t.TempDir())
		config, err := Config{Steps: 200, Batch: 10, Checkpoint: "small", Every: 10}.check(newSmall(t, engine), images)
		if err != nil {
			t.Fatal(err)
		}
		killed := config
		kill := errors.New("killed") // nothing is done after it, as after a power cut
		killed.Snapshot = func(step int, _ *autoencoder.Autoencoder) error {
			if step == 70 {
				return kill
			}
			return nil
		}
		r, err := newRun(newSmall(t, engine), images, killed)
		if err != nil {
			t.Fatal(err)
		}
		r.saveEvery = 0
		if err := r.loop(context.Background()); !errors.Is(err, kill) {
			t.Fatalf("%s: the loop returned %v", engine, err)
		}

		again, err := Fit(context.Background(), newSmall(t, engine), images, config)
		if err != nil {
			t.Fatal(err)
		}
		want, err := Fit(context.Background(), newSmall(t, engine), images, Config{Steps: 200, Batch: 10})
		if err != nil {
			t.Fatal(err)
		}
		if again.Resumed != 70 || !slices.Equal(again.Losses, want.Losses) {
			t.Errorf("%s: resumed at %d of 70, or with other losses than those of one run", engine, again.Resumed)
		}
	}
}

func TestSnapshots(t *testing.T) {
	images := noise(64)
	for _, engine := range bothEngines(t) {
		want, err := Fit(context.Background(), newSmall(t, engine), images, Config{Steps: 50, Batch: 10})
		if err != nil {
			t.Fatal(err)
		}
		var steps []int
		var codes [][]float32
		ae := newSmall(t, engine)
		got, err := Fit(context.Background(), ae, images, Config{Steps: 50, Batch: 10, Every: 20,
			Snapshot: func(step int, ae *autoencoder.Autoencoder) error {
				z, err := ae.Encode(images[:1])
				steps, codes = append(steps, step), append(codes, z...)
				return err
			}})
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(steps, []int{0, 20, 40, 50}) {
			t.Errorf("%s: snapshots after %v steps, want 0, 20, 40, 50", engine, steps)
		}
		if slices.Equal(codes[0], codes[1]) || slices.Equal(codes[1], codes[2]) {
			t.Errorf("%s: the snapshots show the same weights: codes %v", engine, codes)
		}
		if !slices.Equal(got.Losses, want.Losses) {
			t.Errorf("%s: with snapshots the losses differ", engine)
		}
		full := errors.New("the disk is full")
		if _, err := Fit(context.Background(), ae, images, Config{Snapshot: func(int, *autoencoder.Autoencoder) error { return full }}); !errors.Is(err, full) {
			t.Errorf("%s: the error of a snapshot becomes %v", engine, err)
		}
	}
}

// What one engine has trained, another computes with, to rounding.
func TestTrainedOnOneEngineUsedOnAnother(t *testing.T) {
	images, engines := noise(64), bothEngines(t)
	for i, engine := range engines {
		ae := newSmall(t, engine)
		if _, err := Fit(context.Background(), ae, images, Config{Steps: 20, Batch: 10}); err != nil {
			t.Fatal(err)
		}
		want, err := ae.Encode(images)
		if err != nil {
			t.Fatal(err)
		}
		other, err := ae.On(engines[1-i])
		if err != nil {
			t.Fatal(err)
		}
		got, err := other.Encode(images)
		if err != nil {
			t.Fatal(err)
		}
		for j := range want {
			for k := range want[j] {
				if math.Abs(float64(got[j][k]-want[j][k])) > 1e-4*(1+math.Abs(float64(want[j][k]))) {
					t.Fatalf("trained on %s, image %d has the code %v there and %v on %s", engine, j, want[j], got[j], engines[1-i])
				}
			}
		}
	}
}

func TestFitSaysWhatIsWrong(t *testing.T) {
	g, err := backend.Go()
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		images [][]float32
		config Config
		want   string
	}{
		{noise(3), Config{}, "3 images are fewer than a batch of 50"},
		{noise(64), Config{Steps: -1}, "-1 steps"},
		{noise(64), Config{LearningRate: -2}, "learning rate is -2"},
		{append(noise(63), make([]float32, 11)), Config{}, "image 63 has 11 pixels, the autoencoder takes 12"},
		{noise(64), Config{LearningRate: 1e30, Steps: 40}, "no longer finite"},
	} {
		ae := newSmall(t, g)
		before, _ := ae.Encode(noise(2))
		_, err := Fit(context.Background(), ae, test.images, test.config)
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%+v: error %v, want one with %q", test.config, err, test.want)
		}
		if after, _ := ae.Encode(noise(2)); !slices.EqualFunc(before, after, slices.Equal[[]float32]) {
			t.Errorf("%v: the failed training has changed the autoencoder", err)
		}
	}
}
