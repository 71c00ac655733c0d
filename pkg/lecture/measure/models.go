package measure

import (
	"fmt"
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
	Rows    Rows   `json:"rows"`
}

// A Judge is the classifier in whose features images are measured.
type Judge struct {
	Name     string              `json:"name"`     // "classifier 1a2b3c4d"
	Accuracy float64             `json:"accuracy"` // on the test images of the Digits
	Training checkpoint.Identity `json:"training"`
}

// Differences says in which ways have is of other models than m: of other digits, from another engine, or in the features of
// another classifier. None of that is shown as one.
func (m Models) Differences(have Models) (found []string) {
	if have.Digits != m.Digits {
		found = append(found, fmt.Sprintf("its digits are %s where %s are wanted", have.Digits, m.Digits))
	}
	if have.Backend != m.Backend {
		found = append(found, fmt.Sprintf("its models were trained on %s, not on %s", have.Backend, m.Backend))
	}
	if other := m.Judge.Training.Differences(have.Judge.Training); len(other) > 0 {
		found = append(found, fmt.Sprintf("its distances are those of another %s: %s", have.Judge.Name, strings.Join(other, "; ")))
	}
	return found
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

// blocks returns the parts of the table, each as wide as a page, with the shares of those classes that rows have.
func (m Models) blocks() [][]column {
	var shares []column
	for class := range 10 {
		if name := ShareOf(class); slices.ContainsFunc(m.Rows, func(r Row) bool { return r.has(name) }) {
			shares = append(shares, column{fmt.Sprintf("share of %d", class), name, 3})
		}
	}
	return slices.Concat([][]column{
		{{"FID", "frechet", 2}, {"kernel dist.", "kernel", 3}, {"unsure", "unsure", 3}, {"share error", "share_error", 3}},
		{{"precision", "precision", 3}, {"recall", "recall", 3}, {"density", "density", 3}, {"coverage", "coverage", 3}},
	}, slices.Collect(slices.Chunk(shares, 4)), [][]column{
		{{"reconstr.", "reconstruction", 1}, {"KL", "kl", 2}, {"−ELBO", "minus_elbo", 1}, {"−IWAE 100", "minus_iwae_100", 1}},
		{{"−IWAE 500", "minus_iwae_500", 1}, {"−log p(x)", "minus_log_p", 1}, {"kNN", "knn_accuracy", 3}, {"MSE", "test_mse", 4}},
	})
}

// ShareOf names the measure that is the share of a class among images: "share_5".
func ShareOf(class int) string { return fmt.Sprintf("share_%d", class) }

// Table returns where the measures are from, and blocks of measures with a line for each row that has some of them: mean ±
// standard deviation. FID is the Fréchet distance; the last two blocks are in nats per image, but for kNN and MSE.
// It panics on more than 1,000 rows.
func (m Models) Table() string {
	m.Rows.wantFew("Models.Table")
	var b strings.Builder
	wide := 0
	for _, r := range m.Rows {
		wide = max(wide, utf8.RuneCountInString(r.Name))
	}
	fmt.Fprintf(&b, "%s, %d seeds, trained on %s, %s\nin the features of %s, whose accuracy on them is %.4f\n",
		m.Digits, m.Rows.seeds(), m.Backend, m.Date, m.Judge.Name, m.Judge.Accuracy)
	for _, block := range m.blocks() {
		m.Rows.block(&b, block, wide)
	}
	return b.String()
}

// modelsRecord is where scripts/models.sh keeps what it finds.
var modelsRecord = record{"models", "scripts/models.sh makes it, in about ten minutes a seed"}

// Save writes the measures to out/lecture/models.json, with their digest. It panics on more than 1,000 rows.
func (m Models) Save() error {
	m.Rows.wantFew("Models.Save")
	return modelsRecord.save(m)
}

// OpenModels reads out/lecture/models.json: measures of models of x. Where the file is not there, is damaged, or holds those of
// other digits, the error says so, and which command makes it.
func OpenModels(x digits.Data) (Models, error) {
	var m Models
	if err := modelsRecord.open(&m); err != nil {
		return Models{}, err
	}
	if m.Digits != x.String() {
		return Models{}, modelsRecord.ofOthers(m.Digits, x)
	}
	return m, nil
}
