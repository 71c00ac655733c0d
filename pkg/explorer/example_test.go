package explorer_test

import (
	"fmt"
	"strings"

	"latentlab/pkg/explorer"
	"latentlab/pkg/latent"
)

func ExamplePage() {
	images := make([][]float32, 6) // bars of some widths and heights
	for i := range images {
		images[i] = make([]float32, 784)
		for p := range 200 + 100*(i%3) {
			images[i][p] = float32(i+1) / 6
		}
	}
	pca, err := latent.FitPCA(images, 2)
	if err != nil {
		panic(err)
	}
	model, err := explorer.Of(explorer.Named{Name: "PCA", Coder: pca}, pca.Encode(images), nil, nil)
	if err != nil {
		panic(err)
	}
	page, err := explorer.Page("bars", model)
	fmt.Println(strings.HasPrefix(page.HTML, "<!doctype html>"), err)
	// Output: true <nil>
}
