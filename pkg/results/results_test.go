package results

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestRecordMergesIntoTheFile(t *testing.T) {
	name := filepath.Join(t.TempDir(), "03.json")
	t.Setenv(fileVariable, name)
	for _, numbers := range []Numbers{
		{"test_mse": 0.04, "digits": "MNIST"},
		{"test_mse": float32(0.03125), "steps": 2500},
	} {
		if err := Record(numbers); err != nil {
			t.Fatal(err)
		}
	}
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var got map[string]any
	if err := json.Unmarshal(data, &got); err != nil {
		t.Fatal(err)
	}
	want := map[string]any{"test_mse": 0.03125, "digits": "MNIST", "steps": 2500.0}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}

func TestRecordSaysWhichNumberIsNone(t *testing.T) {
	name := filepath.Join(t.TempDir(), "03.json")
	t.Setenv(fileVariable, name)
	err := Record(Numbers{"train_loss": math.NaN()})
	if err == nil || !strings.Contains(err.Error(), "train_loss") {
		t.Errorf("Record(NaN) = %v, want an error that names train_loss", err)
	}
	if _, err := os.Stat(name); !os.IsNotExist(err) {
		t.Errorf("a file was written for a number that cannot be: %v", err)
	}
}

func TestRecordLeavesAForeignFileAlone(t *testing.T) {
	name := filepath.Join(t.TempDir(), "notes.txt")
	if err := os.WriteFile(name, []byte("not JSON"), 0o644); err != nil {
		t.Fatal(err)
	}
	t.Setenv(fileVariable, name)
	if err := Record(Numbers{"seed": 1}); err == nil || !strings.Contains(err.Error(), name) {
		t.Errorf("Record into a text file = %v, want an error that names it", err)
	}
	if data, _ := os.ReadFile(name); string(data) != "not JSON" {
		t.Errorf("the file now holds %q", data)
	}
}
