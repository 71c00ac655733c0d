package measure

import (
	"fmt"
	"strings"
	"testing"

	"latentlab/pkg/checkpoint"
)

func ExampleModels_Compare() {
	m := two()
	m.Rows.Note(Row{Name: "the mean image"}, 2, Numbers{"frechet": 9.5})
	fmt.Println(m.Compare("frechet", "VAE, Bernoulli", "the mean image")) // 9 and 10, 46 and 9.5
	fmt.Println(m.Caption())
	// Output:
	// VAE, Bernoulli 9.50 ± 0.71 is below the mean image 27.75 ± 25.81 in 1 of 2 seeds
	// MNIST 1 · mean ± spread of 2 seeds · classifier 1a2b3c4d
}

// Only seeds of both rows count.
func TestCompareSeeds(t *testing.T) {
	if got := two().Compare("frechet", "VAE, Bernoulli", "the mean image"); !strings.HasSuffix(got, "in 1 of 1 seeds") {
		t.Errorf("with one seed in common it says %q", got)
	}
	m := two()
	m.Rows.Note(Row{Name: "GAN", Training: checkpoint.Identity{Model: "GAN"}}, 3, Numbers{"frechet": 3})
	defer func() {
		if said := fmt.Sprint(recover()); !strings.Contains(said, `rows "GAN" and "VAE, Bernoulli" have no seed in common`) {
			t.Errorf("without one it says %q", said)
		}
	}()
	m.Compare("frechet", "GAN", "VAE, Bernoulli")
}

func TestCaptionOfOneSeed(t *testing.T) {
	m := Models{Digits: "MNIST 1", Judge: Judge{Name: "classifier 1a2b3c4d"}}
	m.Rows.Note(Row{Name: "GAN"}, 4, Numbers{"frechet": 3})
	if got, want := m.Caption(), "MNIST 1 · mean ± spread of one seed · classifier 1a2b3c4d"; got != want {
		t.Errorf("it says %q, want %q", got, want)
	}
}
