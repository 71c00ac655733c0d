// Command fetch-digits sees to it that MNIST is in data/mnist, or in the directory that LATENTLAB_MNIST names.
//
// Where MNIST cannot be had it says so and succeeds, because the lecture has digits of its own. It fails where the
// environment asks for MNIST, or where a damaged file would stop the lecture. An interrupt leaves what has arrived for
// the next call.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"latentlab/pkg/digits/fetch"
)

func main() {
	if os.Getenv("LATENTLAB_DIGITS") == "builtin" {
		fmt.Println("LATENTLAB_DIGITS is builtin: MNIST is not needed.")
		return
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	out, err := os.Stdout.Stat()
	terminal := err == nil && out.Mode()&os.ModeCharDevice != 0
	err = fetch.MNIST(ctx, fetch.Config{Out: os.Stdout, Bar: terminal})
	switch {
	case err == nil:
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(os.Stderr, "fetch-digits: interrupted: scripts/setup.sh goes on from here")
		os.Exit(130)
	case errors.Is(err, fetch.ErrUnavailable) && os.Getenv("LATENTLAB_DIGITS") != "mnist":
		fmt.Printf("%v: the lecture will use its built-in digits; for MNIST later, run scripts/setup.sh --digits, "+
			"or put the four files that data/README.md names into data/mnist.\n", err)
	default:
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
