package model

import (
	"bytes"
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
	"time"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"
	gomlx "github.com/gomlx/gomlx/ml/model/checkpoint"
	"latentlab/pkg/backend"
	"latentlab/pkg/checkpoint"
	"latentlab/pkg/progress"
)

// A Training is which training a network has been through, and how far. Package training writes it.
type Training struct {
	Identity checkpoint.Identity
	Step     int               // done; Identity.Steps when it is complete
	Time     time.Duration     // that the steps took, in all calls
	Losses   []progress.Series // of each step done
}

// Complete reports whether all steps were done.
func (t Training) Complete() bool { return t.Step > 0 && t.Step == t.Identity.Steps }

// Training returns how far the network has been trained.
func (n *Network) Training() Training { return n.done }

// SetTraining notes how far the network has been trained, and gives it the state that this has led to.
func (n *Network) SetTraining(t Training, store *model.Store) error {
	n.done, n.store = t, store
	return n.assemble()
}

// Save writes the network as checkpoint name, which nobody else may be training.
func (n *Network) Save(name string) error {
	dir, err := checkpoint.At(name)
	if err != nil {
		return err
	}
	lock, err := dir.Lock()
	if err != nil {
		return err
	}
	defer lock.Unlock()
	return n.SaveTo(lock)
}

// SaveTo writes the network's store with GoMLX's checkpoint package, reads it back, and notes in the manifest what it is.
func (n *Network) SaveTo(lock *checkpoint.Lock) error {
	store := model.NewStore() // GoMLX's handler stays with the store that it is given
	for v := range n.store.IterVariables() {
		if _, err := store.CreateVariable(v.Path(), v.MustValue()); err != nil {
			return fmt.Errorf("model: saving %s: %w", v.Path(), err)
		}
	}
	id, err := n.done.Identity, error(nil)
	if id.Model == "" { // it has not been through any training
		if id, err = n.Identity(); err != nil {
			return err
		}
	}
	_, err = lock.Save(checkpoint.Manifest{
		Identity: id, Step: n.done.Step, Seconds: n.done.Time.Seconds(), Losses: n.done.Losses,
		Backend: n.engine.String(), Versions: versions(),
	}, func(dir string) error {
		handler, err := gomlx.Build(store).Dir(dir).WithCompression(gomlx.BinUncompressed).Done()
		if err != nil {
			return err
		}
		if err := handler.Save(); err != nil {
			return err
		}
		return compareWithFiles(store, dir)
	})
	return err
}

// compareWithFiles reads back what GoMLX has written: in v0.28.2 a write that the disk refuses returns no error
// (checkpoint.go:947 wraps err, which is nil, in place of writeErr).
func compareWithFiles(store *model.Store, dir string) error {
	written, err := read(dir)
	if err != nil {
		return fmt.Errorf("what was written cannot be read back, is the disk full? %w", err)
	}
	for v := range store.IterVariables() {
		same := false
		if w := written.GetVariable(v.Path()); w != nil && w.Shape().Equal(v.Shape()) {
			if same, err = sameBytes(v.MustValue(), w.MustValue()); err != nil {
				return err
			}
		}
		if !same {
			return fmt.Errorf("%s was not written as it is: is the disk full?", v.Path())
		}
	}
	return nil
}

func sameBytes(a, b *tensors.Tensor) (same bool, err error) {
	var inner error
	err = a.ConstBytes(func(x []byte) {
		inner = b.ConstBytes(func(y []byte) { same = bytes.Equal(x, y) })
	})
	return same, errors.Join(err, inner)
}

func read(dir string) (*model.Store, error) {
	store := model.NewStore()
	if _, err := gomlx.Load(store).Dir(dir).Immediate().Done(); err != nil {
		return nil, err
	}
	return store, nil
}

// Open opens checkpoint name of a model, on an engine that need not be the one it was trained on. Where there is none the
// error is fs.ErrNotExist; it says what is wrong with one that is damaged, and how one of another model differs.
func Open(engine backend.Engine, m Model, name string) (*Network, error) {
	if m == nil {
		panic("model: Open: there is no model")
	}
	dir, err := checkpoint.At(name)
	if err != nil {
		return nil, err
	}
	var n *Network
	err = dir.Weights(func(manifest checkpoint.Manifest, weights string) error {
		id := manifest.Identity
		config := Config{Pixels: id.Pixels, Sigma: id.Sigma, Seed: id.WeightSeed}
		if n, err = describe(engine, m, config.check(), Zeros); err != nil {
			return err
		}
		own, err := n.Identity()
		if err != nil {
			return err
		}
		if found := own.Differences(onlyModel(id)); len(found) > 0 {
			return checkpoint.Other{Differences: found}
		}
		n.done = Training{Identity: id, Step: manifest.Step, Losses: manifest.Losses, Time: time.Duration(manifest.Seconds * float64(time.Second))}
		return n.load(weights)
	})
	if err != nil {
		return nil, err
	}
	return n, nil
}

// onlyModel returns of an identity what Network.Identity knows.
func onlyModel(id checkpoint.Identity) checkpoint.Identity {
	return checkpoint.Identity{Model: id.Model, Settings: id.Settings, Pixels: id.Pixels, Variables: id.Variables, Probe: id.Probe,
		Sigma: id.Sigma, WeightSeed: id.WeightSeed}
}

// load takes over the values that the files in dir hold: of the model's variables, and all others, such as the optimizer's.
func (n *Network) load(dir string) error {
	saved, err := read(dir)
	if err != nil {
		return err
	}
	for v := range n.store.IterVariables() {
		if saved.GetVariable(v.Path()) == nil {
			return fmt.Errorf("it holds no %s", v.Path())
		}
	}
	for s := range saved.IterVariables() {
		v := n.store.GetVariable(s.Path())
		if v == nil {
			if v, err = n.store.CreateVariable(s.Path(), s.MustValue()); err != nil {
				return err
			}
			v.Trainable = false
			continue
		}
		if !v.Shape().Equal(s.Shape()) {
			return fmt.Errorf("%s has shape %s, want %s", s.Path(), s.Shape(), v.Shape())
		}
		if err := v.SetValue(s.MustValue()); err != nil {
			return err
		}
	}
	return nil
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
