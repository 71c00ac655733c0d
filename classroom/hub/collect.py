"""Collects what was handed in, as a tar archive: STUDENT/ASSIGNMENT.ipynb, as scripts/grade.sh takes it, and submissions.csv.

    python collect.py ROOT HANDOUT [--late] > ARCHIVE

Of each student and assignment it is the last submission before the deadline, with --late the last of all. The table has them all.
"""

import argparse
import csv
import hashlib
import io
import sys
import tarfile
from datetime import datetime
from pathlib import Path
from typing import IO

import assignments
from submissions import Store, Submission
from table import ListError

TABLE = "submissions.csv"


class Damaged(Exception):
    """Says which submission is no longer what was handed in."""


def chosen(submissions: list[Submission], deadlines: dict[str, datetime | None], late: bool) -> dict[tuple[str, str], Submission]:
    """The submission that counts, by student and assignment. submissions are in order of time for each student."""
    return {
        (one.student, one.assignment): one for one in submissions if late or not assignments.late(one.time, deadlines.get(one.assignment))
    }


def table(submissions: list[Submission], deadlines: dict[str, datetime | None], counts: dict[tuple[str, str], Submission]) -> str:
    """A line for each submission. The time is as the deadline is written."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["student", "assignment", "time", "sha256", "late", "collected"])
    for one in submissions:
        until = deadlines.get(one.assignment)
        time = one.time.astimezone(until.tzinfo) if until else one.time
        marks = ("yes" if mark else "" for mark in (assignments.late(one.time, until), counts.get((one.student, one.assignment)) is one))
        writer.writerow([one.student, one.assignment, time.isoformat(), one.digest, *marks])
    return out.getvalue()


def collect(store: Store, deadlines: dict[str, datetime | None], late: bool, out: IO[bytes]) -> None:
    """Writes the archive. Raises Damaged."""
    submissions = store.all()
    counts = chosen(submissions, deadlines, late)
    with tarfile.open(fileobj=out, mode="w|") as archive:
        for (student, assignment), submission in counts.items():
            content = store.path(submission).read_bytes()
            if hashlib.sha256(content).hexdigest() != submission.digest:
                raise Damaged(f"{assignment} of {student}, handed in at {submission.time.isoformat()}, is not what was handed in any more")
            add(archive, f"{student}/{assignment}.ipynb", content, submission.time.timestamp())
        add(archive, TABLE, table(submissions, deadlines, counts).encode(), datetime.now().astimezone().timestamp())


def add(archive: tarfile.TarFile, name: str, content: bytes, time: float) -> None:
    """Adds a file to an archive."""
    member = tarfile.TarInfo(name)
    member.size, member.mtime, member.mode = len(content), int(time), 0o600
    archive.addfile(member, io.BytesIO(content))


def main(arguments: list[str]) -> int:
    """Returns 1 where the list of assignments is wrong or a submission is damaged, having said which."""
    parser = argparse.ArgumentParser(prog="collect.py")
    parser.add_argument("root", type=Path)
    parser.add_argument("handout", type=Path)
    parser.add_argument("--late", action="store_true")
    options = parser.parse_args(arguments)
    try:
        collect(Store(options.root), assignments.read(options.handout / assignments.FILE), options.late, sys.stdout.buffer)
    except (ListError, Damaged, OSError) as error:
        print(f"classroom.sh: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
