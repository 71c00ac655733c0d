"""Work that is done beside other work, with what processor's time that leaves."""

import multiprocessing
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")


@contextmanager
def aside(work: Callable[[], T]) -> Iterator[Callable[[], T | None]]:
    """Begins work in a process of its own. What it yields waits for the end, prints what was said on the way, and returns what work
    does, or None where it died. Whoever leaves without waiting ends it, with all that it has started."""
    result, end = multiprocessing.Pipe(duplex=False)
    with tempfile.TemporaryFile("w+", encoding="utf-8") as said:
        worker = multiprocessing.get_context("fork").Process(target=stand_back, args=(work, said.fileno(), end))
        sys.stdout.flush()  # else the worker would say it again
        worker.start()
        end.close()

        def wait() -> T | None:
            try:
                returned: T | None = result.recv()
            except EOFError:
                returned = None
            said.seek(0)
            shutil.copyfileobj(said, sys.stdout)
            return returned

        try:
            yield wait
        finally:
            with suppress(ProcessLookupError):
                os.killpg(worker.pid or 0, signal.SIGKILL)
            worker.join()


def stand_back(work: Callable[[], T], said: int, end: Connection) -> None:
    """What the process does: work, in a session of its own, which comes after everything else."""
    os.setsid()
    os.nice(19)
    with suppress(OSError):  # where Linux shares time among sessions, nice counts only within one, and the session has its own
        Path("/proc/self/autogroup").write_text("19", encoding="ascii")
    os.dup2(said, 1)
    os.dup2(said, 2)
    sys.stdout = open(1, "w", encoding="utf-8", buffering=1, closefd=False)  # noqa: SIM115 # until the process ends
    end.send(work())
