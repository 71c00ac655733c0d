// Engine prints the engine that training will use here. Set-up builds it: linking it shows that a C compiler is at
// hand, and running it that XLA's plugin loads.
package main

import (
	"fmt"
	"os"

	"latentlab/pkg/backend/xla"
)

func main() {
	engine, err := xla.Open()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println("Training runs on " + engine.String() + ".")
}
