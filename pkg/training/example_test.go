package training_test

import (
	"context"
	"fmt"

	"latentlab/pkg/backend"
	"latentlab/pkg/model"
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
	n, err := model.New(engine, model.Autoencoder{Widths: []int{4, 8, 1}}, model.Config{Pixels: 4, Seed: 1})
	if err != nil {
		panic(err)
	}
	history, err := training.Fit(context.Background(), n, images, training.Config{Steps: 500, Batch: 20, LearningRate: 1e-2})
	if err != nil {
		panic(err)
	}
	mse := history.Losses[0]
	fmt.Printf("%d steps; the %s fell below 0.001: %v\n", len(mse.Values), mse.Name, mse.Values[499] < 0.001)
	// Output: 500 steps; the mse fell below 0.001: true
}
