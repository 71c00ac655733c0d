package trained

import (
	"errors"
	"fmt"
	"io/fs"

	"latentlab/pkg/backend"
	"latentlab/pkg/figure"
	"latentlab/pkg/lecture"
	"latentlab/pkg/quality"
	"latentlab/pkg/quality/classifier"
)

// A Judge is the classifier of package quality as cells use it: where the engine fails, the cell stops.
type Judge struct{ classifier.Classifier }

// OpenJudge returns the classifier, on the engine that open gives. Where its checkpoint is missing, unfinished or of another
// training, it says so and trains it first. The cell stops where that fails.
func OpenJudge(open func() (backend.Engine, error)) Judge {
	ctx, engine := lecture.Interrupt(), lecture.Must(open())
	c, err := classifier.Open(ctx, engine)
	if err != nil {
		why := err.Error()
		if errors.Is(err, fs.ErrNotExist) {
			why = "there is no checkpoint of it yet"
		}
		fmt.Printf("The classifier is trained now, on all ten digits, which takes minutes: %s.\n", why)
		c = lecture.Must(classifier.OpenOrTrain(ctx, engine, figure.Live("all ten digits")))
	}
	return Judge{c}
}

// See returns what the classifier makes of images (n × 784).
func (j Judge) See(images [][]float32) quality.Seen { return lecture.Must(j.Classifier.See(images)) }
