package settings

import (
	"testing"

	"latentlab/pkg/internal/hostile"
	"latentlab/tests/faults"
)

func TestHostileArguments(t *testing.T) {
	tries, lost := hostile.Table{Calls: []hostile.Call{
		hostile.With("Images.Key", func(name string) string { return Images{Name: name}.Key() }, "Fashion-MNIST"),
		hostile.With("Read", func(text string) (Settings, error) { wrote(t, text); return Read() }, "steps: 3"),
	}, Spared: map[string]string{"Default": "it takes nothing", "Keys": "it takes nothing", "Palettes": "it takes nothing"}}.Try(t)
	faults.Note(t, "hostile argument", tries, lost)
}
