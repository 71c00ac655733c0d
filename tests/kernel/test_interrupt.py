"""■ ends a cell, whatever the cell is doing."""

from notebookkernel import Kernel, until

# Compiles for an hour where there is no file "at once".
SLOW_GO = """#!/bin/sh
case $1 in build) [ -e {scratch}/at-once ] || {{ touch {scratch}/compiling; exec sleep 3600; }} ;; esac
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
    assert kernel.processes("sleep") == []
    (kernel.scratch / "at-once").touch()
    assert kernel.run('%%\nfmt.Println("it runs")').stdout == "it runs\n"


def test_a_shell_line_with_children(kernel: Kernel) -> None:
    request = kernel.send("!echo started; sleep 3600; echo on\n!echo the next line")
    kernel.wait_for(request, "started")
    until(lambda: kernel.processes("^sleep"))
    kernel.interrupt()
    answer = kernel.answer(request)
    assert (answer.status, answer.stdout, answer.errors) == ("error", "started\n", ["interrupted"])
    assert kernel.processes("^sleep") == []


def test_a_script_with_a_child_that_ignores_it(kernel: Kernel) -> None:
    request = kernel.send("%%bash\necho started\n(trap '' INT; sleep 3600) &\nwait")
    kernel.wait_for(request, "started")
    until(lambda: kernel.processes("^sleep"))
    kernel.interrupt()
    assert kernel.answer(request).status == "error"
    until(lambda: not kernel.processes("sleep 3600"))


def test_a_shell_line_that_fails_says_how(kernel: Kernel) -> None:
    answer = kernel.run("!exit 3")
    assert (answer.status, answer.stderr) == ("ok", "exit status 3\n")
