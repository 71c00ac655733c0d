package checkpoint

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// An Identity says which training it was: all that its numbers depend on, but for the engine's rounding. Trainings whose
// identities differ in anything are different trainings.
type Identity struct {
	Model     string    `json:"model"`     // its kind: "autoencoder", "denoising autoencoder"
	Settings  string    `json:"settings"`  // numbers of its own, beside the networks: "noise 0.3"
	Pixels    int       `json:"pixels"`    // of an image
	Variables []string  `json:"variables"` // what is trained, path and shape: "encoder/layer_0/dense/weights [784 500]"
	Probe     []float64 `json:"probe"`     // each loss and the size of its gradient at a fixed point, which tell functions apart

	Sigma      float64 `json:"sigma"`       // standard deviation of the initial weights
	WeightSeed uint64  `json:"weight_seed"` // of the initial weights, and of random numbers in the model

	Optimizer    string  `json:"optimizer"`
	LearningRate float64 `json:"learning_rate"`
	LastRate     float64 `json:"last_rate"` // that the learning rate falls to; 0 for one that stays
	Steps        int     `json:"steps"`     // in all
	Batch        int     `json:"batch"`     // images a step
	Seed         uint64  `json:"seed"`      // of the order of the images
	Data         string  `json:"data"`      // where the images come from: digits.Data's Digest
	After        string  `json:"after"`     // digest of the training that the network had been through before; empty for none

	// Images is the SHA-256 of the pixels trained on, in hex; empty where it is not known, which differs from none.
	Images string `json:"images"`
}

// probeTolerance is for the rounding of processors that sum in other orders.
const probeTolerance = 1e-3

// Differences says in which ways have is another training than this one, which is wanted, one phrase each, such as "its σ is 0.2 where 0.1 is
// wanted"; none where they are the same.
func (id Identity) Differences(have Identity) []string {
	want, found := id, []string(nil)
	note := func(what string, have, want any) {
		if have != want {
			found = append(found, fmt.Sprintf("its %s is %v where %v is wanted", what, have, want))
		}
	}
	note("model", have.Model, want.Model)
	note("setting", have.Settings, want.Settings)
	note("number of pixels", have.Pixels, want.Pixels)
	switch {
	case !slices.Equal(have.Variables, want.Variables):
		found = append(found, "its layers are "+variableDifference(have.Variables, want.Variables))
	case len(found) == 0 && !sameProbe(have.Probe, want.Probe):
		found = append(found, fmt.Sprintf("its loss or networks compute something else (on a fixed batch %.4g where %.4g is wanted)", have.Probe, want.Probe))
	}
	note("σ of the initial weights", have.Sigma, want.Sigma)
	note("seed of the weights", have.WeightSeed, want.WeightSeed)
	note("optimizer", have.Optimizer, want.Optimizer)
	note("learning rate", have.LearningRate, want.LearningRate)
	note("last learning rate", have.LastRate, want.LastRate)
	note("number of steps", have.Steps, want.Steps)
	note("batch", have.Batch, want.Batch)
	note("seed of the images' order", have.Seed, want.Seed)
	if have.After != want.After {
		found = append(found, "the network had been trained before, in another way")
	}
	if have.Data != want.Data || have.Images != "" && want.Images != "" && have.Images != want.Images {
		found = append(found, "it was trained on other images")
	}
	return found
}

// Short returns eight hexadecimal digits that stand for the training where people compare them by eye. Of the probe it takes
// as much as processors agree on.
func (id Identity) Short() string {
	rounded := make([]string, len(id.Probe))
	for i, v := range id.Probe {
		rounded[i] = fmt.Sprintf("%.3g", v)
	}
	id.Probe = nil
	return digestOf([]byte(fmt.Sprintf("%#v %q", id, rounded)))[:8]
}

// variableDifference names the first variables in which two models differ.
func variableDifference(have, want []string) string {
	only := func(a, b []string) string {
		var names []string
		for _, v := range a {
			if !slices.Contains(b, v) {
				names = append(names, v)
			}
		}
		switch {
		case len(names) == 0:
			return "in another order"
		case len(names) > 2:
			names = append(names[:2], "…")
		}
		return strings.Join(names, ", ")
	}
	return only(have, want) + " where " + only(want, have) + " is wanted"
}

func sameProbe(a, b []float64) bool {
	return slices.EqualFunc(a, b, func(x, y float64) bool {
		return math.Abs(x-y) <= probeTolerance*max(math.Abs(x), math.Abs(y))
	})
}
