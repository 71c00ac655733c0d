package model

import (
	"fmt"
	"math"

	. "github.com/gomlx/gomlx/core/graph"
)

// A Likelihood is p(x|z), a distribution of images x given what the decoder's network makes of a code.
type Likelihood interface {
	// LogProb builds log p(x|z) in nats, summed over the pixels: [n] of images x and the network's output h, both [n, pixels].
	LogProb(x, h *Node) *Node
	// LogProbs builds the same of each image x [n, pixels] with each output h [m, pixels], [n, m], without the pixels of all pairs.
	LogProbs(x, h *Node) *Node
	Mean(h *Node) *Node // builds the mean image E[x|z] [n, pixels]
	String() string     // its name and numbers, such as "Gaussian σ 1"
}

// Bernoulli takes each pixel as a coin with ink on one side, of log-odds h. Pixels between 0 and 1 count as shares of ink.
type Bernoulli struct{}

// LogProb implements Likelihood: Σ x log p + (1 − x) log(1 − p) with p = σ(h), the negative cross-entropy.
func (Bernoulli) LogProb(x, h *Node) *Node { return ReduceSum(Sub(Mul(x, h), Softplus(h)), -1) }

// LogProbs implements Likelihood.
func (Bernoulli) LogProbs(x, h *Node) *Node {
	return Sub(crossed(x, h), InsertAxes(ReduceSum(Softplus(h), -1), 0))
}

// Mean implements Likelihood.
func (Bernoulli) Mean(h *Node) *Node { return Sigmoid(h) }

// String implements Likelihood.
func (Bernoulli) String() string { return "Bernoulli" }

// A Gaussian takes each pixel as normal around h.
type Gaussian struct {
	Sigma float64 // standard deviation in pixel units; 0 means 1
}

// LogProb implements Likelihood.
func (l Gaussian) LogProb(x, h *Node) *Node { return l.logProb(x, ReduceSum(Square(Sub(x, h)), -1)) }

// LogProbs implements Likelihood, by ‖x − h‖² = ‖x‖² − 2 x·h + ‖h‖².
func (l Gaussian) LogProbs(x, h *Node) *Node {
	lengths := Add(InsertAxes(ReduceSum(Square(x), -1), 1), InsertAxes(ReduceSum(Square(h), -1), 0))
	return l.logProb(x, Sub(lengths, MulScalar(crossed(x, h), 2)))
}

// logProb builds it of the squared distances from images x.
func (l Gaussian) logProb(x, squares *Node) *Node {
	pixels := float64(x.Shape().Dimensions[x.Rank()-1])
	return AddScalar(MulScalar(squares, -0.5/(l.sigma()*l.sigma())), -pixels*(math.Log(l.sigma())+0.5*math.Log(2*math.Pi)))
}

// crossed builds the scalar product of each row of x [n, pixels] with each of h [m, pixels], [n, m].
func crossed(x, h *Node) *Node { return Einsum("np,mp->nm", x, h) }

// Mean implements Likelihood.
func (Gaussian) Mean(h *Node) *Node { return h }

// String implements Likelihood.
func (l Gaussian) String() string { return fmt.Sprintf("Gaussian σ %g", l.sigma()) }

func (l Gaussian) sigma() float64 {
	if l.Sigma == 0 {
		return 1
	}
	if !(l.Sigma > 0 && l.Sigma <= math.MaxFloat32) {
		panic(fmt.Sprintf("model: Gaussian.Sigma is %g: want a number above 0, such as 1", l.Sigma))
	}
	return l.Sigma
}

// negativeLog builds −log p(x|z), the mean over a batch.
func negativeLog(l Likelihood, x, h *Node) *Node { return Neg(ReduceAllMean(l.LogProb(x, h))) }
