package exercise

import (
	"encoding/gob"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"os/signal"
	"runtime/debug"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"
	"time"
)

// serving is the environment variable that names the exercise whose function a process is to serve, in place of checking it.
const serving = "LATENTLAB_EXERCISE"

// mark parts what a process prints before it serves, which is the cell's, from what the student's function prints.
const mark = "\x00"

// What a student's function may take in one check. An honest one takes a thousandth of it, or less.
const (
	mostSeconds = 1       // of the processor: an endless loop is told after it
	mostWait    = 5       // seconds on the clock: for one that sleeps, or waits for what never comes
	mostMemory  = 1 << 29 // bytes
	mostStack   = 1 << 24 // bytes: calls of itself without end reach it in a tenth of a second
	mostPrinted = 1 << 20 // bytes
	mostShown   = 2_000   // bytes of what it prints
	mostReplied = 1 << 26 // bytes of values in all
)

// Check says whether the student's function f does what the exercise asks, and else what is wrong with it. Where something is
// wrong the cell ends with an error, so that nothing after it counts.
//
// f is called in a process of its own, which is this program once more: it runs to this call and then, in place of checking,
// answers calls. So the cell of a check holds nothing else.
func (e Exercise[F, In, Out]) Check(f F) {
	if name := os.Getenv(serving); name != "" {
		if name == e.Name {
			os.Exit(e.serve(f))
		}
		return // the process serves another exercise of the same cell
	}
	p, err := e.start()
	if err != nil {
		fmt.Fprintf(os.Stderr, "exercise: %s: its process does not start: %v\n", e.Name, err)
		os.Exit(1)
	}
	verdict := e.Judge(p.call)
	p.end()
	fmt.Print(verdict)
	if printed := p.printed.text(mark); printed != "" {
		fmt.Printf("What %s printed:\n%s\n", e.Function, plain(printed))
	}
	if verdict.Mistake != nil {
		os.Exit(1)
	}
}

// computedTooLong is the exit status of a process that has used up its time on the processor: what a shell says of SIGXCPU.
const computedTooLong = 128 + int(syscall.SIGXCPU)

// serve answers calls of f until there are no more, under limits. It returns the process's exit status.
func (e Exercise[F, In, Out]) serve(f F) int {
	limit()
	fmt.Print(mark)
	calls, replies := gob.NewDecoder(os.NewFile(3, "calls")), gob.NewEncoder(os.NewFile(4, "replies"))
	for {
		var in In
		if err := calls.Decode(&in); err != nil {
			return 0
		}
		r := e.try(f, in)
		if err := replies.Encode(&r); err != nil {
			return 1
		}
	}
}

// limit keeps the process within what a function may take. A limit that cannot be set is one less.
func limit() {
	debug.SetMaxStack(mostStack)
	var used syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &used)
	seconds := time.Duration(used.Utime.Nano() + used.Stime.Nano()).Seconds() // before the first call: loading data, perhaps
	for what, most := range map[int]uint64{
		syscall.RLIMIT_CPU:  uint64(math.Round(seconds)) + mostSeconds,
		syscall.RLIMIT_DATA: mostMemory,
		syscall.RLIMIT_CORE: 0,
	} {
		// At the lower limit of the processor's time the process can still say so, at the upper one it is killed.
		syscall.Setrlimit(what, &syscall.Rlimit{Cur: most, Max: most + 1})
	}
	late := make(chan os.Signal, 1)
	signal.Notify(late, syscall.SIGXCPU)
	go func() {
		<-late
		os.Exit(computedTooLong)
	}()
}

// A process is the one that serves a student's function.
type process[F, In, Out any] struct {
	exercise Exercise[F, In, Out]
	command  *exec.Cmd
	calls    *gob.Encoder
	replies  *gob.Decoder
	pipes    []io.Closer
	printed  stream // on standard output
	errors   stream // on standard error
	deadline *time.Timer
	late     atomic.Bool // the deadline has passed
	ended    *Mistake    // why it has ended in the middle of a call, where it has
}

