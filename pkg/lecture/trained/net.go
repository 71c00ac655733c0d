package trained

import (
	"latentlab/pkg/backend"
	"latentlab/pkg/checkpoint"
	"latentlab/pkg/digits"
	"latentlab/pkg/lecture"
	"latentlab/pkg/model"
	"latentlab/pkg/training"
)

// A Net is a network as cells use it: where the engine fails, the cell stops.
type Net struct{ *model.Network }

// Encode returns the codes z = f(x) of images x: n × pixels → n × latent.
func (n Net) Encode(images [][]float32) [][]float32 { return lecture.Must(n.Network.Encode(images)) }

// Decode returns the images x̂ = g(z) of codes z: n × latent → n × pixels.
func (n Net) Decode(codes [][]float32) [][]float32 { return lecture.Must(n.Network.Decode(codes)) }

// Reconstruct returns g(f(x)) of images x: n × pixels → n × pixels.
func (n Net) Reconstruct(images [][]float32) [][]float32 {
	return lecture.Must(n.Network.Reconstruct(images))
}

// Fit trains a new network of a model on the engine that open gives. The cell stops where that fails.
func Fit(open func() (backend.Engine, error), m model.Model, start model.Config, images [][]float32, config training.Config) Net {
	n := lecture.Must(model.New(lecture.Must(open()), m, start))
	lecture.Must(training.Fit(lecture.Interrupt(), n, images, config))
	return Net{n}
}

// keepCodes computes the codes of both sets of x, where nobody has done so since the training.
func keepCodes(n Net, x digits.Data) {
	dir := lecture.Must(checkpoint.At(lecture.Name(x, lecture.Autoencoder)))
	manifest := lecture.Must(dir.Read())
	for of, set := range map[string]digits.Set{"train": x.Train, "test": x.Test} {
		if _, _, err := dir.Codes(of); err == nil {
			continue
		}
		lecture.Stop(dir.SaveCodes(manifest, of, n.Encode(set.Images), set.Labels))
	}
}
