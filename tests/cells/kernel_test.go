package main

import (
	"encoding/gob"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/janpfeifer/gonb/gonbui/protocol"
)

func init() {
	// What package figure sends.
	gob.Register(map[string]any{})
	gob.Register([]any{})
}

// An output is what a cell has put below itself.
type output struct {
	stdout, stderr string
	failed         error             // where it did not end well
	figures        map[string]string // what each says in words, by name
	all            []string          // what all figures say, those without a name included
}

// A kernel runs the cells of a notebook's program, each as a process of its own, as GoNB does.
type kernel struct {
	program  string
	settings []string
}

// newKernel compiles a notebook.
func newKernel(t *testing.T, n notebook, settings []string) kernel {
	t.Helper()
	k, err := compiled(t, n, settings)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// compiled compiles a notebook. The error is what the compiler says.
func compiled(t *testing.T, n notebook, settings []string) (kernel, error) {
	t.Helper()
	source, err := n.program()
	if err != nil {
		t.Fatal(err)
	}
	dir, err := os.MkdirTemp(".", "_program")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	if err := os.WriteFile(filepath.Join(dir, "main.go"), source, 0o644); err != nil {
		t.Fatal(err)
	}
	k := kernel{filepath.Join(t.TempDir(), "program"), settings}
	if out, err := exec.Command("go", "build", "-o", k.program, "./"+dir).CombinedOutput(); err != nil {
		return kernel{}, fmt.Errorf("%s does not compile: %s", n.name, out)
	}
	return k, nil
}

// run runs a cell. Once its training has done so many steps, where stopAt is not 0, it presses the stop button.
func (k kernel) run(t *testing.T, cell, stopAt int) (out output) {
	t.Helper()
	dir := t.TempDir()
	pipe := func(name string) *os.File {
		path := filepath.Join(dir, name)
		if err := syscall.Mkfifo(path, 0o600); err != nil {
			t.Fatal(err)
		}
		f, err := os.OpenFile(path, os.O_RDWR|syscall.O_NONBLOCK, 0)
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	there, back := pipe("there"), pipe("back")
	defer back.Close()
	var stdout, stderr strings.Builder
	command := exec.Command(k.program, strconv.Itoa(cell))
	command.Env = append(append(os.Environ(), k.settings...), "GOTRACEBACK=none",
		protocol.GONB_PIPE_ENV+"="+there.Name(), protocol.GONB_PIPE_BACK_ENV+"="+back.Name())
	command.Stdout, command.Stderr = &stdout, &stderr
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	heard := make(chan error, 1)
	go func() {
		err := out.hear(there, back, func(step int) error { return interrupt(command, step, stopAt) })
		if !errors.Is(err, os.ErrClosed) {
			command.Process.Kill() // it would wait for an answer
		}
		heard <- err
	}()
	out.failed = command.Wait()
	there.Close()
	if err := <-heard; !errors.Is(err, os.ErrClosed) {
		t.Fatalf("cell %d: what it sends to the kernel: %v", cell, err)
	}
	out.stdout, out.stderr = stdout.String(), stderr.String()
	return out
}

func interrupt(command *exec.Cmd, step, stopAt int) error {
	if stopAt > 0 && step >= stopAt {
		return command.Process.Signal(os.Interrupt)
	}
	return nil
}

var progressValue = regexp.MustCompile(`<progress value="(\d+)"`)

// hear notes what a cell sends, until the pipe is closed, and answers what waits for an answer. It calls stepped with the
// steps that a training says to have done.
func (out *output) hear(there, back *os.File, stepped func(int) error) error {
	out.figures = map[string]string{}
	in, answers := gob.NewDecoder(there), gob.NewEncoder(back)
	for {
		var m protocol.DisplayData
		if err := in.Decode(&m); err != nil {
			return err
		}
		if request, ok := m.Data[protocol.MIMECommValue].(protocol.CommValue); ok && request.Address == protocol.GonbuiSyncAddress {
			if err := answers.Encode(&protocol.CommValue{Address: protocol.GonbuiSyncAckAddress, Value: request.Value}); err != nil {
				return err
			}
		}
		if page, ok := m.Data[protocol.MIMETextHTML].(string); ok {
			if found := progressValue.FindStringSubmatch(page); found != nil {
				step, _ := strconv.Atoi(found[1])
				if err := stepped(step); err != nil && !errors.Is(err, os.ErrProcessDone) {
					return err
				}
			}
		}
		picture, ok := m.Metadata["image/png"].(map[string]any)
		if !ok {
			continue
		}
		alt := fmt.Sprint(picture["alt"])
		out.all = append(out.all, alt)
		if ours, ok := m.Metadata["latentlab"].(map[string]any); ok {
			out.figures[fmt.Sprint(ours["figure"])] = alt
		}
	}
}
