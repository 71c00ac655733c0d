package printed

import (
	"fmt"
	"os"
	"testing"
)

func TestBy(t *testing.T) {
	before := os.Stdout
	if got := By(t, func() { fmt.Println("a line"); fmt.Print("and another") }); got != "a line\nand another" {
		t.Errorf("it is %q", got)
	}
	if os.Stdout != before {
		t.Error("standard output is not what it was")
	}
}
