package latent_test

import (
	"fmt"
	"testing"

	"latentlab/pkg/latent"
)

func ExampleClassMeans() {
	z := [][]float32{{0, 0}, {10, 10}, {2, 0}}
	means, err := latent.ClassMeans(z, []int{6, 1, 6})
	if err != nil {
		panic(err)
	}
	fmt.Println(means)
	// Output: [[10 10] [1 0]]
}

func TestClassMeansSaysWhatIsWrong(t *testing.T) {
	if _, err := latent.ClassMeans([][]float32{{1}, {2}}, []int{1}); err == nil {
		t.Error("ClassMeans takes one label for two codes")
	}
	if _, err := latent.ClassMeans(nil, nil); err == nil {
		t.Error("ClassMeans takes no codes")
	}
}
