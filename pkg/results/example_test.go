package results_test

import "latentlab/pkg/results"

func ExampleRecord() {
	err := results.Record(results.Origin{Digits: "MNIST", Seed: 1}, results.Numbers{"test_mse": 0.0315743})
	if err != nil {
		panic(err)
	}
	// Output:
	// digits    MNIST
	// seed      1
	// test_mse  0.03157
}
