package trained

import (
	"latentlab/pkg/digits"
	"latentlab/pkg/lecture"
	"latentlab/pkg/model"
	"latentlab/pkg/training"
)

// GAN returns the recipe of the GAN for x: 784–500–300–2, 3,000 steps of 64, Adam with β₁ = 0.5, and the average of the
// generator's weights, whose images are steadier than those of any one step.
func GAN(x digits.Data) Recipe {
	return recipe(x, "GAN", "11", "gan", model.GAN{Widths: planar, R1: 1}, Config(lecture.Seed()), training.Config{
		Steps: 3000, Batch: 64, LearningRate: 1e-3, Beta1: 0.5, Average: 0.999, Seed: lecture.Seed(), Data: x.Digest,
	})
}
