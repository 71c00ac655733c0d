package measure

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"latentlab/pkg/checkpoint"
)

// A Row holds the measures of one model, or of images that none has made.
type Row struct {
	Name   string `json:"name"`
	Latent int    `json:"latent,omitempty"` // dimensions, where rows are compared by them
	// Training is what the model's trainings have in common, as Common gives it; that of no model where nothing was trained.
	Training checkpoint.Identity `json:"training"`
	BySeed   map[uint64]Numbers  `json:"by_seed"`
}

// A Statistic is a measure's mean over the seeds, and its standard deviation with denominator n − 1; 0 for one seed.
type Statistic struct{ Mean, SD float64 }

// Of returns the statistic of one of the row's measures, and whether it has that.
func (r Row) Of(name string) (s Statistic, ok bool) {
	var values []float64
	for _, seed := range slices.Sorted(maps.Keys(r.BySeed)) {
		if v, ok := r.BySeed[seed][name]; ok {
			values = append(values, v)
		}
	}
	if len(values) > 0 {
		s.Mean, s.SD = meanAndSpread(values)
	}
	return s, len(values) > 0
}

// has says whether the row has the measure from some seed.
func (r Row) has(name string) bool {
	for _, numbers := range r.BySeed {
		if _, ok := numbers[name]; ok {
			return true
		}
	}
	return false
}

// Rows are in the order of their first measures.
type Rows []Row

// Note adds measures from one seed to the row of that name and latent dimension, which is made where it is not there, or is of
// another training than of.
func (rows *Rows) Note(of Row, seed uint64, numbers Numbers) {
	of.BySeed = map[uint64]Numbers{}
	i := slices.IndexFunc(*rows, func(r Row) bool { return r.Name == of.Name && r.Latent == of.Latent })
	switch {
	case i < 0:
		i = len(*rows)
		*rows = append(*rows, of)
	case len(of.Training.Differences((*rows)[i].Training)) > 0:
		(*rows)[i] = of
	}
	(*rows)[i].BySeed[seed] = numbers
}

// Has says whether there are rows of a training from a seed.
func (rows Rows) Has(training checkpoint.Identity, seed uint64) bool {
	return slices.ContainsFunc(rows, func(r Row) bool {
		return len(training.Differences(r.Training)) == 0 && r.BySeed[seed] != nil
	})
}

// seeds returns from how many seeds there are measures.
func (rows Rows) seeds() int {
	seeds := map[uint64]bool{}
	for _, r := range rows {
		for seed := range r.BySeed {
			seeds[seed] = true
		}
	}
	return len(seeds)
}

// A column of the table shows a measure with so many decimals.
type column struct {
	title, measure string
	decimals       int
}

// cell writes a statistic, or a point where there is none.
func (c column) cell(s Statistic, ok bool) string {
	if !ok {
		return "·"
	}
	return fmt.Sprintf("%.*f ± %.*f", c.decimals, s.Mean, c.decimals, s.SD)
}

// block writes one block of the table, where there is a row of it. The names take up wide characters.
func (rows Rows) block(b *strings.Builder, columns []column, wide int) {
	titled := false
	for _, r := range rows {
		if !slices.ContainsFunc(columns, func(c column) bool { return r.has(c.measure) }) {
			continue
		}
		if !titled {
			fmt.Fprintf(b, "\n%*s", wide, "")
			for _, c := range columns {
				fmt.Fprintf(b, "  %14s", c.title)
			}
			b.WriteByte('\n')
			titled = true
		}
		fmt.Fprintf(b, "%-*s", wide, r.Name)
		for _, c := range columns {
			s, ok := r.Of(c.measure)
			fmt.Fprintf(b, "  %14s", c.cell(s, ok))
		}
		b.WriteByte('\n')
	}
}

// mostRows is more than a table has.
const mostRows = 1000

func (rows Rows) wantFew(method string) {
	if len(rows) > mostRows {
		panic(fmt.Sprintf("measure: %s: %d rows: want at most %d", method, len(rows), mostRows))
	}
}
