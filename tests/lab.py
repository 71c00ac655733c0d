"""scripts/lab.sh as a student starts it: in a terminal, where Ctrl-C ends it."""

import fcntl
import json
import os
import pty
import re
import signal
import subprocess
import termios
import time
import urllib.request
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 60  # seconds, for what takes two


class Lab:
    """A running scripts/lab.sh, on copies in a directory of its own. address is JupyterLab's, token what it asks for."""

    def __init__(self, work: Path, settings: dict[str, str] | None = None) -> None:
        self.work = work
        self.said = ""
        self.terminal, inner = pty.openpty()
        os.set_blocking(self.terminal, False)
        self.process = subprocess.Popen(
            [ROOT / "scripts" / "lab.sh", "--no-browser"],
            stdin=inner,
            stdout=inner,
            stderr=inner,
            start_new_session=True,
            preexec_fn=lambda: begin(inner),  # noqa: PLW1509 # no other thread runs here
            env={**os.environ, **(settings or {}), "LATENTLAB_WORK": str(work)},
        )
        os.close(inner)
        found = self.wait_for(r"http://localhost:\d+/\S+\?token=\w+")
        self.address, _, self.token = found.partition("/lab?token=")

    def read(self) -> str:
        """All that it has said so far."""
        try:
            while text := os.read(self.terminal, 1 << 16):
                self.said += text.decode(errors="replace")
        except OSError:  # nothing to read now, or the process has ended
            pass
        return self.said

    def wait_for(self, pattern: str) -> str:
        """Waits until it has said something that matches."""
        for _ in range(10 * PATIENCE):
            if match := re.search(pattern, self.read()):
                return match[0]
            assert self.process.poll() is None, f"lab.sh has ended:\n{self.said}"
            time.sleep(0.1)
        raise AssertionError(f"lab.sh did not say {pattern}:\n{self.said}")

    def processes(self) -> dict[int, str]:
        """The command lines of everything that it has started and that still runs, by process."""
        mark, found = f"LATENTLAB_WORK={self.work}".encode(), {}
        for directory in Path("/proc").glob("[0-9]*"):
            try:
                if mark in (directory / "environ").read_bytes().split(b"\0"):
                    found[int(directory.name)] = (directory / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            except OSError:  # it has ended, or belongs to another user
                pass
        return found

    def kill(self, what: str) -> None:
        """Ends those of its processes whose command lines hold what, with SIGKILL."""
        found = [process for process, line in self.processes().items() if what in line]
        assert found, f"there is no {what}: {self.processes()}"
        for process in found:
            os.kill(process, signal.SIGKILL)

    def ask(self, path: str, method: str = "GET", body: dict[str, Any] | None = None) -> Any:
        """Calls JupyterLab's server, and returns what it answers."""
        request = urllib.request.Request(
            f"{self.address}/{path}",
            method=method,
            data=json.dumps(body).encode() if body else None,
            headers={"Authorization": f"token {self.token}"},
        )
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            return json.loads(answer.read() or "null")

    def stop(self, number: signal.Signals | None = None) -> int:
        """Sends lab.sh the signal, or presses Ctrl-C, waits, and returns the exit status."""
        if self.process.poll() is None and number is not None:
            self.process.send_signal(number)
        elif self.process.poll() is None:
            os.write(self.terminal, b"\x03")
        for _ in range(10 * PATIENCE):
            self.read()
            if self.process.poll() is not None:
                break
            time.sleep(0.1)
        else:
            self.process.terminate()
            raise AssertionError(f"lab.sh did not end after Ctrl-C:\n{self.said}")
        os.close(self.terminal)
        return self.process.returncode


def begin(terminal: int) -> None:
    """What a terminal does for the program that it starts: it becomes its terminal, and Ctrl-C means something."""
    fcntl.ioctl(terminal, termios.TIOCSCTTY, 0)
    signal.signal(signal.SIGINT, signal.SIG_DFL)
