"""Nothing that a notebook started outlives its kernel."""

from notebookkernel import Kernel, until

STUBBORN = """import (
	"os/exec"
	"os/signal"
)

%%
signal.Ignore(os.Interrupt)
exec.Command("tail", "-f", "/dev/null").Start()
fmt.Println("started")
time.Sleep(time.Hour)"""

SAVES = """import "os/signal"

%%
stop := make(chan os.Signal, 1)
signal.Notify(stop, os.Interrupt)
fmt.Println("started")
<-stop
signal.Reset() // a second signal would end it
time.Sleep(time.Second)
os.WriteFile("saved", nil, 0o644)"""


def test_a_restart_ends_a_program_that_ignores_signals_and_its_children(kernel: Kernel) -> None:
    kernel.wait_for(kernel.send(STUBBORN), "started")
    until(lambda: len(kernel.processes("^tail|/gonb_")) == 2)
    kernel.restart()
    assert kernel.processes("^tail|/gonb_") == []
    assert kernel.run('%%\nfmt.Println("a")').stdout == "a\n"


def test_a_restart_ends_what_a_cell_left_behind(kernel: Kernel) -> None:
    assert kernel.run("!tail -f /dev/null >/dev/null 2>&1 &").status == "ok"
    until(lambda: kernel.processes("^tail"))
    kernel.restart()
    assert kernel.processes("^tail") == []


def test_a_restart_leaves_time_to_save(kernel: Kernel) -> None:
    kernel.wait_for(kernel.send(SAVES), "started")
    kernel.restart()
    assert (kernel.scratch / "saved").exists()


def test_a_kernel_that_is_killed_leaves_nothing(kernel_with_gopls: Kernel) -> None:
    kernel = kernel_with_gopls
    kernel.run("!tail -f /dev/null >/dev/null 2>&1 &")
    kernel.wait_for(kernel.send(STUBBORN), "started")
    until(lambda: len(kernel.processes("^tail")) == 2 and kernel.processes("gopls") and kernel.processes("/gonb_"))
    kernel.kill()
    until(lambda: not kernel.processes())
