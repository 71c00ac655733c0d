"""The class list, students.csv: who may log in, and the password of each one's first login."""

import csv
import re
from pathlib import Path
from typing import NamedTuple

ROLES = ("student", "instructor")
NAME = re.compile(r"[a-z][a-z0-9._-]{0,31}")


class Person(NamedTuple):
    """A line of the class list. password is what the first login takes, and only that one."""

    name: str
    password: str
    role: str = "student"


class ListError(Exception):
    """What is wrong with a class list, where, and what to do."""


def read(path: Path) -> dict[str, Person]:
    """The people of the class list at path, by name. Lines that are empty or begin with # say nothing."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except FileNotFoundError as error:
        raise ListError(f"there is no class list {path.name}: copy students.example.csv to it") from error
    except OSError as error:
        raise ListError(
            f"{path.name} cannot be read ({error.strerror}): let the hub, which is nobody special, read it (chmod 644)"
        ) from error
    except UnicodeDecodeError as error:
        raise ListError(f"{path.name} is not UTF-8: save it as CSV UTF-8") from error
    people: dict[str, Person] = {}
    header = False
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        fields = [field.strip() for field in next(csv.reader([line]))]
        if not header:
            if fields[:2] != ["name", "password"] or fields[2:] not in ([], ["role"]):
                raise ListError(f"{path.name}, line {number}: its first line is {line!r}, want name,password,role")
            header = True
            continue
        person = parse(fields, f"{path.name}, line {number}")
        if person.name in people:
            raise ListError(f"{path.name}, line {number}: {person.name} is there twice: remove one")
        people[person.name] = person
    if not any(person.role == "instructor" for person in people.values()):
        raise ListError(f"{path.name} names no instructor: give one line the role instructor")
    return people


def parse(fields: list[str], where: str) -> Person:
    """The person of a line's fields: name, password and, where it is not student, role."""
    if len(fields) not in (2, 3):
        raise ListError(f"{where}: it has {len(fields)} fields, want name,password,role")
    person = Person(fields[0], fields[1], (fields[2] if len(fields) == 3 else "") or "student")
    if not NAME.fullmatch(person.name):
        raise ListError(f"{where}: the name {person.name!r} is not one: want a to z first, then also 0 to 9 . _ -, 32 at most")
    if not person.password:
        raise ListError(f"{where}: {person.name} has no password: give one for the first login")
    if person.role not in ROLES:
        raise ListError(f"{where}: the role of {person.name} is {person.role!r}: want student or instructor")
    return person