// start starts this program once more, or a submission's in its box.
func (e Exercise[F, In, Out]) start() (*process[F, In, Out], error) {
	command, err := server()
	if err != nil {
		return nil, err
	}
	theirCalls, calls, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer theirCalls.Close()
	replies, theirReplies, err := os.Pipe()
	if err != nil {
		calls.Close()
		return nil, err
	}
	defer theirReplies.Close()
	p := &process[F, In, Out]{exercise: e, command: command, calls: gob.NewEncoder(calls)}
	p.replies = gob.NewDecoder(io.LimitReader(replies, mostReplied))
	p.pipes = []io.Closer{calls, replies}
	p.printed.flood, p.errors.flood = p.kill, p.kill
	p.command.Stdout, p.command.Stderr = &p.printed, &p.errors
	p.command.ExtraFiles = []*os.File{theirCalls, theirReplies}
	p.command.Env = append(p.command.Env, serving+"="+e.Name, "GOTRACEBACK=none")
	p.command.SysProcAttr.Pdeathsig = syscall.SIGKILL // interrupted, both end
	p.command.WaitDelay = time.Second                 // what it has started may hold its output open
	if err := p.command.Start(); err != nil {
		return nil, errors.Join(err, p.close())
	}
	p.deadline = time.AfterFunc(mostWait*time.Second, func() {
		p.late.Store(true)
		p.kill()
	})
	return p, nil
}

// server returns the command of the process that serves a function.
func server() (*exec.Cmd, error) {
	if program := os.Getenv(submission); program != "" {
		return inBox(program), nil
	}
	program, err := os.Executable()
	if err != nil {
		return nil, err
	}
	c := exec.Command(program, os.Args[1:]...)
	c.Env, c.SysProcAttr = settings(), &syscall.SysProcAttr{}
	return c, nil
}

func (p *process[F, In, Out]) kill() { p.command.Process.Kill() }

// settings returns this process's environment without the kernel's pipes, through which a cell draws.
func settings() (keep []string) {
	for _, setting := range os.Environ() {
		if !strings.HasPrefix(setting, "GONB_PIPE") {
			keep = append(keep, setting)
		}
	}
	return keep
}

// call is a Caller of the function in that process.
func (p *process[F, In, Out]) call(in In) (out Out, err error) {
	if p.ended != nil {
		return out, p.ended
	}
	var r reply[Out]
	// A call that cannot be sent, as the reply that does not come, is of a process that has ended.
	if err := p.calls.Encode(&in); err != nil || p.replies.Decode(&r) != nil {
		p.kill() // where it has closed the pipe and goes on
		p.end()
		p.ended = p.fault()
		return out, p.ended
	}
	return p.exercise.value(r)
}

// end waits for the process to end, which it does when there are no more calls.
func (p *process[F, In, Out]) end() {
	if p.command.ProcessState == nil {
		p.close()
		p.command.Wait() // how it has ended is in its state
		p.deadline.Stop()
	}
}

func (p *process[F, In, Out]) close() error {
	var errs []error
	for _, pipe := range p.pipes {
		errs = append(errs, pipe.Close())
	}
	return errors.Join(errs...)
}

// noMemory are the words of the runtime, of the system, and of the race detector.
var noMemory = []string{"out of memory", "cannot allocate memory", "failed to allocate"}

// fault returns why the process has ended in the middle of a call.
func (p *process[F, In, Out]) fault() *Mistake {
	name, state, errors := p.exercise.Function, p.command.ProcessState, p.errors.text("")
	computed := state.ExitCode() == computedTooLong
	usage, _ := state.SysUsage().(*syscall.Rusage)
	grew := usage != nil && usage.Maxrss > mostMemory/2>>10 // to fill memory takes time, too
	switch {
	case p.printed.overfull() || p.errors.overfull():
		return &Mistake{"output", fmt.Sprintf("%s prints more than a megabyte: is there a Print in a loop that does not end?", name)}
	case strings.Contains(errors, "stack overflow"):
		return &Mistake{"recursion", fmt.Sprintf("%s calls itself without end: what ends its recursion?", name)}
	case slices.ContainsFunc(noMemory, func(words string) bool { return strings.Contains(errors, words) }) || computed && grew:
		return &Mistake{"memory", fmt.Sprintf("%s takes more than half a gigabyte of memory: does an append stand in a loop that does "+
			"not end, or a make with the wrong length?", name)}
	case computed || p.late.Load() && (state.UserTime()+state.SystemTime()).Seconds() > mostSeconds/10.: // on a machine with much to do
		return &Mistake{"endless", fmt.Sprintf("%s computes without end, where a thousandth of a second is enough: is there a loop that does not end?", name)}
	case p.late.Load():
		return &Mistake{"waits", fmt.Sprintf("%s has not returned after %d seconds: does it wait for something that never comes?", name, mostWait)}
	case errors != "":
		return &Mistake{"ends the program", fmt.Sprintf("%s ends the whole program: %s.", name, short(errors))}
	}
	return &Mistake{"ends the program", fmt.Sprintf("%s ends the whole program (%v), and returns nothing: is there an os.Exit in it?", name, state)}
}
