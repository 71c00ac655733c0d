package model

import (
	"fmt"
	"math/rand/v2"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"
)

// logWeights builds log w = log p(x|z) + log p(z) − log q(z|x) [n, k], in nats, of images x [n, pixels] and k codes each, which
// the noise [n, k, d] draws from q(z|x).
func (v VAE) logWeights(scope *Scope, x, noise *Node) *Node {
	n, k, d := noise.Shape().Dimensions[0], noise.Shape().Dimensions[1], noise.Shape().Dimensions[2]
	pixels := x.Shape().Dimensions[1]
	mean, logVariance := v.Posterior(scope, x)
	mean, logVariance = InsertAxes(mean, 1), InsertAxes(logVariance, 1) // [n, 1, d]
	z := Add(mean, Mul(Exp(MulScalar(logVariance, 0.5)), noise))        // [n, k, d]
	// log p(z) − log q(z|x): the factors 2π are the same.
	priors := MulScalar(ReduceSum(Sub(Add(Square(noise), logVariance), Square(z)), -1), 0.5) // [n, k]
	copies := Reshape(BroadcastToDims(InsertAxes(x, 1), n, k, pixels), n*k, pixels)
	likelihoods := v.likelihood().LogProb(copies, v.parameters(scope, Reshape(z, n*k, d))) // [n·k]
	return Add(Reshape(likelihoods, n, k), priors)
}

// LogWeights returns, for each image of n × pixels, the logarithms of k importance weights p(x, z) / q(z|x) of codes z drawn from
// q(z|x), in nats: n × k. Their mean is the ELBO; package quality makes the tighter bound of Burda et al. (2016) of them. The
// same seed draws the same codes on every engine. It panics on another model than a VAE, or one that embeds it, and where k is
// below 1.
func (n *Network) LogWeights(images [][]float32, k int, seed uint64) ([][]float32, error) {
	v, ok := n.model.(interface {
		logWeights(scope *Scope, x, noise *Node) *Node
	})
	if !ok {
		panic(fmt.Sprintf("model: LogWeights: the %s has no q(z|x): want a VAE", n.model.Kind()))
	}
	if k < 1 || k > maxDraws {
		panic(fmt.Sprintf("model: LogWeights: k is %d: want 1 to %d", k, maxDraws))
	}
	checkRows("image", images, n.Pixels())
	exec, err := model.NewExec(n.engine.Backend, n.store, func(_ *Scope, in []*Node) *Node { return v.logWeights(n.scope(nil), in[0], in[1]) })
	if err != nil {
		return nil, fmt.Errorf("model: the weights' graph: %w", err)
	}
	rng := rand.New(rand.NewPCG(seed, streamOfCodes))
	weights := make([][]float32, 0, len(images))
	size := min(max(1, drawsPerCall/k), len(images))
	for first := 0; first < len(images); first += size {
		count := min(size, len(images)-first)
		x, noise := make([]float32, size*n.Pixels()), make([]float32, size*k*n.latent)
		for i, image := range images[first : first+count] {
			copy(x[i*n.Pixels():], image)
		}
		for i := range count * k * n.latent {
			noise[i] = float32(rng.NormFloat64())
		}
		flat, err := n.numbers(exec, fmt.Sprintf("the weights of %d images", count),
			tensors.FromFlatDataAndDimensions(x, size, n.Pixels()), tensors.FromFlatDataAndDimensions(noise, size, k, n.latent))
		if err != nil {
			return nil, err
		}
		for i := range count {
			row := flat[i*k : (i+1)*k : (i+1)*k]
			for _, w := range row {
				if w-w != 0 {
					return nil, fmt.Errorf("model: image %d has the log-weight %v: did the training diverge? Train it anew", first+i, w)
				}
			}
			weights = append(weights, row)
		}
	}
	return weights, nil
}

const (
	maxDraws      = 1 << 16 // codes of one image
	drawsPerCall  = 4096    // codes decoded at once
	streamOfCodes = 4       // keeps these random numbers apart from others of the same seed
)

// Evaluate returns each of the model's losses, as LossNames names them, on images of n × pixels: the mean over batches of a
// hundred, in which the model draws its random numbers from the seed. The network stays as it is.
func (n *Network) Evaluate(images [][]float32, seed uint64) ([]float64, error) {
	checkRows("image", images, n.Pixels())
	at, err := n.On(n.engine)
	if err != nil {
		return nil, err
	}
	if err := at.store.SetRNGStateFromSeed(int64(seed)); err != nil {
		return nil, fmt.Errorf("model: %w", err)
	}
	exec, err := model.NewExec(at.engine.Backend, at.store, func(_ *Scope, x *Node) *Node {
		var values []*Node
		for _, l := range at.Losses(x) {
			values = append(values, l.Value)
		}
		return Stack(values, 0)
	})
	if err != nil {
		return nil, fmt.Errorf("model: the losses' graph: %w", err)
	}
	means := make([]float64, len(n.losses))
	for first := 0; first < len(images); first += evaluated {
		batch := images[first:min(first+evaluated, len(images))]
		flat := make([]float32, 0, len(batch)*n.Pixels())
		for _, image := range batch {
			flat = append(flat, image...)
		}
		values, err := n.numbers(exec, fmt.Sprintf("the losses of %d images", len(batch)), tensors.FromFlatDataAndDimensions(flat, len(batch), n.Pixels()))
		if err != nil {
			return nil, err
		}
		for k, v := range values {
			means[k] += float64(v) * float64(len(batch)) / float64(len(images))
		}
	}
	return means, nil
}

// evaluated is how many images one call takes: a GAN's critic takes them against as many fakes.
const evaluated = 100

// numbers runs a graph once and returns its result. What is what it makes, for errors. The engine's memory is given back at once,
// as by run.
func (n *Network) numbers(exec *model.Exec, what string, in ...*tensors.Tensor) ([]float32, error) {
	defer func() {
		for _, t := range in {
			t.FinalizeAll()
		}
	}()
	arguments := make([]any, len(in))
	for i, t := range in {
		arguments[i] = t
	}
	out, err := exec.Call1(arguments...)
	if err != nil {
		return nil, fmt.Errorf("model: %s on %s: %w", what, n.engine, err)
	}
	defer out.FinalizeAll()
	values, err := tensors.CopyFlatData[float32](out)
	if err != nil {
		return nil, fmt.Errorf("model: reading %s: %w", what, err)
	}
	return values, nil
}
