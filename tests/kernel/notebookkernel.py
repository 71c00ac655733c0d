"""The GoNB kernel as JupyterLab handles it: cells are sent to it, it is interrupted, restarted, killed."""

import os
import re
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import KernelManager

from lib.terminal import strip_ansi

PATIENCE = 60  # seconds, for what takes one or two


@dataclass
class Answer:
    """What came of a cell: the status of the reply, what it wrote, and its error as the notebook shows it."""

    status: str = ""
    stdout: str = ""
    stderr: str = ""
    errors: list[str] = field(default_factory=list)


class Kernel:
    """A kernel with a directory for all its temporary files, by which its processes are known, too."""

    def __init__(self, scratch: Path, completion: bool) -> None:
        self.scratch = scratch
        self.log = (scratch / "kernel.log").open("w+b")  # open for restarts, too
        self.manager = KernelManager(kernel_name="gonb")
        spec = self.manager.kernel_spec
        assert spec is not None
        path = spec.env["PATH"].split(os.pathsep)
        self.tools = scratch / "tools"  # programs in it are found before all others
        self.tools.mkdir()
        self.go = str(Path(path[0], "go"))
        path = [str(self.tools), *(place for place in path if completion or Path(place).name != "gopls")]
        spec.env["PATH"] = os.pathsep.join(path)
        self.manager.start_kernel(env={**os.environ, "TMPDIR": str(scratch)}, cwd=str(scratch), stderr=self.log)
        self.answers: dict[str, Answer] = {}
        self.connect()

    def connect(self) -> None:
        """Opens the channels to the kernel, and waits until it answers."""
        self.client: BlockingKernelClient = self.manager.blocking_client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=PATIENCE)

    def end(self) -> None:
        """Ends the kernel as closing its notebook does."""
        self.client.stop_channels()
        self.manager.shutdown_kernel()
        self.log.close()

    def send(self, code: str, stop_on_error: bool = True) -> str:
        """Sends a cell and does not wait."""
        request = str(self.client.execute(code, stop_on_error=stop_on_error))
        self.answers[request] = Answer()
        return request

    def run(self, code: str) -> Answer:
        """Sends a cell and waits for it."""
        return self.answer(self.send(code))

    def answer(self, request: str) -> Answer:
        """Waits until the kernel is done with a cell."""
        while not self.answers[request].status:
            self.hear()
        return self.answers[request]

    def wait_for(self, request: str, text: str) -> None:
        """Waits until a cell that runs has written text."""
        while text not in self.answers[request].stdout:
            assert not self.answers[request].status, f"it has ended: {self.answers[request]}"
            self.hear()

    def hear(self) -> None:
        """Takes one message. The reply is taken when the kernel is idle again."""
        message = self.client.get_iopub_msg(timeout=PATIENCE)
        request, content = message["parent_header"].get("msg_id"), message["content"]
        if request not in self.answers:
            return
        answer = self.answers[request]
        if message["msg_type"] == "stream" and content["name"] == "stdout":
            answer.stdout += content["text"]
        elif message["msg_type"] == "stream":
            answer.stderr += content["text"]
        elif message["msg_type"] == "error":
            answer.errors.append(strip_ansi("\n".join(content["traceback"])))
        elif message["msg_type"] == "status" and content["execution_state"] == "idle":
            answer.status = self.reply(request)["status"]

    def reply(self, request: str) -> dict[str, Any]:
        """The content of the reply to a request."""
        while True:
            message = self.client.get_shell_msg(timeout=PATIENCE)
            if message["parent_header"].get("msg_id") == request:
                content: dict[str, Any] = message["content"]
                return content

    def interrupt(self) -> None:
        """Presses ■."""
        self.manager.interrupt_kernel()

    def greet(self) -> None:
        """Asks the kernel what it is, and waits for the answer."""
        self.client.kernel_info(reply=True, timeout=PATIENCE)

    def restart(self) -> None:
        """Restarts the kernel as the menu does."""
        self.client.stop_channels()
        self.manager.restart_kernel()
        self.connect()

    def kill(self) -> None:
        """Kills the kernel's own process, as a machine without memory does."""
        os.kill(self.pid(), signal.SIGKILL)

    def pid(self) -> int:
        """The kernel's process."""
        pid: int = self.manager.provisioner.process.pid  # type: ignore[union-attr]
        return pid

    def processes(self, pattern: str = "") -> list[str]:
        """The command lines of what the kernel has started, directly or not, that match."""
        mark, found = f"TMPDIR={self.scratch}".encode(), []
        for directory in Path("/proc").glob("[0-9]*"):
            try:
                if mark in (directory / "environ").read_bytes().split(b"\0") and int(directory.name) != self.pid():
                    line = (directory / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                    if line and re.search(pattern, line):
                        found.append(line)
            except OSError:  # it has just ended
                continue
        return found


def until(condition: Callable[[], object]) -> None:
    """Waits until a condition holds."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "it did not come about"
        time.sleep(0.02)
