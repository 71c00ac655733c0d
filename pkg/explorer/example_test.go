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
	pca, _ := latent.FitPCA(images, 2)
	model, err := explorer.Of("PCA", pca, pca.Encode(images), nil, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	page, err := explorer.Page("bars", "1 May 2026", model)
	fmt.Println(strings.HasPrefix(page.HTML, "<!doctype html>"), err)
	// Output: true <nil>
}
