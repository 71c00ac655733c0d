package autoencoder

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/gomlx/compute/shapes"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"
	"github.com/gomlx/gomlx/ml/model/checkpoint"
	"latentlab/pkg/backend"
	"latentlab/pkg/internal/files"
)

// Progress is how far an autoencoder has been trained, and on what. Package training writes it.
type Progress struct {
	Steps   int               // done
	Recipe  string            // how: optimizer, learning rate, batch, number of steps, seed
	Data    string            // SHA-256 of the images, in hex
	Time    time.Duration     // that the steps took, in all calls
	Losses  []float32         // of each step done, mean squared error per pixel
	Moments []*tensors.Tensor // Adam's, while training is not complete: first and second of each parameter
}

// Progress returns how far the autoencoder has been trained.
func (ae *Autoencoder) Progress() Progress { return ae.progress }

// SetProgress notes how far the autoencoder has been trained.
func (ae *Autoencoder) SetProgress(p Progress) { ae.progress = p }

// Directory returns where the checkpoint of that name lies: data/checkpoints/name in the clone, or below
// LATENTLAB_CHECKPOINTS where it is set.
func Directory(name string) (string, error) {
	if name == "" || strings.ContainsAny(name, `/\`) || strings.HasPrefix(name, ".") {
		return "", fmt.Errorf("autoencoder: checkpoint name %q: want a plain name such as lecture", name)
	}
	if dir := os.Getenv("LATENTLAB_CHECKPOINTS"); dir != "" {
		return filepath.Join(dir, name), nil
	}
	return files.Data("checkpoints", name)
}

// Save writes the autoencoder as checkpoint name: the weights, and where training was interrupted the optimizer's state,
// by GoMLX's checkpoint package; beside them manifest.json, which says what they are. The manifest comes last and by a
// rename, so that an interrupted Save leaves the checkpoint that was there before.
func (ae *Autoencoder) Save(name string) error {
	dir, err := Directory(name)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("autoencoder: checkpoint %s: %w", name, err)
	}
	tensorsDir, err := os.MkdirTemp(dir, "tensors-")
	if err != nil {
		return fmt.Errorf("autoencoder: checkpoint %s: %w", name, err)
	}
	if err := ae.saveTo(dir, filepath.Base(tensorsDir)); err != nil {
		os.RemoveAll(tensorsDir)
		return fmt.Errorf("autoencoder: checkpoint %s: %w", name, err)
	}
	old, _ := filepath.Glob(filepath.Join(dir, "tensors-*"))
	for _, o := range old {
		if o != tensorsDir {
			os.RemoveAll(o)
		}
	}
	return nil
}

func (ae *Autoencoder) saveTo(dir, tensorsDir string) error {
	store := model.NewStore()
	for _, s := range ae.slots() {
		if _, err := store.CreateVariable(s.path, *s.value); err != nil {
			return err
		}
	}
	handler, err := checkpoint.Build(store).Dir(filepath.Join(dir, tensorsDir)).WithCompression(checkpoint.BinUncompressed).Done()
	if err != nil {
		return err
	}
	if err := handler.Save(); err != nil {
		return err
	}
	digests := map[string]string{}
	entries, err := os.ReadDir(filepath.Join(dir, tensorsDir))
	if err != nil {
		return err
	}
	for _, e := range entries {
		name := filepath.Join(tensorsDir, e.Name())
		if digests[name], err = digestAndSync(filepath.Join(dir, name)); err != nil {
			return err
		}
	}
	probe, err := ae.probe()
	if err != nil {
		return err
	}
	return newManifest(ae, digests, probe).write(filepath.Join(dir, manifestName))
}

// Open opens checkpoint name on an engine, which need not be the one it was trained on. The error says what is wrong
// with one that is damaged, cut short, or was trained with networks other than MLP; where there is none it is
// fs.ErrNotExist.
func Open(engine backend.Engine, name string) (*Autoencoder, error) {
	return OpenAs(engine, name, Config{})
}

// OpenAs opens checkpoint name for a configuration: widths that differ from the checkpoint's are an error (no widths
// mean any), and the networks are the configuration's.
func OpenAs(engine backend.Engine, name string, config Config) (*Autoencoder, error) {
	dir, err := Directory(name)
	if err != nil {
		return nil, err
	}
	ae, err := open(engine, dir, config)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("autoencoder: there is no checkpoint %s in %s, notebook 03 trains one: %w", name, filepath.Dir(dir), fs.ErrNotExist)
	}
	if err != nil {
		return nil, fmt.Errorf("autoencoder: checkpoint %s: %w (delete %s to train it anew)", name, err, dir)
	}
	return ae, nil
}

func open(engine backend.Engine, dir string, config Config) (*Autoencoder, error) {
	m, err := readManifest(filepath.Join(dir, manifestName))
	if err != nil {
		return nil, err
	}
	if len(config.Widths) > 0 && !slices.Equal(config.Widths, m.Widths) {
		return nil, fmt.Errorf("its widths are %v, want %v", m.Widths, config.Widths)
	}
	config.Widths, config.Seed, config.Sigma = m.Widths, m.Seed, m.Sigma
	if err := m.verify(dir); err != nil {
		return nil, err
	}
	ae, err := New(engine, config)
	if err != nil {
		return nil, err
	}
	store := model.NewStore()
	if _, err := checkpoint.Load(store).Dir(filepath.Join(dir, m.tensorsDir())).Immediate().Done(); err != nil {
		return nil, err
	}
	if m.Moments {
		ae.progress.Moments = make([]*tensors.Tensor, 2*len(ae.params))
	}
	for _, s := range ae.slots() {
		variable := store.GetVariable(s.path)
		if variable == nil {
			return nil, fmt.Errorf("it holds no %s", s.path)
		}
		if !variable.Shape().Equal(s.shape) {
			return nil, fmt.Errorf("%s has shape %s, want %s", s.path, variable.Shape(), s.shape)
		}
		if *s.value, err = variable.Value(); err != nil {
			return nil, fmt.Errorf("%s: %w", s.path, err)
		}
	}
	ae.progress.Steps, ae.progress.Recipe, ae.progress.Data, ae.progress.Losses = m.Steps, m.Recipe, m.Data, m.Losses
	ae.progress.Time = time.Duration(m.Seconds * float64(time.Second))
	return ae, ae.compareProbe(m.Probe)
}

// A slot is the place of one tensor of a checkpoint.
type slot struct {
	path  string // in GoMLX's store
	value **tensors.Tensor
	shape shapes.Shape
}

// slots returns the places of the parameters and, where there are any, of the optimizer's moments.
func (ae *Autoencoder) slots() []slot {
	var result []slot
	n := len(ae.params)
	for i := range ae.params {
		result = append(result, slot{paramPath(i, n), &ae.params[i], ae.params[i].Shape()})
	}
	for i := range ae.progress.Moments {
		result = append(result, slot{fmt.Sprintf("/adam/moment_%d", i), &ae.progress.Moments[i], ae.params[i%n].Shape()})
	}
	return result
}

func paramPath(i, n int) string {
	part, layer := "encoder", i/2
	if i >= n/2 {
		part, layer = "decoder", (i-n/2)/2
	}
	return fmt.Sprintf("/%s/layer_%d/%s", part, layer, [...]string{"weights", "biases"}[i%2])
}

// probe returns what the network makes of one fixed image: its code, and the mean and the root mean square of the
// image decoded from it. Other networks over the same weights give other numbers.
func (ae *Autoencoder) probe() ([]float64, error) {
	image := make([]float32, ae.Pixels())
	for i := range image {
		image[i] = float32(i%7) / 7
	}
	z, err := ae.Encode([][]float32{image})
	if err != nil {
		return nil, err
	}
	y, err := ae.Decode(z)
	if err != nil {
		return nil, err
	}
	var sum, squares float64
	for _, v := range y[0] {
		sum += float64(v)
		squares += float64(v) * float64(v)
	}
	n := float64(len(y[0]))
	result := []float64{sum / n, math.Sqrt(squares / n)}
	for _, v := range z[0] {
		result = append(result, float64(v))
	}
	return result, nil
}

// compareProbe reports an error where the networks of ae do not give the numbers they gave when it was saved. The
// tolerance is for another engine's rounding.
func (ae *Autoencoder) compareProbe(want []float64) error {
	got, err := ae.probe()
	if err != nil {
		return err
	}
	for i := range want {
		if len(got) != len(want) || !(math.Abs(got[i]-want[i]) <= 1e-3*(1+math.Abs(want[i]))) {
			return fmt.Errorf("it was trained with another encoder or decoder: name them in OpenAs (a test image gives %.4g, when it was saved %.4g)", got, want)
		}
	}
	return nil
}

// digestAndSync returns the SHA-256 of a file in hex once its content is on disk.
func digestAndSync(name string) (string, error) {
	f, err := os.Open(name)
	if err != nil {
		return "", err
	}
	defer f.Close()
	if err := f.Sync(); err != nil {
		return "", err
	}
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}
