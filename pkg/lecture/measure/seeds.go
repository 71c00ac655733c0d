package measure

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"latentlab/pkg/checkpoint"
	"latentlab/pkg/digits"
)

// Seeds are the measures of the same training from several seeds.
type Seeds struct {
	Digits  string `json:"digits"`
	Backend string `json:"backend"` // that trained
	Steps   int    `json:"steps"`
	// Training is what the trainings have in common: the identity of each, without what a seed decides.
	Training checkpoint.Identity `json:"training"`
	BySeed   map[uint64]Numbers  `json:"by_seed"`
	Mean     Numbers             `json:"mean"`
	SD       Numbers             `json:"sd"` // standard deviation over the seeds, with denominator n − 1; 0 for one seed
}

// Summarise fills in Mean and SD.
func (s *Seeds) Summarise() {
	s.Mean, s.SD = Numbers{}, Numbers{}
	values := map[string][]float64{}
	for _, seed := range slices.Sorted(maps.Keys(s.BySeed)) {
		for name, v := range s.BySeed[seed] {
			values[name] = append(values[name], v)
		}
	}
	for name, v := range values {
		s.Mean[name], s.SD[name] = meanAndSpread(v)
	}
}

// Table returns one line per measure: its name, mean and standard deviation.
func (s Seeds) Table() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s, %d steps on %s, %d seeds\n\n%-28s %9s %11s\n", s.Digits, s.Steps, s.Backend, len(s.BySeed), "measure", "mean", "± spread")
	for _, name := range slices.Sorted(maps.Keys(s.Mean)) {
		fmt.Fprintf(&b, "%-28s %9.4f ± %9.4f\n", name, s.Mean[name], s.SD[name])
	}
	return b.String()
}

// Common returns of a training's identity what it has in common with those from other seeds.
func Common(id checkpoint.Identity) checkpoint.Identity {
	id.Seed, id.WeightSeed, id.Data, id.Images = 0, 0, "", ""
	return id
}

// seedsRecord is where scripts/seeds.sh keeps what it finds.
var seedsRecord = record{"seeds", "scripts/seeds.sh makes it in a few minutes"}

// Save writes the measures to out/lecture/seeds.json, with their digest.
func (s Seeds) Save() error { return seedsRecord.save(s) }

// OpenSeeds reads out/lecture/seeds.json: the measures of a training of x, such as the lecture's, from several seeds. Where the
// file is not there, is damaged, or holds other digits or another training, the error says so, and which command makes it.
func OpenSeeds(x digits.Data, training checkpoint.Identity) (Seeds, error) {
	var s Seeds
	if err := seedsRecord.open(&s); err != nil {
		return Seeds{}, err
	}
	other := Common(training).Differences(s.Training)
	if s.Digits != x.String() {
		other = append(other, fmt.Sprintf("its digits are %s where %s are wanted", s.Digits, x))
	}
	if len(other) > 0 {
		return Seeds{}, fmt.Errorf("measure: %s holds another training: %s: %s", seedsRecord.file(), strings.Join(other, "; "), seedsRecord.makes)
	}
	return s, nil
}
