"""What is taken from a submission: the student's own cells. The checks, and what else is locked, are the master's."""

import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

from exercises.master import marks
from publish.notebooks import read

LARGEST = 20 << 20
"""Bytes of a submission's notebook, its outputs included."""


class Refused(Exception):
    """Why a submission's notebook is not graded, for its student."""


@dataclass(frozen=True)
class Part:
    """A graded cell of a master: its check, or, where a person is to grade, the student's answer."""

    exercise: str
    name: str
    points: int
    by_hand: bool
    source: str


def parts(exercise: str, master: nbformat.NotebookNode) -> list[Part]:
    """The graded cells of a master, in order."""
    return [
        Part(exercise, marks(cell)["grade_id"], marks(cell)["points"], marks(cell)["solution"], cell.source)
        for cell in master.cells
        if marks(cell).get("grade")
    ]


def open_submission(path: Path) -> nbformat.NotebookNode:
    """The notebook that a student has handed in. Raises Refused, or publish's Unreadable."""
    about = path.lstat()
    if not stat.S_ISREG(about.st_mode):  # a link could lead to the master
        raise Refused(f"{path.name} is no file of its own: hand in the notebook itself")
    if about.st_size > LARGEST:
        raise Refused(f"{path.name} has {about.st_size >> 20} MB, and may have {LARGEST >> 20}: clear its outputs, and hand it in again")
    return read(path, "hand in another copy")


def cells_of(master: nbformat.NotebookNode, submission: nbformat.NotebookNode) -> list[dict[str, str]]:
    """The code cells to grade, in the order in which a later declaration replaces an earlier one.

    First what the master gives, so that a student who deletes a helper is no worse off; then what the student has written, in
    the master's gaps and in cells of their own; last what the master has locked.
    """
    ours: dict[str, Any] = {marks(cell)["grade_id"]: marks(cell) for cell in master.cells if marks(cell)}
    given = [cell for cell in code(master) if not marks(cell)]
    locked = [cell for cell in code(master) if marks(cell) and not marks(cell)["solution"] and not marks(cell)["grade"]]
    written = [cell for cell in code(submission) if ours.get(grade_id(cell), {"solution": True})["solution"]]
    return [
        {"name": f"{kind}-{number}" if grade_id(cell) not in ours else grade_id(cell), "source": cell.source}
        for kind, cells in (("given", given), ("cell", written), ("locked", locked))
        for number, cell in enumerate(cells, 1)
    ]


def answer(part: Part, submission: nbformat.NotebookNode) -> str:
    """What the student has written where a person grades."""
    return "\n".join(cell.source for cell in submission.cells if grade_id(cell) == part.name)


def code(notebook: nbformat.NotebookNode) -> list[nbformat.NotebookNode]:
    """A notebook's code cells."""
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def grade_id(cell: nbformat.NotebookNode) -> str:
    """What nbgrader calls a cell; "" of one that it does not know, or whose metadata a student has damaged."""
    about = cell.metadata.get("nbgrader")
    name = about.get("grade_id") if isinstance(about, dict) else None
    return name if isinstance(name, str) else ""
