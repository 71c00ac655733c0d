package fetch_test

import (
	"context"
	"fmt"
	"os"

	"latentlab/pkg/digits/fetch"
)

func ExampleMNIST() {
	os.Setenv("LATENTLAB_MNIST", "/nowhere")
	defer os.Unsetenv("LATENTLAB_MNIST")
	fmt.Println(fetch.MNIST(context.Background(), fetch.Config{Out: os.Stdout}))
	// Output:
	// digits: /nowhere/t10k-labels-idx1-ubyte.gz: file does not exist, with .gz or without: put it there, or unset LATENTLAB_MNIST
}
