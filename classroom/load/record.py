"""What a class has gone through, as plain values that the report reads."""

from dataclasses import dataclass, field


class Trouble(Exception):
    """Something that a student could not do, said so that an instructor can act on it."""


@dataclass(frozen=True)
class Played:
    """A cell that a student ran: seconds of reading before it, seconds until it was done, why it failed, empty where it did not."""

    student: str
    notebook: str
    number: int
    kind: str
    reading: float
    seconds: float
    error: str = ""


@dataclass
class Student:
    """A student's way through the class: seconds each step took, in the order of STEPS, and the cells.

    doing is what the student does at this moment, which the samples of memory are sorted by.
    """

    name: str
    steps: dict[str, float] = field(default_factory=dict)
    played: list[Played] = field(default_factory=list)
    doing: str = "away"
    trouble: str = ""
    unplayed: int = 0


STEPS = {
    "login": "log in",
    "password": "change the first password",
    "server": "start the server",
    "kernel": "open the first notebook",
}
"""The steps before the first cell, by their names in Student.steps, in words."""


@dataclass(frozen=True)
class Sample:
    """A container at one moment: whose it is, what they do, seconds of CPU since its start, its processes.

    own is the bytes that its processes have made themselves, which nothing but swap can take from them. used also counts
    the pages of files that they have read of late, as `docker stats` does: those are shared, and dropped where memory is short.
    """

    student: str
    doing: str
    own: int
    used: int
    cpu: float
    processes: int
