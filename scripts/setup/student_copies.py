"""Copies the lecture's notebooks into a student's directory and updates them without losing the student's changes.

    python -m setup.student_copies ../notebooks ../work
    python -m setup.student_copies --every-file HANDOUT ../handout

A notebook that the student has not touched is replaced by the newer one. One with other cells or outputs than were put
there stays as it is; the newer lecture is put beside it, as 05-latent-space.new.ipynb, with a line that says so. A
notebook that the student has deleted is put there again. Of an exercise the student gets the version with gaps. A page of
text that notebooks link to, such as glossary.md, is treated like a notebook, and so is every file of what an instructor hands out.
TARGET/.lecture.json remembers what was put.
"""

import argparse
import contextlib
import fcntl
import hashlib
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
from nbformat.sign import NotebookNotary

from exercises.master import Faulty, is_master, student
from lib.files import write

RECORD = ".lecture.json"
NOTEBOOK, PAGE = ".ipynb", ".md"


class Copies:
    """The notebooks in target that came from source.

    put holds the digest of what each file was when it was put there; given holds, by notebook, that of the newest lecture
    that the student has got, under the notebook's name or beside it.
    """

    def __init__(self, source: Path, target: Path) -> None:
        self.source, self.target = source, target
        self.put: dict[str, str] = {}
        self.given: dict[str, str] = {}
        self.notes: list[str] = []
        # Without a readable record, whatever differs from the lecture counts as the student's own.
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            if (target / RECORD).is_file():
                record = json.loads((target / RECORD).read_text(encoding="utf-8"))
                self.put, self.given = dict(record["put"]), dict(record["given"])

    def names(self) -> list[str]:
        """Every file in source, without what is hidden."""
        names = sorted(str(path.relative_to(self.source)) for path in self.source.rglob("*") if path.is_file())
        return [name for name in names if not any(part.startswith(".") for part in Path(name).parts)]

    def lecture(self) -> list[str]:
        """The notebooks in source, and the pages."""
        names = [name for name in self.names() if name.endswith((NOTEBOOK, PAGE))]
        if not any(name.endswith(NOTEBOOK) for name in names):
            raise FileNotFoundError(f"there is no notebook in {self.source}")
        return names

    def update(self, names: list[str]) -> None:
        """Brings these files up to date. notes then says, in a sentence each, what a student should know."""
        try:
            for name in names:
                self.bring(name)
        finally:
            record = json.dumps({"put": self.put, "given": self.given}, indent=2) + "\n"
            write(self.target / RECORD, record.encode())

    def bring(self, name: str) -> None:
        """Brings one notebook up to date."""
        try:
            text = (self.source / name).read_bytes()
            text = handed_out(text) if name.endswith(NOTEBOOK) else text
        except Faulty as error:
            self.notes.append(f"{name} is not handed out, since what is the student's in it cannot be told: {error}.")
            return
        newer = digest(text)
        mine = self.digest(name)
        if mine is None:
            self.write(name, text, newer)
        elif mine == newer:
            self.put[name] = newer
        elif mine == self.put.get(name):
            self.write(name, text, newer)
            self.notes.append(f"{name} is now the newer one.")
        elif newer != self.given.get(name):
            beside = self.free(name)
            self.write(beside, text, newer)
            self.notes.append(f"{name} stays as you have changed it; the newer one is beside it: {beside}.")
        self.given[name] = newer

    def free(self, name: str) -> str:
        """A name beside name that nothing of the student's has: NAME.new.ipynb, else NAME.new-2.ipynb and so on."""
        number = 1
        while True:
            beside = str(Path(name).with_suffix(f".new{f'-{number}' * (number > 1)}{Path(name).suffix}"))
            mine = self.digest(beside)
            if mine is None or mine == self.put.get(beside):
                return beside
            number += 1

    def digest(self, name: str) -> str | None:
        """The digest of a file in target; None where there is none, and "" for a directory or a named pipe."""
        path = self.target / name
        if path.exists() and not path.is_file():
            return ""
        try:
            return digest(path.read_bytes())
        except FileNotFoundError:
            return None

    def write(self, name: str, text: bytes, newer: str) -> None:
        """Puts a file there; a notebook trusted, since its outputs are the lecture's own."""
        write(self.target / name, text)
        if name.endswith(NOTEBOOK):
            NotebookNotary().sign(nbformat.v4.reads(text.decode()))
        self.put[name] = newer


def handed_out(text: bytes) -> bytes:
    """A notebook as students get it: of an exercise the version with gaps. Raises Faulty where a solution would be in it."""
    if b"SOLUTION" not in text and b'"nbgrader"' not in text:
        return text
    try:
        notebook = nbformat.v4.reads(text.decode())
    except Exception as error:  # a malformed file makes nbformat raise all kinds of errors
        raise Faulty("it is no notebook") from error
    return (nbformat.v4.writes(student(notebook)) + "\n").encode() if is_master(notebook) else text


def digest(text: bytes) -> str:
    """SHA-256 of what a notebook says: its cells and their outputs, and not the metadata, which JupyterLab changes when
    somebody only looks at it. Of a page, or what else goes by a notebook's name, SHA-256 of the whole."""
    try:
        notebook = nbformat.v4.reads(text.decode())
        text = json.dumps([without_metadata(cell) for cell in notebook.cells], sort_keys=True).encode()
    except Exception:  # noqa: BLE001 # a malformed file makes nbformat raise all kinds of errors
        pass
    return hashlib.sha256(text).hexdigest()


def without_metadata(part: dict[str, Any]) -> dict[str, Any]:
    """A cell without ids, counts and metadata, and neither have its outputs."""
    part = {key: value for key, value in part.items() if key not in ("id", "execution_count", "metadata")}
    if "outputs" in part:
        part["outputs"] = [without_metadata(output) for output in part["outputs"]]
    return part


@contextlib.contextmanager
def alone(target: Path) -> Iterator[None]:
    """Lets one update of target happen at a time."""
    target.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(target, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def update(source: Path, target: Path, every_file: bool = False) -> list[str]:
    """Puts source's notebooks, or every file of it, into target. Returns what a student should know, in a sentence each."""
    with alone(target):
        copies = Copies(source, target)
        copies.update(copies.names() if every_file else copies.lecture())
    return copies.notes


def main(arguments: list[str]) -> int:
    """Brings the copies up to date and says what a student should know. Returns 1 where a file could not be read or written."""
    parser = argparse.ArgumentParser(prog="student_copies.py", description=__doc__.split("\n\n")[0])
    parser.add_argument("source", type=Path, help="where the lecture's notebooks are")
    parser.add_argument("target", type=Path, help="the student's directory")
    parser.add_argument("--every-file", action="store_true", help="not only notebooks and pages of text")
    options = parser.parse_args(arguments)
    try:
        for note in update(options.source, options.target, options.every_file):
            print(note)
    except OSError as error:
        print(f"student_copies.py: {error}: the notebooks in {options.target} may not all be the newest", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
