// Package results hands the numbers that a notebook finds to the report of the lecture.
//
// A notebook calls [Record] where it has a number that is worth comparing. scripts/lecture.sh gathers what all notebooks
// record into out/lecture/results.json and shows it as a table, a column for each origin.
package results

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"slices"

	"latentlab/pkg/internal/files"
)

// fileVariable names the JSON file that gathers the results of one notebook; scripts/lecture.sh sets it.
const fileVariable = "LATENTLAB_RESULTS"

// An Origin says where numbers come from. A field that is empty is not known.
type Origin struct {
	Source    string `json:"source,omitempty"`     // of the digits: "MNIST"
	Digits    string `json:"digits,omitempty"`     // "MNIST 1, 5, 6"
	Seed      uint64 `json:"seed"`                 // of everything random
	Backend   string `json:"backend,omitempty"`    // the engine that computes
	TrainedOn string `json:"trained_on,omitempty"` // the engine that trained the model
	Model     string `json:"model,omitempty"`      // which training: "autoencoder 5f3a90c1"
	Version   string `json:"version,omitempty"`    // of latentlab that computed them: "0.9.0"
}

// Numbers are results by name, in lower case with underscores and the unit at the end where there is one:
// "test_mse", "step_ms". A value is a number, a string or a bool.
type Numbers map[string]any

// A notebook is what the file holds: numbers, and the one origin that they all have.
type notebook struct {
	Origin
	Numbers Numbers `json:"numbers"`
}

// Record prints the numbers with their digits and seed, one per line in the order of their names, and adds them to the JSON
// file that LATENTLAB_RESULTS names, where it is set: a name recorded before gets its new value. It is an error to record
// something JSON cannot hold, such as NaN or an infinity, and to record numbers of two origins in one notebook.
func Record(from Origin, numbers Numbers) error {
	if err := keep(from, numbers); err != nil {
		return err
	}
	all := Numbers{"digits": from.Digits, "seed": from.Seed}
	maps.Copy(all, numbers)
	fmt.Print(all)
	return nil
}

// Introduce notes in the same file where the numbers to come are from, and prints nothing.
func Introduce(from Origin) error { return keep(from, nil) }

// String returns one aligned "name  value" line per number, in the order of the names. Fractions are rounded to four
// significant digits.
func (n Numbers) String() string {
	width := 0
	for name := range n {
		width = max(width, len(name))
	}
	var text []byte
	for _, name := range slices.Sorted(maps.Keys(n)) {
		text = fmt.Appendf(text, "%-*s  %s\n", width, name, format(n[name]))
	}
	return string(text)
}

func format(value any) string {
	switch value.(type) {
	case float32, float64:
		return fmt.Sprintf("%.4g", value)
	}
	return fmt.Sprint(value)
}

// keep adds numbers to the file that the environment names, or starts one.
func keep(from Origin, numbers Numbers) error {
	name := os.Getenv(fileVariable)
	if name == "" {
		return nil
	}
	all := notebook{Origin: from, Numbers: Numbers{}}
	data, err := os.ReadFile(name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("results: %w", err)
	}
	if err == nil {
		var before notebook
		if err := json.Unmarshal(data, &before); err != nil {
			return fmt.Errorf("results: %s holds no results: %w: delete it", name, err)
		}
		if all, err = before.and(from); err != nil {
			return err
		}
	}
	for key, value := range numbers {
		if _, err := json.Marshal(value); err != nil {
			return fmt.Errorf("results: %s = %v cannot be recorded: %w", key, value, err)
		}
	}
	maps.Copy(all.Numbers, numbers)
	data, err = json.MarshalIndent(all, "", "  ")
	if err != nil {
		return fmt.Errorf("results: %w", err)
	}
	return files.Write(name, func(w io.Writer) error {
		_, err := w.Write(append(data, '\n'))
		return err
	})
}

// and returns the notebook with what else is known of its origin. It fails where its numbers are from elsewhere.
func (n notebook) and(from Origin) (notebook, error) {
	if n.Numbers == nil {
		n.Numbers = Numbers{}
	}
	field := func(what string, have *string, now string) error {
		if now == "" || now == *have {
			return nil
		}
		if *have != "" && len(n.Numbers) > 0 {
			return fmt.Errorf("results: the notebook has recorded numbers of %s %q, and now some of %q: record these in a notebook of their own",
				what, *have, now)
		}
		*have = now
		return nil
	}
	if len(n.Numbers) > 0 && n.Seed != from.Seed {
		return n, fmt.Errorf("results: the notebook has recorded numbers of seed %d, and now some of seed %d: record these in a notebook of their own",
			n.Seed, from.Seed)
	}
	n.Seed = from.Seed
	return n, errors.Join(
		field("the source", &n.Source, from.Source),
		field("the digits", &n.Digits, from.Digits),
		field("the engine", &n.Backend, from.Backend),
		field("a model trained on", &n.TrainedOn, from.TrainedOn),
		field("the model", &n.Model, from.Model),
		field("latentlab's version", &n.Version, from.Version),
	)
}
