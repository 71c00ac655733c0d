package model

import (
	"fmt"
	"math"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"
	"gonum.org/v1/gonum/floats"
)

// LogEvidence returns log p(x) of each image of n × pixels in nats, log ∫ p(x|z) p(z) dz over the latent plane: the sum over a grid of
// side × side codes, evenly spaced from −5 to 5. What the bounds of a VAE fall short of is what its encoder misses. The sum is
// as good as exact where the codes lie no farther apart than the deviations of p(z|x); where they do, it can be on either side: a
// finer grid tells. 300 do for the lecture's. It panics on another model than a VAE with two latent dimensions, and where side is not
// between 2 and 1,000.
func (n *Network) LogEvidence(images [][]float32, side int) ([]float64, error) {
	v, ok := n.model.(VAE)
	if !ok || n.latent != 2 {
		panic(fmt.Sprintf("model: LogEvidence: the %s has %d latent dimensions: want a VAE with two", n.model.Kind(), n.latent))
	}
	if side < 2 || side > maxSide {
		panic(fmt.Sprintf("model: LogEvidence: side is %d: want 2 to %d", side, maxSide))
	}
	checkRows("image", images, n.Pixels())
	exec, err := model.NewExec(n.engine.Backend, n.store, func(_ *Scope, in []*Node) *Node {
		h := v.parameters(n.scope(nil), in[1]) // [codes, pixels]
		return logSumExp(Add(v.likelihood().LogProbs(in[0], h), InsertAxes(in[2], 0)))
	})
	if err != nil {
		return nil, fmt.Errorf("model: the evidence's graph: %w", err)
	}
	perCall := min(codesPerCall, side*side)
	codes, priors := plane(side, perCall)
	evidence := make([]float64, 0, len(images))
	for first := 0; first < len(images); first += imagesPerCall {
		part := images[first:min(first+imagesPerCall, len(images))]
		sums := make([][]float64, len(part)) // of each image, one of each call
		flat := make([]float32, 0, len(part)*n.Pixels())
		for _, image := range part {
			flat = append(flat, image...)
		}
		for done := 0; done < len(priors); done += perCall {
			values, err := n.numbers(exec, fmt.Sprintf("the evidence of %d images", len(part)), tensors.FromFlatDataAndDimensions(flat, len(part), n.Pixels()),
				tensors.FromFlatDataAndDimensions(codes[2*done:2*(done+perCall)], perCall, 2), tensors.FromFlatDataAndDimensions(priors[done:done+perCall], perCall))
			if err != nil {
				return nil, err
			}
			for i, l := range values {
				sums[i] = append(sums[i], float64(l))
			}
		}
		for i, logs := range sums {
			sum := floats.LogSumExp(logs)
			if sum-sum != 0 {
				return nil, fmt.Errorf("model: image %d has the log-evidence %v: did the training diverge? Train it anew", first+i, sum)
			}
			evidence = append(evidence, sum)
		}
	}
	return evidence, nil
}

const (
	maxSide       = 1000
	edge          = 5 // of the grid: all but 10⁻⁶ of p(z) lies inside
	imagesPerCall = 4096
	codesPerCall  = 512
)

// plane returns a grid of side × side codes, one after the other, and of each the logarithm of p(z) times the area around it. So
// many codes with a probability of 0 follow as fill up the last call of perCall codes.
func plane(side, perCall int) (codes, logPriors []float32) {
	step := 2 * edge / float64(side-1)
	count := (side*side + perCall - 1) / perCall * perCall
	codes, logPriors = make([]float32, 2*count), make([]float32, count)
	for i := range logPriors {
		if i >= side*side {
			logPriors[i] = float32(math.Inf(-1))
			continue
		}
		x, y := float64(i%side)*step-edge, float64(i/side)*step-edge
		codes[2*i], codes[2*i+1] = float32(x), float32(y)
		logPriors[i] = float32(2*math.Log(step) - math.Log(2*math.Pi) - (x*x+y*y)/2)
	}
	return codes, logPriors
}

// logSumExp builds log Σ eˡ over the last axis of l [n, m], of which one at least is finite: [n].
func logSumExp(l *Node) *Node {
	most := ReduceMax(l, -1)
	return Add(most, Log(ReduceSum(Exp(Sub(l, InsertAxes(most, -1))), -1)))
}
