"""One way of doing a piece of work, each time in a process of its own, and the rounds in which several take turns."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass, field

from .table import Found, Row


@dataclass(frozen=True)
class Contender:
    """A program that does the work once and prints what that took as a line of JSON; its last line counts."""

    name: str
    command: tuple[str, ...]
    env: dict[str, str] = field(default_factory=dict)
    missing: str = ""
    """Why it cannot run here, or nothing."""


class Failed(Exception):
    """A contender that did not finish; says why in one line."""


def run(contender: Contender) -> Found:
    """Runs a contender once. Returns what it printed, and as process_s the time from start to end of its process."""
    start = time.perf_counter()
    process = subprocess.run(contender.command, env={**os.environ, **contender.env}, capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - start
    if process.returncode != 0:
        raise Failed(last_line(process.stderr) or f"ended with status {process.returncode}")
    try:
        return {**json.loads(last_line(process.stdout)), "process_s": seconds}
    except json.JSONDecodeError as error:
        raise Failed(f"printed no result: {last_line(process.stdout)!r}") from error


def last_line(text: str) -> str:
    """The last line that is not empty."""
    return next((line.strip() for line in reversed(text.splitlines()) if line.strip()), "")


def take_turns(rounds: Iterable[list[Contender]]) -> list[Row]:
    """Runs the contenders of each round one after the other, so that what disturbs the machine disturbs all alike.

    Returns a row for each name, with one entry a round: empty where it took no part or failed. One that cannot run, or
    fails, has the reason as its note, and is not tried again.
    """
    rows: dict[str, Row] = {}
    for number, contenders in enumerate(rounds, start=1):
        for contender in contenders:
            row = rows.setdefault(contender.name, Row(contender.name, note=contender.missing))
            row.found += [{}] * (number - 1 - len(row.found))
            if row.note:
                continue
            say(f"round {number}: {contender.name}")
            try:
                row.found.append(run(contender))
            except Failed as error:
                row.note = f"failed: {error}"
                say(f"round {number}: {contender.name}: {row.note}")
    return list(rows.values())


def say(text: str) -> None:
    """One line of progress; the tables alone go to standard output."""
    print(f"  {time.strftime('%H:%M:%S')}  {text}", file=sys.stderr, flush=True)
