// Command fetch-digits sees to it that MNIST is in data/mnist, or in the directory that LATENTLAB_MNIST names.
//
// Where MNIST cannot be had it says so and succeeds, because the lecture has digits of its own. It fails where the
// environment asks for MNIST, or where a damaged file would stop the lecture. An interrupt leaves what has arrived for
// the next call.
//
// With -check it fetches nothing and only says whether there is anything to fetch: it succeeds where all four files are
// there as published, or LATENTLAB_DIGITS is builtin, and fails otherwise.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"latentlab/pkg/digits/fetch"
)

func main() {
	check := flag.Bool("check", false, "fetch nothing; succeed where there is nothing to fetch")
	flag.Parse()
	if flag.NArg() > 0 {
		fmt.Fprintf(os.Stderr, "fetch-digits: %q is too much: it takes -check or nothing\n", flag.Arg(0))
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	out, err := os.Stdout.Stat()
	terminal := err == nil && out.Mode()&os.ModeCharDevice != 0
	os.Exit(run(ctx, *check, os.Stdout, os.Stderr, terminal))
}

// run does the command's work and returns its exit status.
func run(ctx context.Context, check bool, stdout, stderr io.Writer, terminal bool) int {
	const byHand = "put the four files that data/README.md names into data/mnist"
	which := os.Getenv("LATENTLAB_DIGITS")
	if which == "builtin" {
		fmt.Fprintln(stdout, "LATENTLAB_DIGITS is builtin: MNIST is not needed.")
		return 0
	}
	if check {
		if err := fetch.Verify(); err != nil {
			fmt.Fprintln(stderr, err)
			return 1
		}
		fmt.Fprintln(stdout, "MNIST is here, all four files as published.")
		return 0
	}
	err := fetch.MNIST(ctx, fetch.Config{Out: stdout, Terminal: terminal})
	switch unavailable := errors.Is(err, fetch.ErrUnavailable); {
	case err == nil:
		return 0
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(stderr, "fetch-digits: interrupted: scripts/setup.sh --digits goes on from here")
		return 130
	case unavailable && which == "mnist":
		fmt.Fprintf(stderr, "%v: %s, or unset LATENTLAB_DIGITS\n", err, byHand)
		return 1
	case unavailable:
		fmt.Fprintf(stdout, "%v: the lecture will use its built-in digits; for MNIST later, run scripts/setup.sh --digits, or %s.\n", err, byHand)
		return 0
	}
	fmt.Fprintln(stderr, err)
	return 1
}
