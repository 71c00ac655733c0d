package latent_test

import (
	"fmt"
	"testing"

	"latentlab/pkg/latent"
)

func ExampleClassMeans() {
	z := [][]float32{{0, 0}, {10, 10}, {2, 0}}
	fmt.Println(latent.ClassMeans(z, []int{6, 1, 6}))
	// Output: [[10 10] [1 0]]
}

func TestClassMeansSaysWhatIsWrong(t *testing.T) {
	wantPanic(t, "one label for two codes", "2 codes, but 1 labels", func() { latent.ClassMeans([][]float32{{1}, {2}}, []int{1}) })
	wantPanic(t, "no codes", "there are no codes", func() { latent.ClassMeans(nil, nil) })
}
