package measure

import (
	"fmt"
	"slices"
)

// Compare says whether a measure, such as "frechet", is lower in one row than in another, seed by seed: "VAE, Bernoulli 9.50 ± 0.71
// is below the mean image 46.00 ± 0.00 in 2 of 2 seeds". The numbers are means ± standard deviations. Where no seed has both, as
// while scripts/models.sh is at work, it says that.
func (m Models) Compare(measure, row, other string) string {
	a, b := m.Only(row), m.Only(other)
	below, both := 0, 0
	for _, r := range a.Rows {
		for seed, numbers := range r.BySeed {
			for _, o := range b.Rows {
				v, has := numbers[measure]
				if w, too := o.BySeed[seed][measure]; has && too {
					both++
					if v < w {
						below++
					}
				}
			}
		}
	}
	if both == 0 {
		return fmt.Sprintf("%s, %s: no seed has both yet: scripts/models.sh goes on where it stopped", row, other)
	}
	one, two := a.Bars(measure)[0], b.Bars(measure)[0]
	return fmt.Sprintf("%s %.2f ± %.2f is below %s %.2f ± %.2f in %d of %d seeds",
		row, one.Value, one.Spread, other, two.Value, two.Spread, below, both)
}

// Only returns the models with those rows alone, in the order of their names; rows that are not measured yet are left out.
func (m Models) Only(names ...string) Models {
	all := m.Rows
	m.Rows = nil
	for _, name := range names {
		if i := slices.IndexFunc(all, func(r Row) bool { return r.Name == name }); i >= 0 {
			m.Rows = append(m.Rows, all[i])
		}
	}
	return m
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
