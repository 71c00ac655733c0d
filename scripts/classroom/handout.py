"""Puts a directory of the instructor's where students' servers find it, masters of exercises as their students' versions.

    python handout.py SOURCE TARGET

Each file is replaced in one step, since a server may start meanwhile. Where a file cannot be handed out, nothing is changed.
"""

import sys
from pathlib import Path

import nbformat

import assignments
from exercises.master import Faulty
from lib.files import write
from setup.student_copies import NOTEBOOK, Copies, handed_out
from table import ListError


class Trouble(Exception):
    """What cannot be handed out, why, and what to do."""


def content(path: Path, name: str) -> bytes:
    """What students get of a file. Raises Trouble."""
    text = path.read_bytes()
    if not name.endswith(NOTEBOOK):
        return text
    try:
        nbformat.v4.reads(text.decode())
        return handed_out(text)
    except Faulty as error:
        raise Trouble(f"{name} is not handed out, since what is the student's in it cannot be told: {error}") from error
    except Exception as error:  # a malformed file makes nbformat raise all kinds of errors
        raise Trouble(f"{name} is no notebook: open it in JupyterLab and save it again") from error


def hand_out(source: Path, target: Path) -> list[str]:
    """Makes target what source is. Returns the names of the files. Raises Trouble, or ListError where assignments.csv is wrong."""
    files = {name: content(source / name, name) for name in Copies(source, target).names()}
    assignments.read(source / assignments.FILE)
    for name, text in files.items():
        write(target / name, text)
    for name in set(Copies(target, target).names()) - set(files):
        (target / name).unlink()
    return list(files)


def main(arguments: list[str]) -> int:
    """Returns 1 where nothing was handed out, having said why."""
    source, target = map(Path, arguments)
    try:
        names = hand_out(source, target)
    except (Trouble, ListError, OSError) as error:
        print(f"classroom.sh: {error}", file=sys.stderr)
        return 1
    print(f"Handed out, with each server's next start: {', '.join(names) or 'nothing any more'}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
