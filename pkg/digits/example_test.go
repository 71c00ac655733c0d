package digits_test

import (
	"context"
	"fmt"
	"log"

	"latentlab/pkg/digits"
)

func ExampleLoad() {
	x, err := digits.Load(context.Background(), digits.Options{Source: digits.BuiltIn, Only: []int{1, 5, 6}})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(x)
	fmt.Println(x.Train.Len(), "to train,", x.Test.Len(), "to test,", len(x.Test.Images[0]), "pixels each")
	// Output:
	// built-in digits 1, 5, 6
	// 18000 to train, 3000 to test, 784 pixels each
}

func ExampleData_String() {
	fmt.Println(digits.Data{Name: "MNIST", Only: []int{1, 5, 6}})
	fmt.Println(digits.Data{Name: "MNIST", Only: []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}})
	// Output:
	// MNIST 1, 5, 6
	// MNIST 0–9
}

// four is a set of four images of one pixel.
var four = digits.Set{Images: [][]float32{{0}, {.1}, {.2}, {.3}}, Labels: []int{5, 1, 6, 1}}

func ExampleSet_Only() {
	ones := four.Only(1)
	fmt.Println(ones.Images, ones.Labels)
	// Output: [[0.1] [0.3]] [1 1]
}

func ExampleSet_Split() {
	first, rest := four.Split(1)
	fmt.Println(first.Labels, rest.Labels)
	// Output: [5] [1 6 1]
}

func ExampleSet_Shuffle() {
	held, rest := four.Shuffle(1).Split(1)
	fmt.Println(held.Labels, rest.Labels)
	fmt.Println(four.Labels, "as before")
	// Output:
	// [1] [6 5 1]
	// [5 1 6 1] as before
}
