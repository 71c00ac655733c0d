package model

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"
	"latentlab/pkg/backend"
)

// Config says what a network starts from.
type Config struct {
	Pixels int     // of an image; 0 means the lecture's 784
	Sigma  float64 // standard deviation of the initial weights, normal around 0; 0 means the lecture's 0.1. Biases start at 0
	Seed   uint64  // of the initial weights, and of what the model draws at random while it trains
}

// check returns the configuration with its zero values filled in; it panics on one that cannot be.
func (c Config) check() Config {
	if c.Pixels == 0 {
		c.Pixels = 784
	}
	if c.Sigma == 0 {
		c.Sigma = 0.1
	}
	if c.Pixels < 1 || c.Pixels > maxPixels {
		panic(fmt.Sprintf("model: Config.Pixels is %d: want 1 to %d", c.Pixels, maxPixels))
	}
	if !(c.Sigma > 0 && c.Sigma <= math.MaxFloat32/100) {
		panic(fmt.Sprintf("model: Config.Sigma is %g: want a number above 0, such as 0.1, or 0 for that", c.Sigma))
	}
	return c
}

// What a network may be made of, so that a slip of the hand takes no more memory than a machine has.
const (
	maxPixels  = 1 << 20
	maxWeights = 1 << 28 // 1 GB
)

// A Network is a model with its variables on an engine. Its store is its only state: what is trained, and, in a training that
// was interrupted, the optimizer's moments and the random numbers' state. It is not for concurrent use.
type Network struct {
	model  Model
	config Config
	engine backend.Engine
	store  *model.Store
	losses []string // their names
	latent int
	done   Training

	encode, decode, reconstruct *model.Exec
}

// New makes a network with the initial weights that the seed gives: the same on every engine and machine. A configuration
// that cannot be panics; layers that do not fit each other are an error.
func New(engine backend.Engine, m Model, config Config) (*Network, error) {
	if m == nil {
		panic("model: New: there is no model")
	}
	config = config.check()
	rng := rand.New(rand.NewPCG(config.Seed, streamOfWeights))
	return describe(engine, m, config, normal(rng, config.Sigma))
}

// streamOfWeights keeps the random numbers of the weights apart from others of the same seed, such as the batches'.
const streamOfWeights = 1

// normal draws weights from a normal distribution around 0; biases, of a single axis, are 0. Numbers drawn here and not on
// the engine are the same everywhere.
func normal(rng *rand.Rand, sigma float64) model.VariableInitializer {
	return func(g *Graph, shape shapes.Shape) *Node {
		values := make([]float32, shape.Size())
		if shape.Rank() > 1 {
			for i := range values {
				values[i] = float32(sigma * rng.NormFloat64())
			}
		}
		return ConstTensor(g, tensors.FromFlatDataAndDimensions(values, shape.Dimensions...))
	}
}

// describe makes the variables of a model known, in the order in which its Losses name them, and gives them values. It takes a
// graph of its own, on the Go engine and never run: in that of a training, XLA's functions would belong to the wrong closure.
func describe(engine backend.Engine, m Model, config Config, initial model.VariableInitializer) (*Network, error) {
	cheap, err := backend.Go()
	if err != nil {
		return nil, err
	}
	n := &Network{model: m, config: config, engine: engine, store: model.NewStore()}
	if err := n.store.SetRNGStateFromSeed(int64(config.Seed)); err != nil {
		return nil, fmt.Errorf("model: %w", err)
	}
	err = caught(func() {
		g := NewGraph(cheap.Backend, "describe")
		defer g.Finalize()
		x := Parameter(g, "x", shapes.Make(dtypes.Float32, 1, config.Pixels))
		if e, ok := m.(Encoder); ok {
			z := e.Encode(n.scope(initial), x)
			if z.Rank() != 2 {
				panic(fmt.Sprintf("its codes have the shape %s, want [n, latent dimensions]", z.Shape()))
			}
			n.latent = z.Shape().Dimensions[1]
			if d, ok := m.(Decoder); ok {
				checkDecoder(d, n.scope(initial), z, config.Pixels)
			}
		} else if d, ok := m.(Generator); ok {
			if n.latent = d.Latent(); n.latent < 1 || n.latent > maxWeights {
				panic(fmt.Sprintf("it has %d latent dimensions, want 1 or more", n.latent))
			}
			checkDecoder(d, n.scope(initial), Zeros(g, shapes.Make(dtypes.Float32, 1, n.latent)), config.Pixels)
		}
		for _, l := range m.Losses(n.scope(initial), x) {
			if l.Value == nil || !l.Value.IsScalar() {
				panic(fmt.Sprintf("loss %q is no scalar", l.Name))
			}
			if l.Weight != nil && !l.Weight.IsScalar() {
				panic(fmt.Sprintf("the weight of loss %q is no scalar", l.Name))
			}
			n.losses = append(n.losses, l.Name)
		}
		if len(n.losses) == 0 {
			panic("it has no losses")
		}
		if weights := n.Weights(""); weights > maxWeights {
			panic(fmt.Sprintf("it has %d weights, want at most %d", weights, maxWeights))
		}
	})
	if empty := n.emptyLayer(); empty != nil {
		err = empty // in place of what GoMLX makes of a layer without inputs, a division by 0
	}
	if err == nil {
		err = caught(func() {
			if err := n.store.InitializeVariables(cheap.Backend, nil); err != nil {
				panic(err)
			}
		})
	}
	if err != nil {
		return nil, fmt.Errorf("model: the %s: %w", m.Kind(), err)
	}
	for v := range n.store.IterVariables() {
		if err := v.MustValue().ToLocal(); err != nil {
			return nil, fmt.Errorf("model: the initial %s: %w", v.Path(), err)
		}
	}
	return n, n.assemble()
}

