package model

import (
	"context"
	"strings"
	"testing"

	"latentlab/pkg/autoencoder"
	"latentlab/pkg/backend"
	"latentlab/pkg/digits"
	"latentlab/pkg/lecture"
	"latentlab/pkg/training"
)

// What is opened must be the lecture's training of these digits, and else it is said why not.
func TestOpenedSaysWhyNot(t *testing.T) {
	t.Setenv("LATENTLAB_CHECKPOINTS", t.TempDir())
	t.Setenv("LATENTLAB_DIGITS", "builtin")
	x, err := digits.Load(context.Background(), digits.Options{Only: lecture.Only, TestOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := opened(x); err == nil || err.Error() != "There is no checkpoint builtin-seed-1 yet." {
		t.Errorf("without a checkpoint: %v", err)
	}

	engine, err := backend.Go()
	if err != nil {
		t.Fatal(err)
	}
	ae, err := autoencoder.New(engine, Config())
	if err != nil {
		t.Fatal(err)
	}
	short := Training(x)
	short.Steps = 2
	if _, err := training.Fit(context.Background(), ae, x.Test.Images, short); err != nil {
		t.Fatal(err)
	}
	if _, err := opened(x); err == nil || !strings.Contains(err.Error(), "holds another training: 2 steps") {
		t.Errorf("with a checkpoint of 2 steps: %v", err)
	}

	narrow := Config()
	narrow.Widths = []int{784, 10, 2}
	if ae, err = autoencoder.New(engine, narrow); err != nil {
		t.Fatal(err)
	}
	if err := ae.Save(lecture.Name(x)); err != nil {
		t.Fatal(err)
	}
	if _, err := opened(x); err == nil || !strings.Contains(err.Error(), "its widths are [784 10 2]") {
		t.Errorf("with a checkpoint of another network: %v", err)
	}
}
