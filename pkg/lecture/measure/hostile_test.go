package measure

import (
	"testing"

	"latentlab/pkg/checkpoint"
	"latentlab/pkg/digits"
	"latentlab/pkg/figure"
	"latentlab/pkg/internal/hostile"
	"latentlab/tests/faults"
)

func TestHostileArguments(t *testing.T) {
	if testing.Short() {
		t.Skip("-short leaves out hostile arguments")
	}
	t.Setenv("LATENTLAB_ROOT", t.TempDir())
	z := [][]float32{{0, 1}, {2, -1}, {1, 3}, {4, 4}, {-2, 1}, {3, 0}, {1, 1}, {0, -3}, {2, 2}, {-1, -1}, {0, 4}, {3, 3}}
	labels := []int{1, 1, 1, 1, 1, 1, 5, 5, 5, 5, 5, 5}
	seeds := Seeds{Digits: "MNIST 1", BySeed: map[uint64]Numbers{3: {"test_mse": 0.03}, 4: {"test_mse": 0.05}}}
	seeds.Summarise()
	kept := func(s Seeds) (Seeds, error) {
		if err := s.Save(); err != nil {
			return Seeds{}, err
		}
		return OpenSeeds(digits.Data{Name: "MNIST", Only: []int{1}}, checkpoint.Identity{})
	}
	keptModels := func(m Models) (Models, error) {
		if err := m.Save(); err != nil {
			return Models{}, err
		}
		return OpenModels(digits.Data{Name: "MNIST", Only: []int{1}})
	}
	keptDimensions := func(d Dimensions) (Dimensions, error) {
		if err := d.Save(); err != nil {
			return Dimensions{}, err
		}
		return OpenDimensions(digits.Data{Name: "MNIST", Only: []int{1}})
	}
	bars := func(m Models, measure string, rows []string) []figure.Bar { return m.Bars(measure, rows...) }
	tries, lost := hostile.Table{Prefixes: []string{"measure: ", "latent: "}, Check: usable, Calls: []hostile.Call{
		hostile.With("Densities", Densities, z, labels, uint64(1)),
		hostile.With("Seeds.Table", Seeds.Table, seeds),
		hostile.With("Seeds.Save", kept, seeds),
		hostile.With("Models.Table", Models.Table, two()),
		hostile.With("Models.Bars", bars, two(), "frechet", []string{"the mean image"}),
		hostile.With("Models.Compare", Models.Compare, two(), "frechet", "the mean image", "VAE, Bernoulli"),
		hostile.With("Models.Only", func(m Models, names []string) Models { return m.Only(names...) }, two(), []string{"the mean image"}),
		hostile.With("Models.Caption", Models.Caption, two()),
		hostile.With("Models.Save", keptModels, two()),
		hostile.With("Models.Differences", Models.Differences, two(), two()),
		hostile.With("Dimensions.Table", Dimensions.Table, oneAndTwo()),
		hostile.With("Dimensions.Curves", Dimensions.Curves, oneAndTwo(), "test_mse"),
		hostile.With("Dimensions.Save", keptDimensions, oneAndTwo()),
		hostile.With("Rows.Has", Rows.Has, two().Rows, checkpoint.Identity{Model: "VAE"}, uint64(1)),
		hostile.With("ShareOf", ShareOf, 5),
		hostile.With("Common", Common, checkpoint.Identity{Model: "autoencoder", Sigma: 0.1, Steps: 3}),
	}, Spared: map[string]string{
		"Of": "it calls package latent, which is tried", "OpenSeeds": "Seeds.Save is tried with it",
		"OpenDimensions": "Dimensions.Save is tried with it",
		"OpenModels":     "Models.Save is tried with it", "Rows.Note": "it adds what it is given to a map",
		"Row.Of": "its mean is not finite where a measure is not", "Seeds.Summarise": "its means are not finite where a measure is not",
	}}.Try(t)
	faults.Note(t, "hostile argument", tries, lost)
}

// usable finds fault with densities that do not work, and with numbers in a file that are none.
func usable(results []any) error {
	switch r := results[0].(type) {
	case []Named:
		for _, q := range r {
			if err := hostile.Finite(hostile.Of(q.Density.Sample(10, 1))); err != nil {
				return err
			}
		}
	case Seeds:
		return hostile.Finite(results)
	}
	return nil
}
