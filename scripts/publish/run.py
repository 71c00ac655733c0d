"""Runs notebooks in order, keeps what they became in a directory, and makes the page of all that is there."""

import argparse
import asyncio
import platform
import signal
from datetime import datetime
from pathlib import Path
from typing import Any

import nbformat

from lib.files import write, write_json

from .execute import CELL_TIMEOUT, Failure, Run, execute
from .page import Section, page
from .progress import Progress, clock
from .results import ordered

OURS = "latentlab"
"""The key of an executed notebook's metadata that holds its numbers, how long it took and whether it failed."""


def find(directory: Path, numbers: list[str]) -> list[Path]:
    """The notebooks NN-*.ipynb in directory, in order; those of the given numbers only, where there are any."""
    every = sorted(directory.glob("[0-9][0-9]-*.ipynb"))
    if not numbers:
        return every
    chosen = {path for number in numbers for path in every if path.name.startswith(f"{number:0>2}-")}
    for number in numbers:
        if not any(path.name.startswith(f"{number:0>2}-") for path in chosen):
            there = ", ".join(path.name[:2] for path in every) or "none"
            raise LookupError(f"there is no notebook {number} in {directory}: there are {there}")
    return sorted(chosen)


def add_settings(parser: argparse.ArgumentParser) -> None:
    """Adds the options that every command which runs notebooks has."""
    parser.add_argument("--digits", choices=["builtin", "mnist"], help="which digits to use (else MNIST where it is to be had)")
    parser.add_argument("--seed", type=int, help="the seed of everything random (else 1)")


def settings_of(options: argparse.Namespace) -> dict[str, str]:
    """What those options set: environment variables for the kernels."""
    given = {"LATENTLAB_DIGITS": options.digits, "LATENTLAB_SEED": options.seed}
    return {name: str(value) for name, value in given.items() if value is not None}


async def run_all(paths: list[Path], settings: dict[str, str], out: Path, timeout: int = CELL_TIMEOUT) -> list[tuple[Path, Failure]]:
    """Executes the notebooks at paths one after the other and writes each into out. Returns those with a failed cell.

    settings are environment variables for the kernels. Raises KeyboardInterrupt after SIGINT or SIGTERM, when the
    kernel is gone; the notebook that was running is not written.
    """
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    failures = []
    for path in paths:
        async with Progress(path.stem) as progress:
            run = await execute(path, settings, progress, stop, timeout)
            if stop.is_set():
                progress.finish("interrupted")
                raise KeyboardInterrupt
            progress.finish(f"{run.cells} cells, {clock(run.seconds)}" if not run.failure else outcome(run.failure))
        keep(run, out / path.name)
        if run.failure:
            failures.append((path, run.failure))
    return failures


def outcome(failure: Failure) -> str:
    """A failure in three words, for the line of its notebook."""
    return f"FAILED in cell {failure.cell}" if failure.cell else "FAILED to start"


def keep(run: Run, path: Path) -> None:
    """Writes an executed notebook, with its numbers in its metadata."""
    run.notebook.metadata[OURS] = {
        "results": run.results,
        "cells": run.cells,
        "seconds": round(run.seconds, 1),
        "failed_cell": run.failure.cell if run.failure else None,
    }
    write(path, nbformat.writes(run.notebook) + "\n")


def report(source: Path, out: Path) -> dict[str, Any]:
    """Makes out/index.html and out/results.json of the executed notebooks in out whose sources are still there.

    Returns the numbers of all of them by name; where two notebooks record the same name, the later one's counts.
    """
    results: dict[str, Any] = {}
    runs: dict[str, Any] = {}
    sections = []
    for path in find(source, []):
        if not (out / path.name).exists():
            continue
        notebook = nbformat.read(out / path.name, as_version=4)
        runs[path.stem] = dict(notebook.metadata[OURS])
        found = runs[path.stem].pop("results")
        results.update(found)
        sections.append(Section(path.stem, notebook, found))
    results = ordered(results)
    made = f"Run on {datetime.now().astimezone():%d %B %Y}, {platform.system()} {platform.machine()}."
    write(out / "index.html", page(sections, results, source, made))
    write_json(out / "results.json", {**results, "notebooks": runs})
    return results
