package measure

import (
	"fmt"
	"slices"
	"strings"

	"latentlab/pkg/digits"
	"latentlab/pkg/figure"
)

// Dimensions are measures of models with few and with many latent dimensions, from several seeds.
type Dimensions struct {
	Digits  string `json:"digits"`
	Backend string `json:"backend"` // that trained
	Date    string `json:"date"`    // of the last training: "2026-11-27"
	Rows    Rows   `json:"rows"`    // one for each model and number of latent dimensions
}

// Curves returns a curve over the latent dimension for each model that has the measure, such as "test_mse", with its spread: for
// figure.Curves and a logarithmic axis.
func (d Dimensions) Curves(measure string) []figure.Curve {
	d.Rows.wantFew("Dimensions.Curves")
	var curves []figure.Curve
	for _, name := range d.models(measure) {
		c := figure.Curve{Name: name}
		for _, latent := range d.latent(measure) {
			if s, ok := d.at(name, latent, measure); ok {
				c.X, c.Y, c.Spread = append(c.X, float64(latent)), append(c.Y, s.Mean), append(c.Spread, s.SD)
			}
		}
		curves = append(curves, c)
	}
	return curves
}

// models returns the names of those that have a measure, in the order of the rows.
func (d Dimensions) models(measure string) (names []string) {
	for _, r := range d.Rows {
		if r.has(measure) && !slices.Contains(names, r.Name) {
			names = append(names, r.Name)
		}
	}
	return names
}

// latent returns the numbers of latent dimensions of the rows that have a measure, ascending.
func (d Dimensions) latent(measure string) (latent []int) {
	for _, r := range d.Rows {
		if r.has(measure) {
			latent = append(latent, r.Latent)
		}
	}
	slices.Sort(latent)
	return slices.Compact(latent)
}

// at returns a measure of a model with so many latent dimensions.
func (d Dimensions) at(name string, latent int, measure string) (Statistic, bool) {
	i := slices.IndexFunc(d.Rows, func(r Row) bool { return r.Name == name && r.Latent == latent })
	if i < 0 {
		return Statistic{}, false
	}
	return d.Rows[i].Of(measure)
}

// curved are the measures that the table shows.
var curved = []column{
	{"mean squared error of the test images", "test_mse", 4}, {"accuracy of the ten nearest neighbours", "knn_accuracy", 3},
	{"−ELBO, nats", "minus_elbo", 1}, {"−IWAE with 100 codes, nats", "minus_iwae_100", 1}, {"KL, nats", "kl", 1}, {"active dimensions", "active_units", 1},
}

// Table returns where the measures are from, and for each of them a line for each latent dimension and a column for each model:
// mean ± standard deviation. It panics on more than 1,000 rows.
func (d Dimensions) Table() string {
	d.Rows.wantFew("Dimensions.Table")
	var b strings.Builder
	fmt.Fprintf(&b, "%s, %d seeds, trained on %s, %s\n", d.Digits, d.Rows.seeds(), d.Backend, d.Date)
	for _, c := range curved {
		models := d.models(c.measure)
		if len(models) == 0 {
			continue
		}
		fmt.Fprintf(&b, "\n%s\n%9s", c.title, "dimension")
		for _, name := range models {
			fmt.Fprintf(&b, "  %18s", name)
		}
		b.WriteByte('\n')
		for _, latent := range d.latent(c.measure) {
			fmt.Fprintf(&b, "%9d", latent)
			for _, name := range models {
				s, ok := d.at(name, latent, c.measure)
				fmt.Fprintf(&b, "  %18s", c.cell(s, ok))
			}
			b.WriteByte('\n')
		}
	}
	return b.String()
}

// dimensionsRecord is where scripts/dimensions.sh keeps what it finds.
var dimensionsRecord = record{"dimensions", "scripts/dimensions.sh makes it, in about ten minutes a seed"}

// Save writes the measures to out/lecture/dimensions.json, with their digest. It panics on more than 1,000 rows.
func (d Dimensions) Save() error {
	d.Rows.wantFew("Dimensions.Save")
	return dimensionsRecord.save(d)
}

// OpenDimensions reads out/lecture/dimensions.json: measures of models of x over the latent dimension. Where the file is not there,
// is damaged, or holds those of other digits, the error says so, and which command makes it.
func OpenDimensions(x digits.Data) (Dimensions, error) {
	var d Dimensions
	if err := dimensionsRecord.open(&d); err != nil {
		return Dimensions{}, err
	}
	if d.Digits != x.String() {
		return Dimensions{}, dimensionsRecord.ofOthers(d.Digits, x)
	}
	return d, nil
}
