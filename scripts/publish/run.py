"""Runs notebooks in order, keeps what they became in a directory, and makes the page of all that is there."""

import argparse
import asyncio
import errno
import platform
import signal
import sys
import tempfile
from datetime import datetime
from pathlib import Path

import nbformat

from lib.files import write, write_json

from .execute import CELL_TIMEOUT, Failure, Run, execute
from .notebooks import Unreadable, read, why
from .page import Section, page
from .progress import Progress, clock
from .results import OURS, Record, code_digests, digest, record_of

RECORDED = ("digits", "source", "seed", "backend", "trained_on", "model", "version", "numbers")
"""The parts of a record that the notebook itself says, as package results of Go writes them."""


def find(directory: Path, numbers: list[str]) -> list[Path]:
    """The notebooks NN-*.ipynb in directory, in order; those of the given numbers only, where there are any. LookupError without."""
    every = sorted(directory.glob("[0-9][0-9]-*.ipynb"))
    if not every:
        raise LookupError(f"there is no notebook in {directory}: want files such as 01-unsupervised-learning.ipynb")
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
    """Executes the notebooks at paths one after the other and writes each into out. Returns those that failed, and why.

    settings are environment variables for the kernels. Raises KeyboardInterrupt after SIGINT or SIGTERM, when the
    kernel is gone; the notebook that was running is not written.
    """
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    failures = []
    for path in paths:
        async with Progress(path.stem) as progress:
            run = await attempt(path, settings, progress, stop, timeout)
            if stop.is_set():
                progress.finish("interrupted")
                raise KeyboardInterrupt
            if run.ran:
                keep(run, out / path.name)
            progress.finish(f"{run.cells} cells, {clock(run.seconds)}" if not run.failure else outcome(run.failure))
        if run.failure:
            failures.append((path, run.failure))
    return failures


def outcome(failure: Failure) -> str:
    """A failure in three words, for the line of its notebook."""
    return f"FAILED in cell {failure.cell}" if failure.cell else "FAILED"


async def attempt(path: Path, settings: dict[str, str], progress: Progress, stop: asyncio.Event, timeout: int) -> Run:
    """Executes a notebook. What its file or the disk's state keeps from running has failed, too."""
    try:
        return await execute(path, settings, progress, stop, timeout)
    except Unreadable as error:
        return Run(nbformat.v4.new_notebook(), failure=Failure(0, "", str(error)), ran=False)
    except OSError as error:
        place = error.filename or tempfile.gettempdir()
        failure = Failure(0, "", f"{place}: {why(error)}: make room there, or name another directory by TMPDIR")
        return Run(nbformat.v4.new_notebook(), failure=failure, ran=False)


def keep(run: Run, path: Path) -> None:
    """Writes an executed notebook, with its record (see results) in its metadata. Where that fails, so has the notebook."""
    recorded = {key: value for key, value in run.recorded.items() if key in RECORDED}
    run.notebook.metadata[OURS] = {
        **recorded,
        "numbers": recorded.get("numbers") or {},
        "date": datetime.now().astimezone().isoformat(timespec="seconds"),
        "machine": f"{platform.system()} {platform.machine()}",
        "cells": run.cells,
        "seconds": round(run.seconds, 1),
        "failed_cell": run.failure.cell if run.failure else None,
        "outputs": digest(run.notebook),
        "code": code_digests(run.notebook),
    }
    try:
        write(path, nbformat.writes(run.notebook) + "\n")
    except OSError as error:
        lost = f"what it has put out is lost: {path}: {unwritable(error)}"
        run.failure = Failure(0, "", f"{run.failure.error}\n{lost}" if run.failure else lost)


def unwritable(error: OSError) -> str:
    """Why a file or directory below --out cannot be written, and the way out."""
    full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
    return f"{why(error)}: {'make room there, or ' if full else ''}write elsewhere with --out"


def report(source: Path, out: Path) -> dict[str, Record]:
    """Makes out/index.html and out/results.json of the executed notebooks in out whose sources are still there.

    Returns the records of all of them by name. A file there that is none of ours is left out and said to be.
    """
    records: dict[str, Record] = {}
    sections = []
    for path in find(source, []):
        again = f"run scripts/lecture.sh {path.name[:2]} again"
        if not (out / path.name).exists():
            continue
        try:
            notebook = read(out / path.name, again)
        except Unreadable as error:
            print(f"Left out of the page: {error}", file=sys.stderr)
            continue
        record = record_of(notebook)
        if record is None:
            print(f"Left out of the page: {out / path.name}: it does not say of which run its outputs are: {again}", file=sys.stderr)
            continue
        records[path.stem] = record
        sections.append(Section(path.stem, notebook, record))
    write(out / "index.html", page(sections, source))
    write_json(out / "results.json", {"notebooks": records})
    return records
