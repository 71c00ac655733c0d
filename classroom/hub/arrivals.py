"""People as other programs list them (Moodle, a spreadsheet), and the accounts that are made for them."""

import re
from collections.abc import Container
from pathlib import Path
from typing import NamedTuple

from slugify import slugify

import table
from classlist import NAME, ROLES
from table import ListError, Table

MAIL = re.compile(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+")
ACCOUNT = {"username", "user name", "login", "login id", "sis login id", "account", "anmeldename", "nom d'utilisateur"}
FIRST = {"first name", "firstname", "given name", "first names", "forename", "vorname", "prénom"}
LAST = {"last name", "lastname", "surname", "family name", "nachname", "nom", "nom de famille"}
WHOLE = {"name", "full name", "fullname", "student", "participant", "vollständiger name", "nom complet"}
MOST = 32 - 4
"""Characters of a name, so that a number fits behind."""


class Arrival(NamedTuple):
    """Somebody for whom an account is wanted: as a human reads it, and what names one."""

    full_name: str
    email: str
    wish: str
    role: str = "student"

    @property
    def who(self) -> str:
        """Whom the class list notes for the account: the e-mail address where there is one, which no two people share."""
        return " ".join(part for part in (self.full_name, f"<{self.email}>" if self.email else "") if part)

    @property
    def key(self) -> str:
        """What tells whether two are the same."""
        return (self.email or key_of(self.who)).casefold()


def key_of(who: str) -> str:
    """What tells whether two notes are about the same person."""
    addresses = MAIL.findall(who)  # a name may look like one: the address comes last
    return (addresses[-1] if addresses else " ".join(who.split())).casefold()


def read(path: Path, name: str) -> list[Arrival]:
    """The people in a file; name is what errors call it. An e-mail address that is there twice is one person."""
    found = table.load(path, name, fallback="cp1252")  # what Excel in Europe and America writes as CSV
    if not found.rows:
        raise ListError(
            f"{name} names nobody: want a line of headings, such as First name,Surname,Email address, then a line for each person"
        )
    mails = [heading for heading in found.headings if heading and is_mail(found, heading)]
    known = {*ACCOUNT, *FIRST, *LAST, *WHOLE, *mails}
    if not known & set(found.headings):
        headings = ", ".join(repr(heading[:30]) for heading in found.headings[:8])
        want = "want Email address, or First name and Surname, or Name, or Username"
        raise ListError(f"{found.where(found.heading_at)}: the headings are {headings}: {want}")
    people: list[Arrival] = []
    addresses: set[str] = set()
    for index in found.rows:
        person = arrival(found, index, mails)
        if not person.email or person.key not in addresses:
            people.append(person)
        addresses.add(person.key)
    return people


def is_mail(found: Table, heading: str) -> bool:
    """Whether a column has e-mail addresses and nothing else."""
    fields = [found.get(index, heading) for index in found.rows]
    return any(fields) and all(MAIL.fullmatch(field) for field in fields if field)


def arrival(found: Table, index: int, mails: list[str]) -> Arrival:
    """The person of a row."""

    def first_of(headings: Container[str]) -> str:
        return next((field for heading in found.headings if heading in headings and (field := found.get(index, heading))), "")

    first, last, whole = first_of(FIRST), first_of(LAST), first_of(WHOLE)
    if not first and not last and "," in whole:  # Müller, Anna
        last, first = (part.strip() for part in whole.split(",", 1))
    # What begins so is computed by the spreadsheet in which the class list, with its passwords, may be opened.
    full_name = (" ".join(part for part in (first, last) if part) or whole).lstrip("=+-@")
    email = first_of(mails)
    words = full_name.split()
    wish = first_of(ACCOUNT) or email.partition("@")[0].partition("+")[0] or ".".join([*words[:1], *words[1:][-1:]])
    if not wish:
        raise ListError(f"{found.where(index)}: it names nobody: want an e-mail address or a name")
    role = found.get(index, "role").casefold()
    return Arrival(full_name or email or wish, email, wish, role if role in ROLES else "student")


def account_name(wish: str, taken: Container[str]) -> str:
    """The name for an account that comes closest to a wish, with a number behind it where that one is taken."""
    plain = slugify(wish, regex_pattern=r"[^a-z0-9._-]+", separator="-").strip("._-") or "student"
    if not plain[0].isalpha():
        plain = f"s{plain}"
    plain = plain[:MOST].rstrip("._-")
    number = 1
    while (name := plain if number == 1 else f"{plain}{number}") in taken:
        number += 1
    if not NAME.fullmatch(name):
        raise ListError(f"no name for an account comes of {wish!r}")
    return name
