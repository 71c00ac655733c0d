package faults

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"os/signal"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"latentlab/pkg/backend"
	"latentlab/pkg/checkpoint"
	"latentlab/pkg/model"
	"latentlab/pkg/training"
)

// part is the environment variable that has this program play one of parts in place of the tests, with the numbers behind
// it: "train" or "save 3 100".
const part = "LATENTLAB_FAULTS_PART"

// parts are what other programs do to a checkpoint.
var parts = map[string]func(numbers []int) error{
	"train": func([]int) error { return train() },
	"save":  func(numbers []int) error { return saveOften(numbers[0], numbers[1]) },
	"once":  func(numbers []int) error { return saveOnce(numbers[0], numbers[1]) },
}

func TestMain(m *testing.M) {
	if words := strings.Fields(os.Getenv(part)); len(words) > 0 {
		var numbers []int
		for _, word := range words[1:] {
			n, err := strconv.Atoi(word)
			if err != nil {
				panic(err)
			}
			numbers = append(numbers, n)
		}
		if err := parts[words[0]](numbers); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// play returns a command that plays a part.
func play(words ...any) *exec.Cmd {
	command := exec.Command(os.Args[0])
	command.Env = append(os.Environ(), part+"="+strings.Trim(fmt.Sprint(words...), "[]"))
	command.Stderr = os.Stderr
	return command
}

const name = "small" // of the checkpoint

// small is a model of images of 12 pixels, broad one whose files are large enough to fill a disk.
var (
	small = model.Autoencoder{Widths: []int{12, 8, 2}}
	broad = model.Autoencoder{Widths: []int{784, 100, 2}}
)

// engine returns the Go engine; all that concerns files is the same on XLA.
func engine() backend.Engine {
	e, err := backend.Go()
	if err != nil {
		panic(err)
	}
	return e
}

// newNetwork returns a network that its seed tells from others.
func newNetwork(m model.Model, pixels int, seed uint64) (*model.Network, error) {
	return model.New(engine(), m, model.Config{Pixels: pixels, Seed: seed})
}

// images returns 64 images of 12 pixels that depend on two numbers each.
func images() [][]float32 {
	rng := rand.New(rand.NewPCG(1, 2))
	all := make([][]float32, 64)
	for i := range all {
		a, b := rng.Float32(), rng.Float32()
		for p := range 12 {
			all[i] = append(all[i], a*float32(p)/12+b*float32(p%3)/3)
		}
	}
	return all
}

var config = training.Config{Steps: 400, Batch: 10, Checkpoint: name}

// fit trains a new network, or goes on where its checkpoint stands, until ctx ends.
func fit(ctx context.Context, config training.Config) (training.History, error) {
	n, err := newNetwork(small, 12, 3)
	if err != nil {
		return training.History{}, err
	}
	return training.Fit(ctx, n, images(), config)
}

// train trains in pieces of a few steps, each of which ends in a checkpoint. It says how many steps it has kept.
func train() error {
	stop := errors.New("the end of a piece")
	for {
		ctx, cancel := context.WithCancelCause(context.Background())
		piece, first := config, true
		piece.Every = 10
		piece.Snapshot = func(int, *model.Network) error {
			if !first {
				cancel(stop)
			}
			first = false
			return nil
		}
		history, err := fit(ctx, piece)
		cancel(nil)
		if err != nil && !errors.Is(err, stop) {
			return err
		}
		fmt.Println(len(history.Losses[0].Values))
		if err == nil {
			return nil
		}
	}
}

// saveOften saves networks as one checkpoint, which others do too. Of each save it says the seed, or that another program is
// at it.
func saveOften(who, times int) error {
	n, err := newNetwork(small, 12, 3)
	if err != nil {
		return err
	}
	for i := range times {
		seed := uint64(who*1_000_000 + i)
		if err := mark(n, seed); err != nil {
			return err
		}
		switch err := n.Save(name); {
		case err == nil:
			fmt.Println("saved", seed)
		case strings.Contains(err.Error(), "is being trained by another cell or program"):
			fmt.Println("told", seed)
		default:
			fmt.Println("failed", seed, err)
		}
	}
	return nil
}

// mark gives a network a training that its seed tells from others.
func mark(n *model.Network, seed uint64) error {
	id, err := n.Identity()
	if err != nil {
		return err
	}
	id.Seed, id.Steps = seed, 1
	return n.SetTraining(model.Training{Identity: id, Step: 1}, n.Store())
}

// marked returns the seed of the training that the checkpoint holds.
func marked() (uint64, error) {
	n, err := model.Open(engine(), small, name)
	if err != nil {
		return 0, err
	}
	return n.Training().Identity.Seed, nil
}

// saveOnce saves a network. Where bytes is more than 0, no file may have more, as with a quota.
func saveOnce(seed, bytes int) error {
	n, err := newNetwork(broad, 784, uint64(seed))
	if err != nil {
		return err
	}
	if bytes > 0 {
		signal.Ignore(syscall.SIGXFSZ) // so that a write fails, as on a full disk
		limit := syscall.Rlimit{Cur: uint64(bytes), Max: uint64(bytes)}
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
			return err
		}
	}
	return n.Save(name)
}

// directory returns the checkpoint's.
func directory(t testing.TB) checkpoint.Dir {
	t.Helper()
	dir, err := checkpoint.At(name)
	if err != nil {
		t.Fatal(err)
	}
	return dir
}
