"""■ ends a cell, whatever the cell is doing."""

from notebookkernel import Kernel, until

# Compiles for an hour where there is no file "at once".
SLOW_GO = """#!/bin/sh
case $1 in build) [ -e {scratch}/at-once ] || {{ touch {scratch}/compiling; exec tail -f /dev/null; }} ;; esac
exec {go} "$@"
"""


def test_while_it_compiles(kernel: Kernel) -> None:
    stand_in = kernel.tools / "go"
    stand_in.write_text(SLOW_GO.format(scratch=kernel.scratch, go=kernel.go))
    stand_in.chmod(0o755)
    request = kernel.send('%%\nfmt.Println("it runs")')
    until((kernel.scratch / "compiling").exists)
    kernel.interrupt()
    answer = kernel.answer(request)
    assert (answer.status, answer.stdout, answer.stderr, answer.errors) == ("error", "", "", ["interrupted"])
    assert kernel.processes("tail") == []
    (kernel.scratch / "at-once").touch()
    assert kernel.run('%%\nfmt.Println("it runs")').stdout == "it runs\n"


def test_a_shell_line_with_children(kernel: Kernel) -> None:
    request = kernel.send("!echo started; tail -f /dev/null; echo on\n!echo the next line")
    kernel.wait_for(request, "started")
    until(lambda: kernel.processes("^tail"))
    kernel.interrupt()
    answer = kernel.answer(request)
    assert (answer.status, answer.stdout, answer.errors) == ("error", "started\n", ["interrupted"])
    assert kernel.processes("^tail") == []


def test_a_script_with_a_child_that_ignores_it(kernel: Kernel) -> None:
    request = kernel.send("%%bash\necho started\n(trap '' INT; tail -f /dev/null) &\nwait")
    kernel.wait_for(request, "started")
    until(lambda: kernel.processes("^tail"))
    kernel.interrupt()
    assert kernel.answer(request).status == "error"
    until(lambda: not kernel.processes("tail -f /dev/null"))


def test_a_shell_line_that_fails_says_how(kernel: Kernel) -> None:
    answer = kernel.run("!exit 3")
    assert (answer.status, answer.stderr) == ("ok", "exit status 3\n")
