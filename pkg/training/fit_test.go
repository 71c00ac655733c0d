package training

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"latentlab/pkg/backend"
	"latentlab/pkg/model"
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

// small is a model of images of 12 pixels.
var small = model.Autoencoder{Widths: []int{12, 8, 2}}

func newSmall(t *testing.T, engine backend.Engine) *model.Network {
	t.Helper()
	return newOf(t, engine, small)
}

func newOf(t *testing.T, engine backend.Engine, m model.Model) *model.Network {
	t.Helper()
	n, err := model.New(engine, m, model.Config{Pixels: 12, Seed: 3})
	if err != nil {
		t.Fatal(err)
	}
	return n
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
			if l := only(h); len(l) != 300 || l[299] > l[0]/4 {
				t.Errorf("%s: %d losses, from %g to %g", engine, len(l), l[0], l[len(l)-1])
			}
			if first == nil {
				first = only(h)
			} else if !slices.Equal(first, only(h)) {
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
		if len(only(h)) == 0 || len(only(h)) >= 200 {
			t.Fatalf("%s: %d steps were done before the interrupt", engine, len(only(h)))
		}

		config.Report = nil
		ae := newSmall(t, engine)
		again, err := Fit(context.Background(), ae, images, config)
		if err != nil {
			t.Fatal(err)
		}
		if again.Resumed != len(only(h)) || !slices.Equal(only(again), only(want)) {
			t.Errorf("%s: resumed at %d of %d, losses differ from those of one run", engine, again.Resumed, len(only(h)))
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
		n := newSmall(t, engine)
		config := Config{Steps: 200, Batch: 10, Checkpoint: "small", Every: 10}.filled(n)
		killed := config
		kill := errors.New("killed") // nothing is done after it, as after a power cut
		killed.Snapshot = func(step int, _ *model.Network) error {
			if step == 70 {
				return kill
			}
			return nil
		}
		want, err := killed.identity(n, images)
		if err != nil {
			t.Fatal(err)
		}
		r, err := newRun(n, images, killed, want)
		if err != nil {
			t.Fatal(err)
		}
		if r.lock, err = lockOf("small"); err != nil {
			t.Fatal(err)
		}
		r.saveEvery = 0
		if err := r.loop(context.Background()); !errors.Is(err, kill) {
			t.Fatalf("%s: the loop returned %v", engine, err)
		}
		r.lock.Unlock()

		again, err := Fit(context.Background(), newSmall(t, engine), images, config)
		if err != nil {
			t.Fatal(err)
		}
		whole, err := Fit(context.Background(), newSmall(t, engine), images, Config{Steps: 200, Batch: 10})
		if err != nil {
			t.Fatal(err)
		}
		if again.Resumed != 70 || !slices.Equal(only(again), only(whole)) {
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
			Snapshot: func(step int, n *model.Network) error {
				z, err := n.Encode(images[:1])
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
		if !slices.Equal(only(got), only(want)) {
			t.Errorf("%s: with snapshots the losses differ", engine)
		}
		full := errors.New("the disk is full")
		if _, err := Fit(context.Background(), ae, images, Config{Snapshot: func(int, *model.Network) error { return full }}); !errors.Is(err, full) {
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
	black := noise(64)
	black[7] = slices.Clone(black[7])
	black[7][3] = float32(math.NaN())
	for _, test := range []struct {
		images [][]float32
		config Config
		want   string
	}{
		{noise(3), Config{}, "3 images are fewer than a batch of 50"},
		{noise(64), Config{Steps: -1}, "Steps is -1"},
		{noise(64), Config{Steps: math.MaxInt}, "Steps is 9223372036854775807"},
		{noise(64), Config{Batch: math.MaxInt}, "Batch is 9223372036854775807"},
		{noise(64), Config{Every: -1}, "Every is -1"},
		{noise(64), Config{LearningRate: -2}, "LearningRate is -2"},
		{noise(64), Config{LearningRate: math.NaN()}, "LearningRate is NaN"},
		{noise(64), Config{LearningRate: math.Inf(1)}, "LearningRate is +Inf"},
		{noise(64), Config{Beta1: 1}, "Beta1 is 1"},
		{noise(64), Config{Average: -0.1}, "Average is -0.1"},
		{append(noise(63), make([]float32, 11)), Config{}, "image 63 has 11 pixels, the network takes 12"},
		{black, Config{}, "pixel 3 of image 7 is NaN"},
		{noise(64), Config{LearningRate: 1e30, Steps: 40}, "no longer finite"},
	} {
		n := newSmall(t, g)
		before, _ := n.Encode(noise(2))
		said := ""
		func() {
			defer func() {
				if r := recover(); r != nil {
					said = fmt.Sprint(r)
				}
			}()
			_, err := Fit(context.Background(), n, test.images, test.config)
			said = fmt.Sprint(err)
		}()
		if !strings.Contains(said, test.want) {
			t.Errorf("%+v: it says %q, want something with %q", test.config, said, test.want)
		}
		if after, _ := n.Encode(noise(2)); !slices.EqualFunc(before, after, slices.Equal[[]float32]) {
			t.Errorf("%s: the failed training has changed the network", said)
		}
	}
}

// only returns the single loss of an autoencoder.
func only(h History) []float32 {
	if len(h.Losses) != 1 {
		return nil
	}
	return h.Losses[0].Values
}
