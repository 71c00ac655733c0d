package results

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"latentlab/tests/faults"
)

// Numbers of any two origins are recorded in one notebook: the second are taken only where nothing is known that tells them
// from the first, and else the file stays as it was.
func TestNumbersOfTwoOrigins(t *testing.T) {
	stdout := os.Stdout
	os.Stdout, _ = os.Create(os.DevNull) // Record prints
	defer func() { os.Stdout = stdout }()
	taken := 0
	faults.Campaign(t, "numbers of two origins", 500, func(i int) error {
		random := rand.New(rand.NewPCG(uint64(i), 0))
		name := filepath.Join(t.TempDir(), "03.json")
		t.Setenv(fileVariable, name)
		first, second := anyOrigin(random), anyOrigin(random)
		if err := Record(first, Numbers{"test_mse": 0.04}); err != nil {
			return err
		}
		before, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		err = Record(second, Numbers{"steps": 10})
		after, readErr := os.ReadFile(name)
		if readErr != nil {
			return readErr
		}
		if err == nil {
			taken++
		}
		if apart := differ(first, second); (err != nil) != apart {
			return fmt.Errorf("numbers of %+v beside those of %+v: %w", second, first, err)
		} else if apart && string(after) != string(before) {
			return fmt.Errorf("the file has changed from %s to %s", before, after)
		}
		return nil
	})
	if all := faults.Tries(500); taken == 0 || taken == all {
		t.Errorf("%d of %d were taken, so this test shows nothing", taken, all)
	}
}

// anyOrigin returns one of few origins, which may leave out what is not known.
func anyOrigin(random *rand.Rand) Origin {
	of := func(values ...string) string { return values[random.IntN(len(values))] }
	return Origin{
		Source: of("", "MNIST", "MNIST"), Digits: of("", "MNIST 1", "MNIST 1", "MNIST 0–9"), Seed: uint64(random.IntN(2)),
		Backend: of("", "Go", "Go", "XLA"), TrainedOn: of("", "", "XLA"), Model: of("", "autoencoder 1", "autoencoder 1", "autoencoder 2"),
		Version: of("", "0.9.0", "0.9.0", "0.8.0"),
	}
}

// differ reports whether two origins say different things of the same.
func differ(a, b Origin) bool {
	apart := func(a, b string) bool { return a != "" && b != "" && a != b }
	return a.Seed != b.Seed || apart(a.Source, b.Source) || apart(a.Digits, b.Digits) || apart(a.Backend, b.Backend) ||
		apart(a.TrainedOn, b.TrainedOn) || apart(a.Model, b.Model) || apart(a.Version, b.Version)
}
