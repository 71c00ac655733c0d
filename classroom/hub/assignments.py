"""What may be handed in, and until when: assignments.csv, which an instructor hands out with the rest.

assignment,deadline
03-dense-layer,2026-12-01T18:00+01:00
"""

import re
from datetime import datetime
from pathlib import Path

import table
from table import ListError

FILE = "assignments.csv"
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
FORM = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?[+-]\d\d:\d\d")


def read(path: Path) -> dict[str, datetime | None]:
    """The deadline of each assignment, None for one without. Raises ListError; a file that is not there has no assignments."""
    try:
        found = table.load(path)
    except FileNotFoundError:
        return {}
    if "assignment" not in found.headings:
        raise ListError(f"{path.name} has no heading assignment: want the headings assignment,deadline, and a line for each assignment")
    assignments: dict[str, datetime | None] = {}
    for index in found.rows:
        name, text = found.get(index, "assignment"), found.get(index, "deadline")
        if not NAME.fullmatch(name):
            raise ListError(
                f"{found.where(index)}: {name!r} is no name of an assignment: want that of its notebook, such as 03-dense-layer"
            )
        if name in assignments:
            raise ListError(f"{found.where(index)}: {name} is there twice: remove one")
        try:
            assignments[name] = deadline(text)
        except ValueError as error:
            raise ListError(f"{found.where(index)}: the deadline {error}") from error
    return assignments


def deadline(text: str) -> datetime | None:
    """A moment with its distance from UTC, without which nobody's clock could tell it; None of an empty text. Raises ValueError."""
    if not text:
        return None
    try:
        if FORM.fullmatch(text):
            return datetime.fromisoformat(text)
    except ValueError:  # the 31st of June
        pass
    raise ValueError(f"is {text!r}: want a day, a time and its distance from UTC, such as 2026-12-01T18:00+01:00")


def late(time: datetime, until: datetime | None) -> bool:
    """Whether a submission of that time came after the deadline."""
    return until is not None and time > until
