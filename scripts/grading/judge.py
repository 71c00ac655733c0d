"""Compiles checks and submissions, and lets the one judge the other.

The judge is a program of the master and this clone. It starts the submission's program in a box (package exercise), hands it
inputs and takes values from it; what that prints, or how it ends, is no verdict.
"""

import hashlib
import json
import os
import re
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import nbformat

from exercises.master import solution
from lib.terminal import strip_ansi

from .submission import Part, cells_of

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = ROOT / ".lab" / "grading" / "program"

LONG = 600
"""Seconds on the clock, for a machine with much to do: compiling takes one, judging a tenth of one, or five where a function hangs."""
LIMITS = {
    "compiling": ["prlimit", "--core=0", "--cpu=60", f"--data={2 << 30}", f"--fsize={200 << 20}"],
    "judging": ["prlimit", "--core=0", "--cpu=60", f"--data={2 << 30}", "--fsize=0"],
}
PLACE = re.compile(r"^.+:\d+(:\d+)?: ", re.MULTILINE)
"""Where the compiler finds something wrong: in a file of any name, for a cell can have it take another by //line."""
SLOW = "has not returned after"
"""What a check says where the clock has ended a function. A machine with much to do may be at fault: it is judged again."""
LONGEST = 10_000
"""Characters of what a student is told of a part."""


class Failed(Exception):
    """Why a part could not be graded, which is not for its student: another try may do."""


@dataclass(frozen=True)
class Judge:
    """The program that checks a part."""

    part: Part
    program: Path

    @cached_property
    def digest(self) -> str:
        """Names the check as compiled, from master, package exercise and Go, and what makes programs of cells."""
        return hashlib.sha256(self.program.read_bytes() + PROGRAM.read_bytes()).hexdigest()


def make_judge(part: Part, master: nbformat.NotebookNode, directory: Path) -> Judge:
    """Compiles the judge of a part in a directory, and lets it judge the master's own solution. Raises Failed."""
    judge = Judge(part, directory / part.exercise / part.name / "judge")
    judge.program.parent.mkdir(parents=True, exist_ok=True)
    cells = cells_of(master, solution(master))
    if said := build(cells, part, judge.program.parent, judge.program, trusted=True):
        raise Failed(f"the master {part.exercise}, {part.name}: {said}")
    passed, said = verdict(judge, cells)
    if not passed:
        raise Failed(f"the master's own solution of {part.exercise}, {part.name} does not pass: {said}")
    return judge


def verdict(judge: Judge, cells: list[dict[str, str]]) -> tuple[bool, str]:
    """Whether the cells pass the check, and what their student is told. Raises Failed."""
    with scratch() as directory:
        box = directory / "box"  # the only directory that the submission sees
        box.mkdir(mode=0o755)
        if said := build(cells, judge.part, directory, box / "program"):
            return False, clean(f"It does not compile:\n{said}")
        box.chmod(0o555)  # of the one who grades, as whom it runs where that is not root
        settings = {"LATENTLAB_SUBMISSION": str(box / "program")}
        for _ in range(3):
            status, said = run([*LIMITS["judging"], str(judge.program)], {**os.environ, **settings})
            if SLOW not in said:
                break
        if status not in (0, 1) or not said.strip() or said.startswith("exercise: "):
            raise Failed(f"{judge.part.exercise}, {judge.part.name}: the check ends with {status}: {clean(said)}")
        return status == 0, clean(said)


def build(cells: list[dict[str, str]], part: Part, source: Path, program: Path, trusted: bool = False) -> str:
    """Writes a check with what it needs of the cells into source, and compiles it to program.

    Returns what is wrong with the cells; "" where nothing is. Raises Failed.
    """
    asked: dict[str, Any] = {"cells": cells, "check": {"name": part.name, "source": part.source}, "trusted": trusted}
    status, said = run([*LIMITS["compiling"], str(PROGRAM), str(source)], {**os.environ}, json.dumps(asked))
    if status == 1:
        return said.strip()
    if status == 0:
        files = [str(source / name) for name in ("check.go", "functions.go")]
        compiler = [*LIMITS["compiling"], "go", "build", "-o", str(program), *files]
        # With cgo a program that imports XLA's packages would need the C library, and not start in its box.
        status, said = run(compiler, {**os.environ, "GOPROXY": "off", "CGO_ENABLED": "0"})
    if status == 0:
        program.chmod(0o755)
        return ""
    said = "\n".join(line for line in said.replace(f"{source}/", "").splitlines() if not line.startswith("#"))
    if not PLACE.search(said):  # no room on the disk, or more than the compiler may take
        raise Failed(f"{part.exercise}, {part.name}: the compiler ends with {status}: {clean(said)}")
    return said.strip()


@contextmanager
def scratch() -> Iterator[Path]:
    """A directory of its own, which goes with all that a submission may have left in it: depths at which rmtree gives up, and, where
    it runs as the one who grades, directories that are closed."""
    directory = Path(tempfile.mkdtemp(prefix="latentlab-grade-"))
    try:
        directory.chmod(0o755)  # for nobody
        yield directory
    finally:
        subprocess.run(["chmod", "-R", "u+rwX", str(directory)], check=False)
        subprocess.run(["rm", "-rf", str(directory)], check=False)


def run(command: list[str], settings: dict[str, str], text: str = "") -> tuple[int, str]:
    """Runs a command to its end, within limits. Returns its status and what it has said. Raises Failed where its time is over."""
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=settings,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    try:
        said, _ = process.communicate(text.encode(), timeout=LONG)
    except subprocess.TimeoutExpired as error:
        raise Failed(f"{Path(command[-1]).name} has not ended after {LONG} seconds") from error
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    return process.returncode, said.decode(errors="replace")


def clean(text: str) -> str:
    """Text that a submission may have a part in, without what would control a terminal or turn the direction of reading."""
    shown = "".join(c if c in "\n\t" or c.isprintable() else "·" for c in strip_ansi(text)).strip()
    return shown if len(shown) <= LONGEST else shown[:LONGEST] + "…"
