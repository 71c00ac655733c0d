"""The class list, students.csv: who may log in, and the password of each one's first login."""

import functools
import importlib.resources
import os
import re
from pathlib import Path
from typing import NamedTuple

import table
from lib.files import write
from table import ListError, Table

__all__ = ["ListError", "Person", "in_force", "people_of", "problem", "read", "weakness", "without_name"]

ROLES = ("student", "instructor")
NAME = re.compile(r"[a-z][a-z0-9._-]{0,31}")
HEADINGS = ("name", "password", "role")
WHO = "who"
"""The heading under which import notes whom an account was made for."""
SHORTEST = 8
"""Characters of a first password, at least."""


class Person(NamedTuple):
    """A line of the class list. password is what the first login takes, and only that one."""

    name: str
    password: str
    role: str = "student"


def read(path: Path) -> dict[str, Person]:
    """The people of the class list at path, by name, each with a first password that is not easily guessed."""
    found = load(path)
    people: dict[str, Person] = {}
    for index, person in people_of(found).items():
        if (why := weakness(person, people)) is not None:
            raise ListError(f"{found.where(index)}: {why}")
        people[person.name] = person
    return people


def load(path: Path) -> Table:
    """The file of a class list."""
    try:
        return table.load(path)
    except FileNotFoundError as error:
        if path.is_symlink():
            there = f"{path.name} is a link to {path.readlink()}, which is not there"
            raise ListError(f"{there}: the hub sees only the directory of the link") from error
        raise ListError(f"there is no class list {path.name}: copy students.example.csv to it") from error
    except OSError as error:
        raise ListError(
            f"{path.name} cannot be read ({error.strerror}): let the hub, which is nobody special, read it (chmod 644)"
        ) from error


def people_of(found: Table) -> dict[int, Person]:
    """The people of a class list, by the index of their line, whatever their passwords."""
    check_headings(found)
    people: dict[int, Person] = {}
    names: set[str] = set()
    for index in found.rows:
        person = parse(found, index)
        if person.name in names:
            raise ListError(f"{found.where(index)}: {person.name} is there twice: remove one")
        names.add(person.name)
        people[index] = person
    if not any(person.role == "instructor" for person in people.values()):
        raise ListError(f"{found.name} names no instructor: give one line the role instructor")
    return people


def check_headings(found: Table) -> None:
    """Raises ListError unless the headings are a class list's, in any order."""
    if found.heading_at < 0:
        raise ListError(f"{found.name} names no instructor: it is empty; want the headings name,password,role, and a line for each person")
    where, headings = found.where(found.heading_at), found.headings
    if "name" not in headings:
        if any("mail" in heading for heading in headings):
            raise ListError(f"{where}: there is no heading name: scripts/classroom.sh import makes accounts from such a file")
        raise ListError(f"{where}: its first line has no heading name, want name,password,role")
    for heading in headings:
        if heading not in (*HEADINGS, WHO) and "mail" not in heading:
            raise ListError(f"{where}: there is a heading {heading[:40]!r}, want name,password,role")
        if headings.count(heading) > 1:
            raise ListError(f"{where}: the heading {heading} is there twice: remove one")


def parse(found: Table, index: int) -> Person:
    """The person of a row."""
    where, name, role = found.where(index), found.get(index, "name"), found.get(index, "role").casefold()
    if not NAME.fullmatch(name):
        used = [words for character, words in table.SEPARATORS.items() if character in name and character != found.separator]
        if used:
            raise ListError(
                f"{where}: it is separated by {used[0]}, and the headings are by {table.SEPARATORS.get(found.separator, found.separator)}"
            )
        raise ListError(f"{where}: the name {name[:40]!r} is not one: want a to z first, then also 0 to 9 . _ -, 32 at most")
    person = Person(name, found.get(index, "password"), role or "student")
    if person.role not in ROLES:
        raise ListError(f"{where}: the role of {name} is {role[:40]!r}: want student or instructor")
    if not person.password.isprintable():
        raise ListError(f"{where}: there is a character in the password of {name} that nobody can type")
    return person


def weakness(person: Person, others: dict[str, Person]) -> str | None:
    """Why somebody's first password will not do beside those of others, with the way out, or None."""
    name, password = person.name, person.password
    rest = without_name(password, name)
    if not password:
        return f"{name} has no password for the first login: scripts/classroom.sh up makes one"
    if len(password) < SHORTEST:
        why = f"has less than {SHORTEST} characters"
    elif password in (f"a-word-for-{name}", "change-this-first"):
        why = "is an example's"
    elif password.lower() in common_passwords():
        why = "is a common one"
    elif len(set(password)) < 5 or len(rest) < 5 or (rest != password.lower() and sum(map(str.isalpha, rest)) < 4):
        why = "is easily guessed"
    elif any(other.password == password for other in others.values()):
        why = "is another's, too"
    else:
        return None
    return f"the first password of {name} {why}: leave it empty, and scripts/classroom.sh up makes one"


def without_name(password: str, name: str) -> str:
    """A password in small letters, without somebody's name. One of up to three letters is in many words, as an is in planet: it
    counts where no letters are beside it."""
    pattern = re.escape(name)
    if len(name) < 4:
        pattern = rf"(?<![^\W\d_])(?:{pattern})+(?![^\W\d_])"
    return re.sub(pattern, "", password.lower())


@functools.cache
def common_passwords() -> frozenset[str]:
    """The passwords that NativeAuthenticator calls common; none where it is not installed, outside the hub's image."""
    try:
        text = (importlib.resources.files("nativeauthenticator") / "common-credentials.txt").read_text(encoding="utf-8")
    except ModuleNotFoundError:
        return frozenset()
    return frozenset(text.split())


def in_force(path: Path, kept: Path) -> tuple[dict[str, Person], str | None]:
    """The people of the class list at path, and None; where it has a mistake, those of the last good one, and the mistake.

    kept is the file that keeps the last good list, for a hub that starts anew meanwhile.
    """
    try:
        people = read(path)
    except ListError as error:
        last = people_of(load(kept)).values() if kept.exists() else ()
        return {person.name: person for person in last}, str(error)
    lines = Table(",".join(HEADINGS) + "\n", kept.name)
    for person in people.values():
        lines.append(person._asdict())
    try:
        if not kept.exists() or kept.read_text(encoding="utf-8") != lines.text():
            write(kept, lines.text(), mode=0o600)
    except OSError as error:
        return people, f"{path.name} is in force, but cannot be kept for a hub that starts anew ({error.strerror})"
    return people, None


def problem(path: str | os.PathLike[str]) -> str | None:
    """What is wrong with the class list at path, and where, or None."""
    try:
        read(Path(path))
    except ListError as error:
        return str(error)
    return None