// emptyLayer returns an error where a layer has no inputs or no outputs.
func (n *Network) emptyLayer() error {
	for v := range n.store.IterVariables() {
		if v.Shape().Size() == 0 {
			return fmt.Errorf("the weights %s have the shape %v: want widths of 1 or more", v.Path(), v.Shape().Dimensions)
		}
	}
	return nil
}

// checkDecoder panics where a decoder makes something else of codes z than images.
func checkDecoder(d Decoder, scope *Scope, z *Node, pixels int) {
	if y := d.Decode(scope, z); y.Rank() != 2 || y.Shape().Dimensions[1] != pixels {
		panic(fmt.Sprintf("its decoder gives images of the shape %s, want [n, %d]", y.Shape(), pixels))
	}
}

// root is where a model's variables begin.
const root = "/model"

// scope returns the model's scope, as new: GoMLX counts which parts of it a graph has named.
func (n *Network) scope(initial model.VariableInitializer) *Scope {
	scope := n.store.Scope(root)
	if initial != nil {
		scope = scope.WithInitializer(initial)
	}
	return scope
}

// Losses builds the model's losses on a batch x [n, pixels] in the graph of a training.
func (n *Network) Losses(x *Node) []Loss { return n.model.Losses(n.scope(nil), x) }

// assemble prepares the graphs of f, g and g∘f where the model has them.
func (n *Network) assemble() (err error) {
	e, encodes := n.model.(Encoder)
	d, decodes := n.model.(Decoder)
	prepare := func(exec **model.Exec, f func(scope *Scope, h *Node) *Node) {
		if err == nil {
			*exec, err = model.NewExec(n.engine.Backend, n.store, func(_ *Scope, h *Node) *Node { return f(n.scope(nil), h) })
		}
	}
	if encodes {
		prepare(&n.encode, e.Encode)
	}
	if decodes {
		prepare(&n.decode, d.Decode)
	}
	if encodes && decodes {
		prepare(&n.reconstruct, func(scope *Scope, x *Node) *Node { return d.Decode(scope, e.Encode(scope, x)) })
	}
	if err != nil {
		return fmt.Errorf("model: the %s on %s: %w", n.model.Kind(), n.engine, err)
	}
	return nil
}

// On returns a copy of the network, variables and all, on another engine.
func (n *Network) On(engine backend.Engine) (*Network, error) {
	copied := *n
	copied.engine, copied.store = engine, nil
	var err error
	if copied.store, err = cloned(n.store); err != nil {
		return nil, err
	}
	return &copied, copied.assemble()
}

// cloned returns a copy of a store in this program's memory.
func cloned(store *model.Store) (*model.Store, error) {
	for v := range store.IterVariables() {
		if err := v.MustValue().ToLocal(); err != nil {
			return nil, fmt.Errorf("model: reading %s: %w", v.Path(), err)
		}
	}
	copied, err := store.Clone()
	if err != nil {
		return nil, fmt.Errorf("model: copying the variables: %w", err)
	}
	return copied, nil
}

// Engine returns the engine that the network runs on.
func (n *Network) Engine() backend.Engine { return n.engine }

// Model returns what the network is made of.
func (n *Network) Model() Model { return n.model }

// Config returns what the network started from, with its zero values filled in.
func (n *Network) Config() Config { return n.config }

// Pixels returns the length of an image, 784 in the lecture.
func (n *Network) Pixels() int { return n.config.Pixels }

// LossNames returns what the model calls its losses, in order.
func (n *Network) LossNames() []string { return n.losses }

// Weights returns the number of weights and biases below a scope: "encoder", "decoder", or "" for all.
func (n *Network) Weights(scope string) (count int) {
	for _, v := range n.Trained(scope) {
		count += v.Shape().Size()
	}
	return count
}

// Trained returns the variables below a scope of the model that training changes, in the order in which it names them.
func (n *Network) Trained(scope string) (vs []*model.Variable) {
	below := root + "/"
	if scope != "" {
		below += scope + "/"
	}
	for v := range n.store.IterVariables() {
		if v.Trainable && strings.HasPrefix(v.Path(), below) {
			vs = append(vs, v)
		}
	}
	return vs
}

// Store returns the network's state. It is the network's own, not a copy.
func (n *Network) Store() *model.Store { return n.store }

// String describes the network: "autoencoder, 1087586 weights".
func (n *Network) String() string {
	return fmt.Sprintf("%s, %d weights", n.model.Kind(), n.Weights(""))
}

// Layers returns copies of the dense layers below a scope, "encoder" or "decoder": of each the weights [in, out] row by row,
// and its out biases. Layers of another kind are an error.
func (n *Network) Layers(scope string) (weights, biases [][]float32, err error) {
	for _, v := range n.Trained(scope) {
		values, err := tensors.CopyFlatData[float32](v.MustValue())
		if err != nil {
			return nil, nil, fmt.Errorf("model: reading %s: %w", v.Path(), err)
		}
		switch {
		case v.Shape().Rank() == 2 && len(weights) == len(biases):
			weights = append(weights, values)
		case v.Shape().Rank() == 1 && len(weights) == len(biases)+1:
			biases = append(biases, values)
		default:
			return nil, nil, fmt.Errorf("model: the %s's %s has layers other than dense ones: %s %s", n.model.Kind(), scope, v.Path(), v.Shape())
		}
	}
	return weights, biases, nil
}

// caught returns as an error what f panics with, as GoMLX's graph functions do.
func caught(f func()) (err error) {
	defer func() {
		switch r := recover().(type) {
		case nil:
		case error:
			err = errors.New(firstLine(r.Error()))
		default:
			err = errors.New(firstLine(fmt.Sprint(r)))
		}
	}()
	f()
	return nil
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	return line
}
