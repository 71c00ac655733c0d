package measure

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"gonum.org/v1/gonum/stat"
	"latentlab/pkg/checkpoint"
	"latentlab/pkg/digits"
	"latentlab/pkg/internal/files"
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
		s.Mean[name] = stat.Mean(v, nil)
		if s.SD[name] = 0; len(v) > 1 {
			s.SD[name] = stat.StdDev(v, nil)
		}
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

// seedsFile returns where scripts/seeds.sh keeps what it finds.
func seedsFile() (string, error) {
	root, err := files.Root()
	if err != nil {
		return "", err
	}
	return filepath.Join(root, "out", "lecture", "seeds.json"), nil
}

// Common returns of a training's identity what it has in common with those from other seeds.
func Common(id checkpoint.Identity) checkpoint.Identity {
	id.Seed, id.WeightSeed, id.Data, id.Images = 0, 0, "", ""
	return id
}

// seedsKey is what the measures are called in their file.
const seedsKey = "seeds"

// Save writes the measures to out/lecture/seeds.json, with their digest.
func (s Seeds) Save() error {
	name, err := seedsFile()
	if err != nil {
		return err
	}
	if _, err := files.Seal(name, seedsKey, s); err != nil {
		return fmt.Errorf("measure: keeping the seeds' measures: %w", err)
	}
	return nil
}

// mostSeeds is more bytes than any such file has: a seed takes 600.
const mostSeeds = 16 << 20

// OpenSeeds reads out/lecture/seeds.json: the measures of a training of x, such as the lecture's, from several seeds. Where the
// file is not there, is damaged, or holds other digits or another training, the error says so, and which command makes it.
func OpenSeeds(x digits.Data, training checkpoint.Identity) (Seeds, error) {
	const makes = "scripts/seeds.sh makes it in a few minutes"
	name, err := seedsFile()
	if err != nil {
		return Seeds{}, err
	}
	text, err := files.Read(name, mostSeeds)
	if errors.Is(err, fs.ErrNotExist) {
		return Seeds{}, fmt.Errorf("measure: out/lecture/seeds.json is not there: %s: %w", makes, fs.ErrNotExist)
	}
	if err != nil {
		return Seeds{}, fmt.Errorf("measure: %w: delete it: %s", err, makes)
	}
	var s Seeds
	if _, err := files.Unseal(text, seedsKey, &s); err != nil {
		return Seeds{}, fmt.Errorf("measure: out/lecture/seeds.json %w: %s", err, makes)
	}
	other := Common(training).Differences(s.Training)
	if s.Digits != x.String() {
		other = append(other, fmt.Sprintf("its digits are %s where %s are wanted", s.Digits, x))
	}
	if len(other) > 0 {
		return Seeds{}, fmt.Errorf("measure: out/lecture/seeds.json holds another training: %s: %s", strings.Join(other, "; "), makes)
	}
	return s, nil
}
