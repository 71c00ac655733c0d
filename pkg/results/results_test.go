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
		{"test_mse": 0.04},
		{"test_mse": float32(0.03125), "steps": 2500},
	} {
		if err := Record(Origin{Digits: "MNIST"}, numbers); err != nil {
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
	want := map[string]any{
		"digits": "MNIST", "seed": 0.0, "numbers": map[string]any{"test_mse": 0.03125, "steps": 2500.0},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}

func TestRecordSaysWhichNumberIsNone(t *testing.T) {
	name := filepath.Join(t.TempDir(), "03.json")
	t.Setenv(fileVariable, name)
	err := Record(Origin{}, Numbers{"train_loss": math.NaN()})
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
	if err := Record(Origin{}, Numbers{"seed": 1}); err == nil || !strings.Contains(err.Error(), name) {
		t.Errorf("Record into a text file = %v, want an error that names it", err)
	}
	if data, _ := os.ReadFile(name); string(data) != "not JSON" {
		t.Errorf("the file now holds %q", data)
	}
}

func TestOneNotebookHasOneOrigin(t *testing.T) {
	first := Origin{Source: "MNIST", Digits: "MNIST 1", Seed: 1, Backend: "Go", TrainedOn: "XLA", Model: "autoencoder 1", Version: "0.9.0"}
	for want, change := range map[string]func(*Origin){
		`the digits "MNIST 1", and now some of "MNIST 0–9"`:                           func(o *Origin) { o.Digits = "MNIST 0–9" },
		`seed 1, and now some of seed 2`:                                              func(o *Origin) { o.Seed = 2 },
		`the engine "Go", and now some of "XLA"`:                                      func(o *Origin) { o.Backend = "XLA" },
		`a model trained on "XLA", and now some of "Go"`:                              func(o *Origin) { o.TrainedOn = "Go" },
		`the model "autoencoder 1", and now some of "autoencoder 2": record these in`: func(o *Origin) { o.Model = "autoencoder 2" },
		`latentlab's version "0.9.0", and now some of "0.8.0"`:                        func(o *Origin) { o.Version = "0.8.0" },
	} {
		name := filepath.Join(t.TempDir(), "03.json")
		t.Setenv(fileVariable, name)
		other := first
		change(&other)
		// Before there are numbers, the last introduction counts.
		if err := Introduce(other); err != nil {
			t.Fatal(err)
		}
		if err := Record(first, Numbers{"test_mse": 0.04}); err != nil {
			t.Fatal(err)
		}
		before, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := Record(other, Numbers{"test_mse": 0.05}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Record of another origin = %v, want %q", err, want)
		}
		if after, _ := os.ReadFile(name); string(after) != string(before) {
			t.Errorf("the file changed to %s", after)
		}
	}
}
