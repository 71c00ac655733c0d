package model

import (
	"fmt"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/layers"
)

// A Classifier learns to tell the digits apart from their labels: two convolutions of stride 2, a layer of 64 features, and of
// them the log-odds of ten classes. The lecture does without labels; package quality measures images in these features.
//
// Its images are rows of 784 pixels with ten numbers behind, as Labelled makes them; their length is the network's Pixels.
type Classifier struct{}

// Of the classifier.
const (
	classifierSide     = 28
	classifierWindow   = 5  // pixels to a side
	classifierChannels = 16 // after the first convolution, twice as many after the second
	Classes            = 10
	Features           = 64
)

// Labelled returns rows for a Classifier: each image with its label behind as one of ten numbers that is 1, the others 0. Without
// labels all ten are 0: enough for the features. It panics where there is not one label from 0 to 9 for each
// image, and on images of different lengths or that are not finite.
func Labelled(images [][]float32, labels []int) [][]float32 {
	if labels != nil && len(labels) != len(images) {
		panic(fmt.Sprintf("model: Labelled: %d images, but %d labels: want one for each", len(images), len(labels)))
	}
	if len(images) > 0 {
		checkRows("image", images, len(images[0]))
	}
	for i, label := range labels {
		if label < 0 || label >= Classes {
			panic(fmt.Sprintf("model: Labelled: label %d is %d: want 0 to %d", i, label, Classes-1))
		}
	}
	rows := make([][]float32, len(images))
	for i, image := range images {
		rows[i] = make([]float32, len(image)+Classes)
		copy(rows[i], image)
		if labels != nil {
			rows[i][len(image)+labels[i]] = 1
		}
	}
	return rows
}

// Losses implements Model: the cross-entropy in nats per image, −log p(label|x). While it learns, each image is moved by up to a
// pixel, which keeps it from learning images by heart.
func (c Classifier) Losses(scope *Scope, x *Node) []Loss {
	labels := Slice(x, AxisRange(), AxisRange(classifierSide*classifierSide))
	h := c.seen(scope, moved(scope, square(x)))
	logOdds := layers.DenseWithBias(scope.In("classes"), c.features(scope, h), Classes) // [n, 10]
	right := ReduceSum(Mul(labels, LogSoftmax(logOdds, -1)), -1)
	return []Loss{{Name: "cross-entropy", Value: Neg(ReduceAllMean(right))}}
}

// Encode builds the features [n, 64], each between −1 and 1.
func (c Classifier) Encode(scope *Scope, x *Node) *Node {
	return c.features(scope, c.seen(scope, square(x)))
}

// square builds the images [n, 28, 28] of rows x.
func square(x *Node) *Node {
	const s = classifierSide
	return Reshape(Slice(x, AxisRange(), AxisRange(0, s*s)), x.Shape().Dimensions[0], s, s)
}

// moved builds images h [n, s, s], each at random up to one pixel up or down and to one side.
func moved(scope *Scope, h *Node) *Node {
	n, s := h.Shape().Dimensions[0], h.Shape().Dimensions[1]
	for axis := 1; axis <= 2; axis++ {
		by := scope.RandomIntN(h.Graph(), int32(3), shapes.Make(dtypes.Int32, n, 1, 1))
		wide := framed(h, axis, 1)
		h = nil
		for k := range 3 {
			from := []SliceAxisSpec{AxisRange(), AxisRange(), AxisRange()}
			from[axis] = AxisRange(k, k+s)
			chosen := ConvertDType(Equal(by, Scalar(by.Graph(), by.DType(), k)), wide.DType()) // [n, 1, 1]
			part := Mul(Slice(wide, from...), chosen)
			if h == nil {
				h = part
				continue
			}
			h = Add(h, part)
		}
	}
	return h
}

// seen builds what the convolutions see in images x [n, 28, 28], [n, 7 · 7 · 2 channels].
func (Classifier) seen(scope *Scope, x *Node) *Node {
	h := InsertAxes(x, -1)
	for i, channels := range []int{classifierChannels, 2 * classifierChannels} {
		h = MaxScalar(layers.DenseWithBias(scope.In("conv_%d", i), windows(h, classifierWindow, 2), channels), 0)
	}
	return Reshape(h, x.Shape().Dimensions[0], -1)
}

func (Classifier) features(scope *Scope, h *Node) *Node {
	return Tanh(layers.DenseWithBias(scope.In("features"), h, Features))
}

// Kind returns "classifier".
func (Classifier) Kind() string { return "classifier" }

// Settings returns nothing: it has none.
func (Classifier) Settings() string { return "" }
