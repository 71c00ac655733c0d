package model

import (
	"fmt"
	"math"
	"slices"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
)

// A GAN (generative adversarial network, Goodfellow et al. 2014) is a game of two: a generator, the decoder's network, makes
// images of codes drawn from N(0, 1), and a critic tells them from real ones. The critic makes −log D(x) − log(1 − D(g(z)))
// small, the generator −log D(g(z)), the loss that does not saturate; a step moves both.
type GAN struct {
	// Widths are those of the critic, but for its one output, with the latent dimensions behind, which the generator mirrors:
	// nil means the lecture's 784, 500, 300, 2.
	Widths []int

	// G and D build the generator's images [n, pixels] of codes [n, d] and the critic's log-odds [n, 1] that images are real, in
	// place of dense layers of the Widths, whose last still says how many latent dimensions there are.
	G, D func(scope *Scope, h *Node) *Node

	// Game builds what the critic and what the generator makes small of the log-odds [n, 1] that real images are real and that
	// fakes are; nil means the losses above.
	Game func(real, fake *Node) (critic, generator *Node)

	// R1 is γ, the weight of the squared slope of the log-odds l at real images, ½γ E‖∇l(x)‖², which keeps the game from running in
	// circles (Mescheder et al. 2018, "Which training methods for GANs do actually converge?"): 1 in the lecture; 0 leaves it out.
	R1 float64
}

// Losses implements Model: the critic's, its slope, and the generator's.
func (m GAN) Losses(scope *Scope, x *Node) []Loss {
	z := Normal(scope, x.Graph(), shapes.Make(dtypes.Float32, x.Shape().Dimensions[0], m.Latent()))
	fakes := m.Decode(scope, z)
	scope = scope.In("critic")
	real := m.critic(scope, x)                    // log-odds that x is real
	fake := m.critic(scope.ResetVisited(), fakes) // [n, 1]
	slope := Gradient(ReduceAllSum(real), x)[0]   // ∇l(x), [n, pixels]
	critic, generator := m.game(real, fake)
	return []Loss{
		{Name: "critic", Of: "critic", Value: critic},
		{Name: "slope", Of: "critic", Value: ReduceAllMean(ReduceSum(Square(slope), -1)), Weight: m.slopeWeight(x.Graph())},
		{Name: "generator", Of: "generator", Value: generator},
	}
}

// game builds the losses that do not saturate, of log-odds l: −log σ(l) is softplus(−l), and −log (1 − σ(l)) is softplus(l).
func (m GAN) game(real, fake *Node) (critic, generator *Node) {
	if m.Game != nil {
		return m.Game(real, fake)
	}
	return ReduceAllMean(Add(Softplus(Neg(real)), Softplus(fake))), ReduceAllMean(Softplus(Neg(fake)))
}

// Decode builds the generator's images g(z), of pixels in [0, 1]. Its first layer has as few inputs as latent dimensions: with the
// weights of the others it would begin almost constant, so they begin ten times as large, with σ = 1 in the lecture.
func (m GAN) Decode(scope *Scope, z *Node) *Node {
	scope = scope.In("generator")
	if m.G != nil {
		return m.G(scope, z)
	}
	widths := slices.Clone(m.widths())
	slices.Reverse(widths)
	h := Tanh(Dense(Larger(scope, 10).In("first"), z, widths[1]))
	return Sigmoid(Dense(scope.In("rest"), h, widths[2:]...))
}

// Larger returns a scope whose weights begin so many times as large.
func Larger(scope *Scope, times float64) *Scope {
	initial := scope.Initializer()
	return scope.WithInitializer(func(g *Graph, shape shapes.Shape) *Node { return MulScalar(initial(g, shape), times) })
}

// critic builds the log-odds [n, 1] that images x [n, pixels] are real.
func (m GAN) critic(scope *Scope, x *Node) *Node {
	if m.D != nil {
		return m.D(scope, x)
	}
	widths := m.widths()
	return Dense(scope, x, append(slices.Clone(widths[1:len(widths)-1]), 1)...)
}

func (m GAN) slopeWeight(g *Graph) *Node {
	if !(m.R1 >= 0 && m.R1 <= math.MaxFloat32) {
		panic(fmt.Sprintf("model: GAN.R1 is %g: want 0 or more, such as 1", m.R1))
	}
	return Scalar(g, dtypes.Float32, m.R1/2)
}

// Latent returns the number of latent dimensions.
func (m GAN) Latent() int { return m.widths()[len(m.widths())-1] }

func (m GAN) widths() []int { return wantWidths("GAN", m.Widths, 3, "three") }

// Kind returns "GAN".
func (GAN) Kind() string { return "GAN" }

// Settings returns γ.
func (m GAN) Settings() string { return fmt.Sprintf("R1 %g", m.R1) }
