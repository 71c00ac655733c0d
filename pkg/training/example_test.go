package training_test

import (
	"context"
	"fmt"

	"latentlab/pkg/autoencoder"
	"latentlab/pkg/backend"
	"latentlab/pkg/training"
)

func ExampleFit() {
	engine, err := backend.Go()
	if err != nil {
		panic(err)
	}
	// Images of four pixels that are one number seen four times: one latent dimension is enough.
	var images [][]float32
	for i := range 100 {
		v := float32(i) / 100
		images = append(images, []float32{v, v / 2, 1 - v, v})
	}
	ae, err := autoencoder.New(engine, autoencoder.Config{Widths: []int{4, 8, 1}, Seed: 1})
	if err != nil {
		panic(err)
	}
	history, err := training.Fit(context.Background(), ae, images, training.Config{Steps: 500, Batch: 20, LearningRate: 1e-2})
	if err != nil {
		panic(err)
	}
	fmt.Println(len(history.Losses), "steps; the error fell below 0.001:", history.Losses[499] < 0.001)
	// Output: 500 steps; the error fell below 0.001: true
}
