package measure

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"gonum.org/v1/gonum/stat"
	"latentlab/pkg/internal/files"
)

// Seeds are the measures of the same training from several seeds.
type Seeds struct {
	Digits  string             `json:"digits"`
	Backend string             `json:"backend"` // that trained
	Steps   int                `json:"steps"`
	BySeed  map[uint64]Numbers `json:"by_seed"`
	Mean    Numbers            `json:"mean"`
	SD      Numbers            `json:"sd"` // standard deviation over the seeds, with denominator n − 1; 0 for one seed
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

// Save writes the measures to out/lecture/seeds.json.
func (s Seeds) Save() error {
	name, err := seedsFile()
	if err != nil {
		return err
	}
	data, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		return fmt.Errorf("measure: %w", err)
	}
	return files.Write(name, func(w io.Writer) error {
		_, err := w.Write(append(data, '\n'))
		return err
	})
}

// OpenSeeds reads out/lecture/seeds.json. Where it is not there, the error says which command makes it.
func OpenSeeds() (Seeds, error) {
	name, err := seedsFile()
	if err != nil {
		return Seeds{}, err
	}
	data, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return Seeds{}, fmt.Errorf("measure: out/lecture/seeds.json is not there: scripts/seeds.sh makes it in a few minutes: %w", fs.ErrNotExist)
	}
	if err != nil {
		return Seeds{}, fmt.Errorf("measure: %w", err)
	}
	var s Seeds
	if err := json.Unmarshal(data, &s); err != nil {
		return Seeds{}, fmt.Errorf("measure: %s is damaged, run scripts/seeds.sh again: %w", name, err)
	}
	return s, nil
}
