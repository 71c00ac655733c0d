// Package results hands the numbers that a notebook finds to the report of the lecture.
//
// A notebook calls [Record] where it has a number that is worth comparing. scripts/lecture.sh gathers what all notebooks
// record into out/lecture/results.json and shows it as a table.
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

// Numbers are results by name, in lower case with underscores and the unit at the end where there is one:
// "test_mse", "step_ms". A value is a number, a string or a bool.
type Numbers map[string]any

// Record prints the numbers, one per line in the order of their names, and adds them to the JSON file that
// LATENTLAB_RESULTS names, where it is set: a name recorded before gets its new value. It is an error to record
// something JSON cannot hold, such as NaN or an infinity.
func Record(numbers Numbers) error {
	if err := Keep(numbers); err != nil {
		return err
	}
	fmt.Print(numbers)
	return nil
}

// Keep adds the numbers to the file as Record does, and prints nothing.
func Keep(numbers Numbers) error {
	if name := os.Getenv(fileVariable); name != "" {
		return merge(name, numbers)
	}
	return nil
}

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

// merge adds numbers to the JSON object in the file name, or starts one.
func merge(name string, numbers Numbers) error {
	all := Numbers{}
	data, err := os.ReadFile(name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("results: %w", err)
	}
	if err == nil {
		if err := json.Unmarshal(data, &all); err != nil {
			return fmt.Errorf("results: %s is not a JSON object: %w: delete it", name, err)
		}
	}
	maps.Copy(all, numbers)
	for key, value := range numbers {
		if _, err := json.Marshal(value); err != nil {
			return fmt.Errorf("results: %s = %v cannot be recorded: %w", key, value, err)
		}
	}
	data, err = json.MarshalIndent(all, "", "  ")
	if err != nil {
		return fmt.Errorf("results: %w", err)
	}
	return files.Write(name, func(w io.Writer) error {
		_, err := w.Write(append(data, '\n'))
		return err
	})
}
