"""Executes one notebook on the GoNB kernel, in a process and a temporary directory of its own."""

import asyncio
import json
import os
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

import nbformat
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from lib.terminal import strip_ansi

from .notebooks import code_cells, foreign, read

KERNEL = "gonb"
CELL_TIMEOUT = 1800  # seconds; GoMLX's Go engine without SIMD trains the lecture's network in about five minutes
STOP_TIMEOUT = 7  # seconds; GoNB kills an interrupted cell after five


@dataclass
class Failure:
    """What went wrong: the number of the code cell, from 1, or 0 where the kernel did not start; its source; why."""

    cell: int
    source: str
    error: str


@dataclass
class Run:
    """A notebook after its run: with outputs as far as it came, the numbers it recorded and their origin, and the time it took."""

    notebook: nbformat.NotebookNode
    recorded: dict[str, Any] = field(default_factory=dict)  # "numbers", and the parts of a record that say where they are from
    cells: int = 0
    seconds: float = 0.0
    failure: Failure | None = None
    ran: bool = True  # whether there is anything to keep


Progress = Callable[[int, int], None]
"""Called with the number of the code cell that starts, from 1, and how many there are."""


async def execute(path: Path, settings: dict[str, str], progress: Progress, stop: asyncio.Event, timeout: int = CELL_TIMEOUT) -> Run:
    """Runs the code cells of the notebook at path, in its directory, until one fails or stop is set.

    settings are environment variables for the kernel on top of this process's own. When stop is set, the running cell
    is interrupted, so that training keeps the steps it has done, and counts as failed. Raises Unreadable where the file is no
    notebook, and OSError where there is no room for temporary files.
    """
    notebook = read(path)
    clear_outputs(notebook)
    run = Run(notebook, cells=len(code_cells(notebook)))
    if language := foreign(notebook):
        run.failure = Failure(0, "", f"It is written in {language}, not in Go: choose the kernel Go (gonb) in it, or move it elsewhere")
        run.ran = False
        return run
    start = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="latentlab-") as scratch:
        # GoNB compiles in TMPDIR; what a killed kernel leaves there is removed with the directory.
        recorded, log = Path(scratch, "results.json"), Path(scratch, "kernel.log")
        env = {**os.environ, **settings, "TMPDIR": scratch, "LATENTLAB_RESULTS": str(recorded)}
        with log.open("wb") as stderr:
            run.failure = await run_cells(notebook, path.parent, env, stderr, progress, stop, timeout)
        if run.failure and run.failure.cell == 0:
            run.failure.error += "\n" + strip_ansi(log.read_text(errors="replace"))[-2000:]
        if recorded.exists():
            try:
                run.recorded = json.loads(recorded.read_text(encoding="utf-8"))
            except ValueError as error:
                run.failure = run.failure or Failure(0, "", f"A cell wrote something else where its numbers belong ({error}): use Record")
    run.seconds = time.monotonic() - start
    return run


async def run_cells(
    notebook: nbformat.NotebookNode,
    directory: Path,
    env: dict[str, str],
    stderr: BinaryIO,
    progress: Progress,
    stop: asyncio.Event,
    timeout: int,
) -> Failure | None:
    """Starts a kernel, sends it the cells one by one, and ends it whatever happens."""
    manager = AsyncKernelManager(kernel_name=KERNEL)
    manager.shutdown_wait_time = STOP_TIMEOUT
    client = NotebookClient(notebook, km=manager, timeout=timeout, startup_timeout=60, record_timing=False, coalesce_streams=True)
    try:
        try:
            without_completion(manager.kernel_spec)
            await manager.start_kernel(env=env, cwd=str(directory), stderr=stderr)
            await client.async_start_new_kernel_client()
        except (KeyError, OSError, RuntimeError) as error:
            return Failure(0, "", f"The kernel {KERNEL} did not start: {error}")
        cells = code_cells(notebook)
        for number, (index, cell) in enumerate(cells, start=1):
            progress(number, len(cells))
            running = asyncio.create_task(client.async_execute_cell(cell, index, execution_count=number))
            try:
                await until(running, stop, manager)
            except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
                return Failure(number, cell.source, explain(cell, error))
            if stop.is_set():
                return Failure(number, cell.source, "Interrupted.")
        return None
    finally:
        if client.kc is not None:
            client.kc.stop_channels()
        if manager.has_kernel:
            await manager.shutdown_kernel()


def without_completion(spec: KernelSpec | None) -> None:
    """Keeps GoNB from starting gopls, which serves those who type and here would only take time and 300 MB."""
    assert spec is not None, "asking for it raises NoSuchKernel"
    path = spec.env.get("PATH", "").split(os.pathsep)
    spec.env["PATH"] = os.pathsep.join(directory for directory in path if Path(directory).name != "gopls")


async def until(running: asyncio.Task[object], stop: asyncio.Event, manager: AsyncKernelManager) -> None:
    """Waits for a cell. When stop is set first, interrupts it and waits until it has ended."""
    stopped = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({running, stopped}, return_when=asyncio.FIRST_COMPLETED)
        if running.done():
            await running
            return
        await manager.interrupt_kernel()
        await asyncio.wait({running}, timeout=STOP_TIMEOUT)
        if running.done():
            running.exception()  # marks it as retrieved; it only says that the cell was interrupted
        else:
            running.cancel()
    finally:
        stopped.cancel()


def explain(cell: nbformat.NotebookNode, error: Exception) -> str:
    """Why a cell failed, as a terminal can show it: what it wrote to stderr and the kernel's error."""
    if not isinstance(error, CellExecutionError):
        return str(error).strip()
    said = [output.text.rstrip("\n") for output in cell.outputs if output.get("name") == "stderr"]
    said += ["\n".join(output.traceback) for output in cell.outputs if output.output_type == "error"]
    return strip_ansi("\n".join(said) or error.evalue).strip()


def clear_outputs(notebook: nbformat.NotebookNode) -> None:
    """Removes the outputs of an earlier run, so that a cell that is not reached shows none."""
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
