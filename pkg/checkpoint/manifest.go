package checkpoint

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"latentlab/pkg/internal/files"
	"latentlab/pkg/progress"
)

const manifestName = "manifest.json"

// A Manifest says what a checkpoint holds.
type Manifest struct {
	Identity Identity          `json:"identity"`
	Step     int               `json:"step"`    // done; Identity.Steps when training is complete
	Seconds  float64           `json:"seconds"` // that the steps took, in all calls
	Backend  string            `json:"backend"` // that trained
	Versions map[string]string `json:"versions"`
	Losses   []progress.Series `json:"losses"`
	Files    map[string]string `json:"files"` // SHA-256 in hex, by path below the checkpoint

	// Digest is the SHA-256 of the manifest itself, in hex. It stands for the whole checkpoint.
	Digest string `json:"-"`
}

// Complete reports whether the training did all its steps.
func (m Manifest) Complete() bool { return m.Step == m.Identity.Steps }

// write writes the file and returns the manifest with its digest.
func (m Manifest) write(name string) (Manifest, error) {
	digest, err := files.Seal(name, manifestKey, m)
	if err != nil {
		return m, fmt.Errorf("the manifest: %w", err)
	}
	m.Digest = digest
	return m, nil
}

// manifestKey is what the manifest is called in its file.
const manifestKey = "manifest"

func readManifest(name string) (Manifest, error) {
	text, err := files.Read(name, mostManifest)
	if err != nil {
		return Manifest{}, err
	}
	return parseManifest(text)
}

// mostManifest is more bytes than any manifest has: a loss of a million steps takes 12 MB.
const mostManifest = 64 << 20

func parseManifest(text []byte) (Manifest, error) {
	var earlier struct {
		Recipe *string `json:"recipe"` // in words, which left out the loss
	}
	if json.Unmarshal(text, &earlier) == nil && earlier.Recipe != nil {
		return Manifest{}, ErrEarlier
	}
	var m Manifest
	digest, err := files.Unseal(text, manifestKey, &m)
	if err != nil {
		return Manifest{}, fmt.Errorf("%s %w", manifestName, err)
	}
	m.Digest = digest
	dir := m.weightsDir() // of any one file: all are compared with the same
	if dir == "." {
		return Manifest{}, fmt.Errorf("%s is damaged: it names no files of weights", manifestName)
	}
	for name := range m.Files {
		if !filepath.IsLocal(name) || filepath.Dir(name) != dir {
			return Manifest{}, fmt.Errorf("%s is damaged: %s is no file of the checkpoint", manifestName, name)
		}
	}
	return m, nil
}

// weightsDir returns the directory of the files, below the checkpoint's.
func (m Manifest) weightsDir() string {
	for name := range m.Files {
		return filepath.Dir(name)
	}
	return "."
}

// verify compares the files below dir with their digests.
func (m Manifest) verify(dir string) error {
	for name, want := range m.Files {
		got, err := digestOfFile(filepath.Join(dir, name))
		if errors.Is(err, fs.ErrNotExist) {
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

func digestOf(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}

func digestOfFile(name string) (string, error) {
	f, err := os.Open(name)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}
