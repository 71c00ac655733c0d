"""A set-up that is ended half way: nothing of it works on beside the next one, and that completes it."""

import os
import platform
import select
import signal
from pathlib import Path

import pytest

from machine import Machine

POINTS = [
    *("cache", "tools", "gopls", "venv", "jupyterlab", "kernel", "digits"),
    pytest.param("plugin", marks=pytest.mark.skipif(platform.machine() != "x86_64", reason="XLA's plugin for the CPU is for x86-64 only")),
]
PATIENCE = 20  # seconds, for what takes one


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """A machine that needs no network."""
    machine = Machine(tmp_path)
    machine.complete()
    return machine


def stopped(machine: Machine) -> int:
    """Waits for the stand-in that STOP_AT names and returns its process."""
    pipe = os.open(machine.directory / "stopped", os.O_RDONLY | os.O_NONBLOCK)
    ready, _, _ = select.select([pipe], [], [], PATIENCE)
    assert ready, "set-up did not come to the point"
    number = os.read(pipe, 100)
    os.close(pipe)
    return int(number)


def runs(process: int) -> bool:
    """Whether a process is there and has not ended; a zombie has."""
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.fault("set-up killed")
@pytest.mark.parametrize("point", POINTS)
def test_killed_outright(machine: Machine, point: str) -> None:
    with machine.start(STOP_AT=point) as killed:
        left = stopped(machine)
        killed.kill()
    assert runs(left)  # nobody is told of a SIGKILL
    status, said, complaint = machine.run()
    assert (status, complaint) == (0, ""), said
    assert said.startswith("A set-up of this clone was killed: ending what it has left running.\n")
    assert not runs(left)
    assert machine.run() == (0, "", "")


@pytest.mark.fault("set-up told to end")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("point", ["gopls", "jupyterlab", "digits"])
def test_told_to_end(machine: Machine, point: str, number: signal.Signals) -> None:
    with machine.start(STOP_AT=point) as ended:
        left = stopped(machine)
        ended.send_signal(number)
    assert ended.returncode == 128 + number and not runs(left)
    status, said, _ = machine.run()
    assert status == 0 and "another" not in said.lower() and "killed" not in said
    assert machine.run() == (0, "", "")


@pytest.mark.fault("set-up told to end")
def test_what_does_not_listen_is_ended_all_the_same(machine: Machine) -> None:
    with machine.start(STOP_AT="gopls", DEAF="yes") as ended:
        left = stopped(machine)
        ended.terminate()
    assert not runs(left)


def test_a_second_one_waits(machine: Machine) -> None:
    with machine.start(STOP_AT="digits") as first:
        working = stopped(machine)
        with machine.start() as second:
            assert second.stdout is not None
            assert second.stdout.readline() == "Another set-up of this clone is running: waiting for it.\n"
            assert runs(working) and second.poll() is None
            os.kill(working, signal.SIGKILL)
            said, complaint = second.communicate(timeout=PATIENCE)
    assert (second.returncode, complaint) == (0, ""), said
    assert first.returncode != 0
