"""Run All: what becomes of the cells that wait when one fails or is interrupted. JupyterLab sends all of them at once."""

from notebookkernel import Kernel

SLEEPS = '%%\nfmt.Println("started")\ntime.Sleep(time.Hour)'
SAVES = """import "os/signal"

%%
stop := make(chan os.Signal, 1)
signal.Notify(stop, os.Interrupt)
fmt.Println("started")
<-stop
fmt.Println("saved")"""


def statuses(kernel: Kernel, requests: list[str]) -> list[str]:
    return [kernel.answer(request).status for request in requests]


def test_after_an_error_no_cell_runs(kernel: Kernel) -> None:
    requests = [kernel.send(cell) for cell in ("%%\nos.Exit(3)", '%%\nfmt.Println("a")', "!echo b")]
    assert statuses(kernel, requests) == ["error", "aborted", "aborted"]
    assert kernel.answers[requests[1]].stdout == kernel.answers[requests[2]].stdout == ""
    assert kernel.run('%%\nfmt.Println("a")').stdout == "a\n"


def test_after_a_cell_that_fails_at_once_no_cell_runs(kernel: Kernel) -> None:
    requests = [kernel.send("%%\nfmt.Println(")] + [kernel.send("!echo a") for _ in range(30)]
    assert statuses(kernel, requests) == ["error"] + 30 * ["aborted"]


def test_a_client_may_want_the_others(kernel: Kernel) -> None:
    requests = [kernel.send("%%\nos.Exit(3)", stop_on_error=False), kernel.send("!echo a")]
    assert statuses(kernel, requests) == ["error", "ok"]


def test_after_an_interrupt_no_cell_runs(kernel: Kernel) -> None:
    requests = [kernel.send(SLEEPS), kernel.send("!echo a")]
    kernel.wait_for(requests[0], "started")
    kernel.interrupt()
    assert statuses(kernel, requests) == ["error", "aborted"]
    assert kernel.answers[requests[0]].errors == ["interrupted"]
    assert kernel.answers[requests[0]].stderr == ""
    assert kernel.run("!echo a").stdout == "a\n"


def test_after_an_interrupt_that_a_cell_makes_the_best_of_no_cell_runs(kernel: Kernel) -> None:
    requests = [kernel.send(SAVES), kernel.send("!echo a")]
    kernel.wait_for(requests[0], "started")
    kernel.interrupt()
    assert statuses(kernel, requests) == ["ok", "aborted"]
    assert kernel.answers[requests[0]].stdout == "started\nsaved\n"


def test_an_interrupt_of_nothing_leaves_the_next_cell_alone(kernel: Kernel) -> None:
    kernel.run("!echo a")
    kernel.interrupt()
    for _ in range(20):
        kernel.greet()  # the kernel has the signal by then, on a busy machine too
    assert kernel.run("!echo b").status == "ok"
