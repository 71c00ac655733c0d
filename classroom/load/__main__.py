"""Plays a class at a hub and reports what it took. classroom/load.sh makes the accounts and starts this.

    python -m load --hub http://127.0.0.1:8000/ --project latentlab < accounts.csv

Standard input has a line per student: name,first password.
"""

import argparse
import asyncio
import contextlib
import csv
import json
import os
import statistics
import sys
import time
from pathlib import Path

from lib.files import write

from .capacity import needs
from .play import Class, play
from .record import Student, Trouble
from .report import summary, total_cpu
from .text import report
from .watch import Watch

MOST_STUDENTS, MOST_MINUTES = 200, 180.0


def options() -> argparse.ArgumentParser:
    """What can be asked for."""
    parser = argparse.ArgumentParser(prog="load", description="Plays a class at a hub and reports what it took.")
    parser.add_argument("--hub", required=True, help="the address at which students reach it")
    parser.add_argument("--project", required=True, help="docker-compose's name of the classroom, whose containers are measured")
    parser.add_argument("--notebooks", nargs="+", default=["03", "04"], metavar="NN", help="which the students work through (%(default)s)")
    parser.add_argument("--directory", default="lecture", help="where students have them (%(default)s)")
    parser.add_argument("--minutes", type=float, default=8, help="when the class ends at the latest (%(default)s)")
    parser.add_argument("--pace", type=float, default=4, help="how much faster than a student's pace they read (%(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="what reading times are drawn from (%(default)s)")
    parser.add_argument("--out", type=Path, help="a JSON file for the numbers")
    return parser


def accounts(lines: list[str]) -> dict[str, str]:
    """The students and their first passwords."""
    rows = [row for row in csv.reader(lines) if row]
    for row in rows:
        if len(row) != 2 or not all(row):
            raise Trouble(f"an account's line is {','.join(row)!r}: want name,password")
    if not 1 <= len(rows) <= MOST_STUDENTS:
        raise Trouble(f"there are {len(rows)} accounts: want 1 to {MOST_STUDENTS}")
    return dict(rows)


def title(lesson: Class, students: int) -> str:
    """What was played, in a sentence."""
    return (
        f"{students} students, notebooks {' '.join(lesson.notebooks)}, {lesson.pace:g} times a student's pace, "
        f"{lesson.seconds / 60:g} minutes at the most, seed {lesson.seed}"
    )


async def tell(students: list[Student], start: float) -> None:
    """Says every half minute what goes on."""
    while True:
        await asyncio.sleep(30)
        doing = [student.doing for student in students]
        states = ", ".join(f"{doing.count(one)} {one}" for one in dict.fromkeys(doing))
        print(f"{time.monotonic() - start:4.0f} s: {states}; {sum(len(s.played) for s in students)} cells done", file=sys.stderr)


async def run(lesson: Class, passwords: dict[str, str], project: str, out: Path | None) -> int:
    """Plays the class, prints the report. Returns 1 where a cell failed or a student could not go on."""
    students = [Student(name) for name in passwords]
    start = time.monotonic()
    async with Watch(students, project) as watch:
        teller = asyncio.create_task(tell(students, start))
        try:
            await play(lesson, students, passwords)
        finally:
            teller.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await teller
        seconds = time.monotonic() - start
        disk = await watch.disk()
    found = summary(students, watch.samples) | {
        "title": title(lesson, len(students)),
        "cores": os.cpu_count() or 1,
        "seconds": seconds,
        "busy": {
            "machine": statistics.mean(watch.busy.shares or [0.0]),
            "class": total_cpu(watch.samples) / seconds / (os.cpu_count() or 1),
            "player": time.process_time() / seconds / (os.cpu_count() or 1),
        },
        "available": min(watch.busy.available, default=0),
        "disk": disk,
    }
    played = [one for student in students for one in student.played]
    plan = needs(found, played, lesson.pace, disk["image"], disk["volume"] + disk["container"])
    print(report(found, plan))
    if out:
        text = json.dumps({**found, "needs": vars(plan) if plan else None, "played": [vars(one) for one in played]}, indent=2)
        write(out, text.replace("NaN", "null") + "\n")
    return 1 if found["failed"] or found["troubles"] else 0


def main() -> int:
    """Reads what is asked for."""
    asked = options().parse_args()
    if not 0 < asked.minutes <= MOST_MINUTES or asked.pace <= 0:
        options().error(f"want 0 < minutes ≤ {MOST_MINUTES:g} and a pace above 0")
    lesson = Class(asked.hub, asked.directory, tuple(asked.notebooks), asked.pace, 60 * asked.minutes, asked.seed)
    try:
        return asyncio.run(run(lesson, accounts(sys.stdin.read().splitlines()), asked.project, asked.out))
    except Trouble as trouble:
        print(f"load: {trouble}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
