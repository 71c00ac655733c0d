package autoencoder_test

import (
	"fmt"

	"latentlab/pkg/autoencoder"
	"latentlab/pkg/backend"
)

func Example() {
	engine, err := backend.Go()
	if err != nil {
		panic(err)
	}
	ae, err := autoencoder.New(engine, autoencoder.Config{Widths: []int{784, 500, 300, 2}, Seed: 1})
	if err != nil {
		panic(err)
	}
	images := make([][]float32, 3)
	for i := range images {
		images[i] = make([]float32, 784)
	}
	z, err := ae.Encode(images) // z = f(x)
	if err != nil {
		panic(err)
	}
	y, err := ae.Decode(z) // x̂ = g(z)
	if err != nil {
		panic(err)
	}
	fmt.Println(ae)
	fmt.Printf("%d × %d → %d × %d → %d × %d\n", len(images), len(images[0]), len(z), len(z[0]), len(y), len(y[0]))
	// Output:
	// 784–500–300–2–300–500–784, 1087586 weights
	// 3 × 784 → 3 × 2 → 3 × 784
}
