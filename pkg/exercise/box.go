package exercise

import (
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
)

// submission is the environment variable that names the program whose process serves the function, in place of this one: in
// grading, a student's. It is linked without the C library, for it is all that there is in the directory that it sees.
const submission = "LATENTLAB_SUBMISSION"

// boxed is the environment variable that tells such a process to give up what it does not need before any of the student's
// code runs: packages begin before main does.
const boxed = "LATENTLAB_BOXED"

const (
	mostThreads = 32 // of all its processes; one takes about seven
	mostFiles   = 64
	rlimitNproc = 6     // syscall has no name for it
	nobody      = 65534 // a user who owns nothing
	isolation   = syscall.CLONE_NEWUSER | syscall.CLONE_NEWPID | syscall.CLONE_NEWNET | syscall.CLONE_NEWIPC | syscall.CLONE_NEWUTS
)

// inBox returns the command that runs a submission's program as nobody, with neither network nor other processes nor files but
// itself. Killed, it takes with it all that it has started.
func inBox(program string) *exec.Cmd {
	user, group := os.Getuid(), os.Getgid()
	if user == 0 {
		user, group = nobody, nobody // limits on processes do not hold for root
	}
	c := exec.Command("/" + filepath.Base(program))
	c.Dir = "/"
	c.Env = []string{boxed + "=yes", "GOMAXPROCS=2", "HOME=/", "TMPDIR=/"}
	c.SysProcAttr = &syscall.SysProcAttr{
		Chroot:      filepath.Dir(program),
		Cloneflags:  isolation,
		UidMappings: []syscall.SysProcIDMap{{ContainerID: nobody, HostID: user, Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: nobody, HostID: group, Size: 1}},
		Credential:  &syscall.Credential{Uid: nobody, Gid: nobody, NoSetGroups: true},
	}
	return c
}

func init() {
	if os.Getenv(boxed) == "" {
		return
	}
	for what, most := range map[int]uint64{
		syscall.RLIMIT_CPU:    mostWait,
		syscall.RLIMIT_DATA:   mostMemory,
		syscall.RLIMIT_FSIZE:  0,
		syscall.RLIMIT_NOFILE: mostFiles,
		rlimitNproc:           mostThreads,
	} {
		if err := syscall.Setrlimit(what, &syscall.Rlimit{Cur: most, Max: most}); err != nil {
			os.Stderr.WriteString("exercise: a limit of a submission's process cannot be set: " + err.Error() + "\n")
			os.Exit(1)
		}
	}
}
