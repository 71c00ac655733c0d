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
	for _, other := range []string{"VAE, Bernoulli", "not measured"} {
		want := "GAN, " + other + ": no seed has both yet: scripts/models.sh goes on where it stopped"
		if got := m.Compare("frechet", "GAN", other); got != want {
			t.Errorf("without a common seed it says %q, want %q", got, want)
		}
	}
}

// What is not measured yet is left out, and the order is that of the names.
func TestOnly(t *testing.T) {
	m := two()
	bars := m.Only("VAE, Bernoulli", "GAN", "the mean image").Bars("frechet")
	if len(bars) != 2 || bars[0].Name != "VAE, Bernoulli" || bars[1].Name != "the mean image" || len(m.Rows) != 2 {
		t.Errorf("of three rows, one of them not there, the bars are %v; the models have %d rows", bars, len(m.Rows))
	}
}

func TestCaptionOfOneSeed(t *testing.T) {
	m := Models{Digits: "MNIST 1", Judge: Judge{Name: "classifier 1a2b3c4d"}}
	m.Rows.Note(Row{Name: "GAN"}, 4, Numbers{"frechet": 3})
	if got, want := m.Caption(), "MNIST 1 · mean ± spread of one seed · classifier 1a2b3c4d"; got != want {
		t.Errorf("it says %q, want %q", got, want)
	}
}
