package autoencoder

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"

	"latentlab/pkg/internal/files"
)

const manifestName = "manifest.json"

// A manifest says what the tensors of a checkpoint are.
type manifest struct {
	Widths   []int             `json:"widths"`
	Seed     uint64            `json:"seed"`
	Sigma    float64           `json:"sigma"`
	Steps    int               `json:"steps"`
	Recipe   string            `json:"recipe"`
	Data     string            `json:"data_sha256"`
	Seconds  float64           `json:"seconds"`
	Backend  string            `json:"backend"`
	Versions map[string]string `json:"versions"`
	Moments  bool              `json:"optimizer_state"` // whether Adam's moments are there, to go on from
	Probe    []float64         `json:"probe"`
	Digests  map[string]string `json:"sha256"` // of the files, by path below the checkpoint
	Losses   []float32         `json:"losses"`
}

func newManifest(ae *Autoencoder, digests map[string]string, probe []float64) manifest {
	p := ae.progress
	return manifest{
		Widths: ae.config.Widths, Seed: ae.config.Seed, Sigma: ae.config.Sigma,
		Steps: p.Steps, Recipe: p.Recipe, Data: p.Data, Seconds: p.Time.Seconds(), Losses: p.Losses, Moments: len(p.Moments) > 0,
		Backend: ae.engine.String(), Versions: versions(), Probe: probe, Digests: digests,
	}
}

// versions returns what the checkpoint was computed with.
func versions() map[string]string {
	result := map[string]string{"go": runtime.Version()}
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, dep := range info.Deps {
			if name, found := strings.CutPrefix(dep.Path, "github.com/gomlx/"); found {
				result[name] = dep.Version
			}
		}
	}
	return result
}

func (m manifest) write(name string) error {
	return files.Write(name, func(w io.Writer) error {
		encoder := json.NewEncoder(w)
		encoder.SetIndent("", " ")
		return encoder.Encode(m)
	})
}

func readManifest(name string) (manifest, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return manifest{}, err
	}
	var m manifest
	if err := json.Unmarshal(data, &m); err != nil {
		return manifest{}, fmt.Errorf("%s is damaged or cut short: %w", manifestName, err)
	}
	if len(m.Digests) != 2 || m.tensorsDir() == "." {
		return manifest{}, fmt.Errorf("%s is damaged: it names %d files, want GoMLX's two", manifestName, len(m.Digests))
	}
	return m, nil
}

// tensorsDir returns the directory of GoMLX's files, below the checkpoint's.
func (m manifest) tensorsDir() string {
	for name := range m.Digests {
		return filepath.Dir(name)
	}
	return "."
}

// verify compares the files in dir with their digests.
func (m manifest) verify(dir string) error {
	for name, want := range m.Digests {
		if !filepath.IsLocal(name) {
			return fmt.Errorf("%s is damaged: %s is not a path below it", manifestName, name)
		}
		got, err := digestAndSync(filepath.Join(dir, name))
		if os.IsNotExist(err) {
			return fmt.Errorf("%s is missing", name)
		}
		if err != nil {
			return err
		}
		if got != want {
			return fmt.Errorf("%s is damaged or cut short: its SHA-256 is %.12s…, want %.12s…", name, got, want)
		}
	}
	return nil
}
