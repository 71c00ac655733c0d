package measure

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"latentlab/pkg/checkpoint"
	"latentlab/pkg/digits"
	"latentlab/pkg/figure"
)

// Models are measures of several models and of the images they make, beside those of real images, from several seeds.
type Models struct {
	Digits  string `json:"digits"`  // that the images are to be like
	Backend string `json:"backend"` // that trained
	Date    string `json:"date"`    // of the last training: "2026-11-27"
	Judge   Judge  `json:"judge"`
	Rows    []Row  `json:"rows"`
}

// A Judge is the classifier in whose features images are measured.
type Judge struct {
	Name     string              `json:"name"`     // "classifier 1a2b3c4d"
	Accuracy float64             `json:"accuracy"` // on the test images of the Digits
	Training checkpoint.Identity `json:"training"`
}

// A Row holds the measures of one model, or of images that none has made.
type Row struct {
	Name string `json:"name"`
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

// Note adds measures from one seed to the row of that name, which is made where it is not there or is of another training.
func (m *Models) Note(name string, training checkpoint.Identity, seed uint64, numbers Numbers) {
	i := slices.IndexFunc(m.Rows, func(r Row) bool { return r.Name == name })
	switch {
	case i < 0:
		i = len(m.Rows)
		m.Rows = append(m.Rows, newRow(name, training))
	case len(training.Differences(m.Rows[i].Training)) > 0:
		m.Rows[i] = newRow(name, training)
	}
	if m.Rows[i].BySeed[seed] == nil {
		m.Rows[i].BySeed[seed] = Numbers{}
	}
	maps.Copy(m.Rows[i].BySeed[seed], numbers)
}

func newRow(name string, training checkpoint.Identity) Row {
	return Row{name, training, map[uint64]Numbers{}}
}

// Has says whether there are rows of a training from a seed.
func (m Models) Has(training checkpoint.Identity, seed uint64) bool {
	return slices.ContainsFunc(m.Rows, func(r Row) bool {
		return len(training.Differences(r.Training)) == 0 && r.BySeed[seed] != nil
	})
}

// Bars returns a bar for each row that has the measure, such as "frechet", or for those of the given names, in their order. It
// panics on a name that no row has, and on a measure that a row does not have.
func (m Models) Bars(measure string, rows ...string) (bars []figure.Bar) {
	for _, r := range m.Rows {
		if s, ok := r.Of(measure); ok && len(rows) == 0 {
			bars = append(bars, figure.Bar{Name: r.Name, Value: s.Mean, Spread: s.SD})
		}
	}
	for _, name := range rows {
		i := slices.IndexFunc(m.Rows, func(r Row) bool { return r.Name == name })
		if i < 0 {
			panic(fmt.Sprintf("measure: Models.Bars: there is no row %q: want one of the table's", name))
		}
		s, ok := m.Rows[i].Of(measure)
		if !ok {
			panic(fmt.Sprintf("measure: Models.Bars: row %q has no measure %q: want one such as \"frechet\"", name, measure))
		}
		bars = append(bars, figure.Bar{Name: name, Value: s.Mean, Spread: s.SD})
	}
	return bars
}

// A column of the table shows a measure with so many decimals.
type column struct {
	title, measure string
	decimals       int
}

// blocks are the parts of the table, each narrow enough for a page.
var blocks = [][]column{
	{{"FID", "frechet", 2}, {"kernel dist.", "kernel", 3}, {"unsure", "unsure", 3}, {"share error", "share_error", 3}},
	{{"precision", "precision", 3}, {"recall", "recall", 3}, {"density", "density", 3}, {"coverage", "coverage", 3}},
	{{"reconstr.", "reconstruction", 1}, {"KL", "kl", 2}, {"−ELBO", "minus_elbo", 1}, {"−IWAE 100", "minus_iwae_100", 1}},
	{{"−IWAE 500", "minus_iwae_500", 1}, {"−log p(x)", "minus_log_p", 1}, {"kNN", "knn_accuracy", 3}, {"MSE", "test_mse", 4}},
}

// Table returns where the measures are from, and blocks of measures with a line for each row that has some of them: mean ±
// standard deviation. FID is the Fréchet distance; the third and fourth block are in nats per image, but for kNN and MSE.
// It panics on more than 1,000 rows.
func (m Models) Table() string {
	m.wantFew("Table")
	var b strings.Builder
	seeds := map[uint64]bool{}
	wide := 0
	for _, r := range m.Rows {
		wide = max(wide, utf8.RuneCountInString(r.Name))
		for seed := range r.BySeed {
			seeds[seed] = true
		}
	}
	fmt.Fprintf(&b, "%s, %d seeds, trained on %s, %s\nin the features of %s, whose accuracy on them is %.4f\n",
		m.Digits, len(seeds), m.Backend, m.Date, m.Judge.Name, m.Judge.Accuracy)
	for _, block := range blocks {
		m.block(&b, block, wide)
	}
	return b.String()
}

// block writes one block of the table, where there is a row of it. The names take up wide characters.
func (m Models) block(b *strings.Builder, columns []column, wide int) {
	titled := false
	for _, r := range m.Rows {
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
			cell := "·"
			if s, ok := r.Of(c.measure); ok {
				cell = fmt.Sprintf("%.*f ± %.*f", c.decimals, s.Mean, c.decimals, s.SD)
			}
			fmt.Fprintf(b, "  %14s", cell)
		}
		b.WriteByte('\n')
	}
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

// modelsRecord is where scripts/models.sh keeps what it finds.
var modelsRecord = record{"models", "scripts/models.sh makes it, in about seven minutes a seed"}

// Save writes the measures to out/lecture/models.json, with their digest. It panics on more than 1,000 rows.
func (m Models) Save() error {
	m.wantFew("Save")
	return modelsRecord.save(m)
}

// mostRows is more than a table has.
const mostRows = 1000

func (m Models) wantFew(method string) {
	if len(m.Rows) > mostRows {
		panic(fmt.Sprintf("measure: Models.%s: %d rows: want at most %d", method, len(m.Rows), mostRows))
	}
}

// OpenModels reads out/lecture/models.json: measures of models of x. Where the file is not there, is damaged, or holds those of
// other digits, the error says so, and which command makes it.
func OpenModels(x digits.Data) (Models, error) {
	var m Models
	if err := modelsRecord.open(&m); err != nil {
		return Models{}, err
	}
	if m.Digits != x.String() {
		return Models{}, fmt.Errorf("measure: %s holds models of %s where those of %s are wanted: %s", modelsRecord.file(), m.Digits, x, modelsRecord.makes)
	}
	return m, nil
}
