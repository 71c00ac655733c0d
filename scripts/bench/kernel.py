"""A Jupyter kernel that runs cells and is timed by its own messages."""

import os
import time
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import KernelManager
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from .contender import Failed

OUTPUTS = ("stream", "display_data", "update_display_data", "execute_result")
PATIENCE = 300  # seconds that a cell may take


@dataclass
class Ran:
    """A cell that ran: seconds from sending it to its first output and to the kernel's idle message, and its text."""

    output_s: float
    idle_s: float
    text: str


class Kernel:
    """A kernel of its own process, for use in a with statement. Every failure is a Failed."""

    def __init__(self, spec: KernelSpec, env: dict[str, str], directory: Path) -> None:
        self.manager = KernelManager()
        self.manager._kernel_spec = spec  # noqa: SLF001 # a manager finds specifications by name only, and these have none
        self.env, self.directory = env, directory
        self.client: BlockingKernelClient | None = None

    def __enter__(self) -> "Kernel":
        with Path(os.devnull).open("wb") as nowhere:
            self.manager.start_kernel(env=self.env, cwd=str(self.directory), stdout=nowhere, stderr=nowhere)
        self.client = self.manager.blocking_client()
        self.client.start_channels()
        try:
            self.client.wait_for_ready(timeout=60)
        except RuntimeError as error:
            self.__exit__(None, None, None)
            raise Failed(f"the kernel did not start: {error}") from error
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self.client:
            self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)

    def run(self, source: str, stop_at_output: bool = False) -> Ran:
        """Sends a cell and waits until the kernel is idle. With stop_at_output, its first output interrupts it."""
        assert self.client is not None
        start = time.perf_counter()
        request = self.client.execute(source)
        output, text, error = float("nan"), "", ""
        while True:
            message = self.client.get_iopub_msg(timeout=PATIENCE)
            now = time.perf_counter() - start
            if message["parent_header"].get("msg_id") != request:
                continue
            kind, content = message["msg_type"], message["content"]
            if kind in OUTPUTS and output != output:
                output = now
                if stop_at_output:
                    self.manager.interrupt_kernel()
            if kind == "stream":
                text += content["text"]
            if kind == "error":
                error = f"{content['ename']}: {content['evalue']}"
            if kind == "status" and content["execution_state"] == "idle":
                break
        self.client.get_shell_msg(timeout=PATIENCE)
        if error and not stop_at_output:
            raise Failed(f"a cell failed: {error} {text}".strip())
        return Ran(output, now, text)

    def peak_mb(self) -> float:
        """The most memory that the kernel's own process has ever held, in MB of 10⁶ bytes."""
        kernel = self.manager.provisioner
        assert isinstance(kernel, LocalProvisioner) and kernel.process is not None
        return peak_mb(Path("/proc", str(kernel.process.pid), "status").read_text(encoding="ascii"))


def peak_mb(status: str) -> float:
    """The peak of a process's memory in MB, from the text of its /proc/…/status."""
    return next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM:")), 0) * 1024 / 1e6
