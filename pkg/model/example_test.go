package model_test

import (
	"fmt"

	"latentlab/pkg/backend"
	"latentlab/pkg/model"
)

func Example() {
	engine, err := backend.Go()
	if err != nil {
		panic(err)
	}
	n, err := model.New(engine, model.Autoencoder{Widths: []int{784, 500, 300, 2}}, model.Config{Seed: 1})
	if err != nil {
		panic(err)
	}
	images := make([][]float32, 3)
	for i := range images {
		images[i] = make([]float32, 784)
	}
	z, err := n.Encode(images) // z = f(x)
	if err != nil {
		panic(err)
	}
	y, err := n.Decode(z) // x̂ = g(z)
	if err != nil {
		panic(err)
	}
	fmt.Println(n)
	fmt.Printf("%d × %d → %d × %d → %d × %d\n", len(images), len(images[0]), len(z), len(z[0]), len(y), len(y[0]))
	// Output:
	// autoencoder, 1087586 weights
	// 3 × 784 → 3 × 2 → 3 × 784
}
