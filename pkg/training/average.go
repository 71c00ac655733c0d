package training

import (
	"fmt"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	gomlx "github.com/gomlx/gomlx/ml/model"
)

// averagesPath is where the moving averages of all variables are in the store.
const averagesPath = "/average"

// averageOf returns the moving average of a variable, which is a variable of the same store.
func averageOf(store *gomlx.Store, v *gomlx.Variable) (*gomlx.Variable, error) {
	average, err := store.CreateVariable(gomlx.JoinPath(averagesPath, v.Path()), tensors.FromShape(v.Shape()))
	if err != nil {
		return nil, fmt.Errorf("training: the average of %s: %w", v.Path(), err)
	}
	average.Trainable = false
	return average, nil
}

// averaged builds the moving average of a variable after step t, from 1 on, with factor d: each step counts d times as much as the
// one that follows. With Adam's correction of a mean that begins at 0, (1 − d) / (1 − dᵗ) is what the new value adds.
func averaged(v, average *gomlx.Variable, d float64, t *Node) {
	before := average.NodeValue(t.Graph())
	share := MulScalar(Inverse(OneMinus(power(d, t))), 1-d)
	average.SetNodeValue(Add(before, Mul(share, Sub(v.NodeValue(t.Graph()), before))))
}

// takeAverages puts the moving averages, where there are any, in place of the variables.
func takeAverages(store *gomlx.Store) error {
	for v := range store.IterVariables() {
		average := store.GetVariable(gomlx.JoinPath(averagesPath, v.Path()))
		if average == nil {
			continue
		}
		value, err := average.MustValue().Clone()
		if err == nil {
			err = v.SetValue(value)
		}
		if err != nil {
			return fmt.Errorf("training: taking the average of %s: %w", v.Path(), err)
		}
	}
	return store.DeleteVariablesInScope(averagesPath)
}
