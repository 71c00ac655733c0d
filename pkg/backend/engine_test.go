package backend_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/gomlx/gomlx/core/graph"
	"latentlab/pkg/backend"
)

func ExampleGo() {
	engine, err := backend.Go()
	if err != nil {
		panic(err)
	}
	sum, err := graph.CallOnce(engine.Backend, graph.ReduceAllSum, []float32{1, 2, 3})
	if err != nil {
		panic(err)
	}
	fmt.Println(sum.Value())
	// Output: 6
}

func TestLabelSaysWhetherThereIsSIMD(t *testing.T) {
	engine, err := backend.Go()
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(engine.String(), "Go with") {
		t.Errorf("the engine calls itself %q", engine)
	}
}
