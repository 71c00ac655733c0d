"""Changes the class list, for scripts/classroom.sh.

    python -m roll --list FILE check
    python -m roll --list FILE add NAME...
    python -m roll --list FILE reset NAME...
    python -m roll --list FILE [--address URL] fill
    python -m roll --list FILE [--address URL] import NAME <FILE

What was given goes to standard output, "name  password" a line. fill gives a first password to those who have none; import
makes accounts for the people of another program's list. Both write a page to print beside the list.
"""

import argparse
import contextlib
import fcntl
import os
import secrets
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import arrivals
import classlist
import sheet
from classlist import WHO, Person
from lib.files import write
from sheet import Strip
from table import ListError, Table

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""None that looks like another one."""


def new_password(name: str) -> str:
    """A first password of 59 bits that can be read from paper. By chance it could be one that the class list may not have."""
    while True:
        password = "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(3))
        if classlist.weakness(Person(name, password), {}) is None:
            return password


class Roll:
    """A class list that is changed: in memory first, then, where it is still a class list, in its file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.table = Table("name,password,role\n", path.name) if not path.exists() else classlist.load(path)
        self.given: list[Strip] = []
        self.lines = {self.table.get(index, "name"): index for index in self.table.rows}

    def give(self, name: str) -> None:
        """Gives somebody in the list a new first password."""
        password = new_password(name)
        self.table.need_headings(["password"])
        self.table.set(self.lines[name], {"password": password})
        who = self.table.get(self.lines[name], WHO)
        self.given.append(Strip(name, password, who.partition("<")[0].strip()))

    def add(self, name: str, role: str = "student", who: str = "") -> None:
        """Adds somebody, with a first password."""
        self.table.need_headings(["name", "password", "role", *([WHO] if who else [])])
        self.table.append({"name": name, "role": role, **({WHO: who} if who else {})})
        self.lines[name] = len(self.table.lines) - 1
        self.give(name)

    def save(self) -> None:
        """Replaces the file, which keeps its owner and its mode. Raises ListError where the hub would not take the new one."""
        text = self.table.text()
        classlist.people_of(Table(text.removeprefix("\ufeff"), self.path.name))
        if self.path.exists():
            state = self.path.stat()
            write(self.path, text, mode=state.st_mode & 0o7777, owner=(state.st_uid, state.st_gid))
        else:
            state = self.path.parent.stat()
            write(self.path, text, owner=(state.st_uid, state.st_gid))

    def write_sheet(self, address: str) -> Path:
        """Writes the page to print beside the list, for the list's owner only."""
        state = self.path.stat()
        path = self.path.with_name(f"first-passwords-{datetime.now().astimezone():%Y-%m-%d-%H%M%S}.html")
        write(path, sheet.page(self.given, address), mode=0o600, owner=(state.st_uid, state.st_gid))
        return path


def add(roll: Roll, names: list[str]) -> None:
    """Adds people. Raises ListError where one cannot be added; then none is."""
    classlist.people_of(roll.table)
    for name in names:
        if not classlist.NAME.fullmatch(name):
            raise ListError(f"{name!r} is no name for an account: want a to z first, then also 0 to 9 . _ -, 32 at most")
        if names.count(name) > 1:
            raise ListError(f"{name} is named twice: two people need two names")
        if name in roll.lines:
            raise ListError(f"{name} is in {roll.path.name} already: scripts/classroom.sh reset {name} gives a new password")
    for name in names:
        roll.add(name)


def reset(roll: Roll, names: list[str]) -> None:
    """Gives people new first passwords. Raises ListError where one is not in the list; then nobody gets one."""
    classlist.people_of(roll.table)
    for name in names:
        if name not in roll.lines:
            raise ListError(f"{name!r} is not in {roll.path.name}: scripts/classroom.sh add makes an account")
    for name in dict.fromkeys(names):
        roll.give(name)


def fill(roll: Roll) -> None:
    """Gives first passwords to those who have none."""
    for person in classlist.people_of(roll.table).values():
        if not person.password:
            roll.give(person.name)


def bring(roll: Roll, people: list[arrivals.Arrival]) -> None:
    """Makes accounts for people. Those who have one keep it, and its password."""
    known: dict[str, list[str]] = {}
    for name, index in roll.lines.items():
        if note := roll.table.get(index, WHO) or next((roll.table.get(index, h) for h in roll.table.headings if "mail" in h), ""):
            known.setdefault(arrivals.key_of(note), []).append(name)
    instructors = {name for name, index in roll.lines.items() if roll.table.get(index, "role").casefold() == "instructor"}
    strangers = {name for name, index in roll.lines.items() if not roll.table.get(index, WHO)}
    new = []
    for person in people:
        wish = arrivals.account_name(person.wish, ())
        if known.get(person.key):
            name = known[person.key].pop(0)
            if not roll.table.get(roll.lines[name], "password"):
                roll.give(name)
        elif wish in strangers and (person.role == "instructor" or wish not in instructors):  # put there by hand
            strangers.remove(wish)
            roll.table.need_headings([WHO])
            roll.table.set(roll.lines[wish], {WHO: person.who})
        else:
            new.append(person)
    for person in new:
        roll.add(arrivals.account_name(person.wish, roll.lines), person.role, person.who)
    if not any(roll.table.get(index, "role").casefold() == "instructor" for index in roll.table.rows):
        roll.add(arrivals.account_name("instructor", roll.lines), "instructor")


@contextlib.contextmanager
def alone(directory: Path) -> Iterator[None]:
    """Waits until no other one of these commands is at work in a directory."""
    handle = os.open(directory, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def run(options: argparse.Namespace) -> None:
    """Does what the command line says."""
    path = options.list.resolve()  # a link stays one: what it names is changed
    if options.command != "import" and not path.exists():
        classlist.load(options.list)
    with alone(path.parent):
        roll = Roll(path)
        before = roll.table.text()
        if options.command == "add":
            add(roll, options.names)
        elif options.command == "reset":
            reset(roll, options.names)
        elif options.command == "fill":
            fill(roll)
        elif options.command == "import":
            if path.exists():
                classlist.people_of(roll.table)
            (name,) = options.names
            bring(roll, arrivals.read(Path("/dev/stdin"), name))
        if roll.table.text() != before:
            roll.save()
    for strip in roll.given:
        print(f"{strip.name}  {strip.password}")
    if roll.given and options.command in ("fill", "import"):
        page = roll.write_sheet(options.address)
        print(f"To print, to cut, and then to delete: {page.name}, beside the class list.", file=sys.stderr)
    problem = classlist.problem(path)
    if options.command == "check" and problem is not None:
        raise ListError(problem)
    if options.command in ("add", "reset", "import") and problem is not None:
        print(f"classroom.sh: done; but the hub will not take the list: {problem}", file=sys.stderr)


def main() -> int:
    """Returns 1, with a sentence on standard error, where the list or the command has a mistake."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--list", type=Path, required=True)
    parser.add_argument("--address", default="")
    parser.add_argument("command", choices=["check", "add", "reset", "fill", "import"])
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()
    try:
        run(options)
    except ListError as error:
        print(f"classroom.sh: {error}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"classroom.sh: {Path(error.filename or options.list).name} cannot be written: {error.strerror}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
