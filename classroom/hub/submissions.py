"""What students have handed in. Each submission is a file of its own, written whole or not at all, and never changed.

ROOT/submissions/NAME/ASSIGNMENT/TIME-SHA256.ipynb, and ROOT/feedback/NAME.html, which an instructor puts there.
"""

import contextlib
import errno
import hashlib
import os
import re
import shutil
from dataclasses import dataclass, field
from datetime import datetime, timezone
from pathlib import Path
from typing import BinaryIO

LARGEST = 20 << 20
"""Bytes of a submission: more than that scripts/grade.sh does not read."""
MOST = 300
"""Submissions of a student, and the bytes of all of them."""
MOST_BYTES = 200 << 20

TIME = "%Y%m%dT%H%M%S.%fZ"
KEPT = re.compile(r"(?P<time>\d{8}T\d{6}\.\d{6}Z)-(?P<digest>[0-9a-f]{64})\.ipynb")
ARRIVING = ".arriving"


class Refused(Exception):
    """Why a submission is not taken, for its student, and HTTP's number for it."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status


@dataclass(frozen=True, order=True)
class Submission:
    """One that was kept. They are in the order in which they came."""

    time: datetime
    student: str
    assignment: str
    digest: str
    """SHA-256 of the file."""
    size: int


class Store:
    """The directory of all submissions. One process writes there."""

    def __init__(self, root: Path) -> None:
        self.submissions, self.feedback, self.arriving = (root / name for name in ("submissions", "feedback", ARRIVING))

    def open(self) -> None:
        """Makes the directories. What was arriving when the last process ended was never confirmed, and goes."""
        shutil.rmtree(self.arriving, ignore_errors=True)
        for directory in (self.submissions, self.arriving):
            directory.mkdir(mode=0o700, parents=True, exist_ok=True)

    def of(self, student: str) -> list[Submission]:
        """What a student has handed in."""
        found = []
        for path in self.submissions.joinpath(student).glob("*/*"):
            if name := KEPT.fullmatch(path.name):
                time = datetime.strptime(name["time"], TIME).replace(tzinfo=timezone.utc)
                found.append(Submission(time, student, path.parent.name, name["digest"], path.stat().st_size))
        return sorted(found)

    def all(self) -> list[Submission]:
        """What everybody has handed in, student by student."""
        students = sorted(path.name for path in self.submissions.iterdir()) if self.submissions.is_dir() else []
        return [submission for student in students for submission in self.of(student)]

    def path(self, submission: Submission) -> Path:
        """The file of a submission."""
        name = f"{submission.time:{TIME}}-{submission.digest}.ipynb"
        return self.submissions / submission.student / submission.assignment / name

    def arrival(self, student: str, assignment: str, size: int) -> "Arrival":
        """A submission to come, of a student and an assignment that there are. Raises Refused where it is too large or one too many."""
        if not 0 < size <= LARGEST:
            raise Refused(
                413, f"A submission has between 1 byte and {LARGEST >> 20} MB. Clear the notebook's outputs, save it, and try again."
            )
        before = self.of(student)
        if len(before) >= MOST or sum(submission.size for submission in before) + size > MOST_BYTES:
            raise Refused(
                409, f"You have handed in {len(before)} times, and no more is kept. What you have handed in counts. Ask your instructor."
            )
        return Arrival(self, student, assignment, size, (self.arriving / student).open("wb"))


@dataclass
class Arrival:
    """A submission on its way into a store. A student has one at a time."""

    store: Store
    student: str
    assignment: str
    size: int
    file: BinaryIO
    digest: "hashlib._Hash" = field(default_factory=hashlib.sha256)

    def write(self, part: bytes) -> None:
        """Takes the next part of it. Raises Refused where the disk is full."""
        try:
            self.file.write(part)
        except OSError as error:
            raise refusal(error) from error
        self.digest.update(part)

    def keep(self) -> Submission:
        """Keeps what has come, by the time at which it is whole. Raises Refused, and then keeps nothing."""
        try:
            self.file.flush()
            os.fsync(self.file.fileno())
            kept = Submission(datetime.now(timezone.utc), self.student, self.assignment, self.digest.hexdigest(), self.size)
            path = self.store.path(kept)
            path.parent.mkdir(parents=True, exist_ok=True)
            Path(self.file.name).chmod(0o400)
            Path(self.file.name).rename(path)
            for directory in (path.parent, path.parent.parent, self.store.submissions):
                sync(directory)
        except OSError as error:
            raise refusal(error) from error
        return kept

    def end(self) -> None:
        """Removes what has come, unless it was kept."""
        with contextlib.suppress(OSError):  # what a full disk has not taken
            self.file.close()
        Path(self.file.name).unlink(missing_ok=True)


def refusal(error: OSError) -> Refused:
    """What a student is told where the disk does not take a submission. Raises any other error."""
    if error.errno not in (errno.ENOSPC, errno.EDQUOT):
        raise error
    return Refused(507, "The classroom's disk is full, and nothing was kept. Tell your instructor, and try again.")


def sync(directory: Path) -> None:
    """Has the disk know which files a directory has."""
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
