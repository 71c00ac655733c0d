package measure

import (
	"fmt"
	"slices"
)

// Compare says whether a measure, such as "frechet", is lower in one row than in another, seed by seed: "VAE, Bernoulli 9.50 ± 0.71
// is below the mean image 46.00 ± 0.00 in 2 of 2 seeds". The numbers are means ± standard deviations. It panics where Bars does,
// and where no seed has both.
func (m Models) Compare(measure, row, other string) string {
	bars := m.Bars(measure, row, other)
	below, both := 0, 0
	of := m.named(other).BySeed
	for seed, numbers := range m.named(row).BySeed {
		a, has := numbers[measure]
		if b, too := of[seed][measure]; has && too {
			both++
			if a < b {
				below++
			}
		}
	}
	if both == 0 {
		panic(fmt.Sprintf("measure: Models.Compare: rows %q and %q have no seed in common: want the same seeds, by scripts/models.sh", row, other))
	}
	return fmt.Sprintf("%s %.2f ± %.2f is below %s %.2f ± %.2f in %d of %d seeds",
		row, bars[0].Value, bars[0].Spread, other, bars[1].Value, bars[1].Spread, below, both)
}

// named returns the row of a name that Bars has found.
func (m Models) named(name string) Row {
	return m.Rows[slices.IndexFunc(m.Rows, func(r Row) bool { return r.Name == name })]
}

// Caption says where the measures are from, for below a figure: "MNIST 1 · mean ± spread of 2 seeds · classifier 1a2b3c4d".
func (m Models) Caption() string {
	return fmt.Sprintf("%s · mean ± spread of %s · %s", m.Digits, counted(m.Rows.seeds()), m.Judge.Name)
}

func counted(seeds int) string {
	if seeds == 1 {
		return "one seed"
	}
	return fmt.Sprintf("%d seeds", seeds)
}
