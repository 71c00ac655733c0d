"""Class lists as they come out of editors and spreadsheets, damaged in many ways: people, or one sentence."""

import random
from pathlib import Path

import pytest

import arrivals
import classlist
import roll

from campaign import Campaign

GOOD = b"name,password,role\nanna,first-word,\nben,brown-badger,student\nprof,violet-otter,instructor\n"
SEEDS = [
    GOOD,
    GOOD.replace(b"\n", b"\r\n"),
    b"\xef\xbb\xbf" + GOOD,
    GOOD.replace(b",", b";"),
    GOOD + b",,\n,,\n",
    b"sep=;\r\n" + GOOD.replace(b",", b";").replace(b"\n", b"\r\n"),
    GOOD.replace(b",", b"\t"),
    GOOD.replace(b"brown-badger", b'"brown, badger"'),
    GOOD.replace(b"brown-badger", b'"brown-badger'),
    GOOD.replace(b"brown-badger", "brauner-dächs".encode("latin-1")),
    GOOD.decode().encode("utf-16"),
    b"",
]


def damaged(random_: random.Random) -> bytes:
    """A seed with some of its bytes changed, lost or doubled."""
    text = bytearray(random_.choice(SEEDS))
    for _ in range(random_.randint(0, 3)):
        at = random_.randint(0, len(text))
        end = min(len(text), at + random_.randint(0, 8))
        changes = (
            random_.randbytes(end - at),
            b"",
            text[at:end] * 2,
            random_.choice([b",", b'"', b"\n", b"\r", b"\0", b"#", b"\x85", b"\xe2\x80\xa8", b"A", b" "]),
        )
        text[at:end] = random_.choice(changes)
    return bytes(text)


@pytest.mark.fault
def test_people_or_a_sentence(tmp_path: Path, campaign: Campaign) -> None:
    path, outcomes = tmp_path / "students.csv", set()

    def attempt(number: int) -> None:
        text = damaged(random.Random(number))
        path.write_bytes(text)
        try:
            people = classlist.read(path)
        except classlist.ListError as error:
            assert str(error).startswith(("students.csv", "there is no")) and "\n" not in str(error), text
            outcomes.add("a sentence")
            return
        for name, person in people.items():
            assert classlist.NAME.fullmatch(name) and person.name == name, text
            assert person.password and person.role in classlist.ROLES, text
        outcomes.add("people")

    campaign("class list damaged", 5000, attempt)
    assert outcomes == {"people", "a sentence"}


@pytest.mark.fault
def test_a_change_leaves_a_list_or_the_file(tmp_path: Path, campaign: Campaign) -> None:
    """Whatever the file was: after a change it is a class list with that change, or what it was."""
    path, outcomes = tmp_path / "students.csv", set()

    def attempt(number: int) -> None:
        text = damaged(random.Random(number))
        path.write_bytes(text)
        try:
            one = roll.Roll(path)
            roll.reset(one, ["anna"])
            roll.add(one, ["new"])
            one.save()
        except classlist.ListError:
            assert path.read_bytes() == text
            outcomes.add("a sentence")
            return
        people = {person.name: person.password for person in classlist.people_of(classlist.load(path)).values()}
        assert {strip.name: strip.password for strip in one.given}.items() <= people.items(), text
        outcomes.add("changed")

    campaign("class list changed while damaged", 5000, attempt)
    assert outcomes == {"changed", "a sentence"}


@pytest.mark.fault
def test_people_to_import_or_a_sentence(tmp_path: Path, campaign: Campaign) -> None:
    path, outcomes = tmp_path / "moodle.csv", set()

    def attempt(number: int) -> None:
        text = damaged(random.Random(number)).replace(b"name,password", b"First name,Surname").replace(b"role", b"Email")
        path.write_bytes(text)
        try:
            people = arrivals.read(path, path.name)
        except classlist.ListError as error:
            assert str(error).startswith("moodle.csv") and "\n" not in str(error), text
            outcomes.add("a sentence")
            return
        taken: set[str] = set()
        for person in people:
            name = arrivals.account_name(person.wish, taken)
            assert classlist.NAME.fullmatch(name) and name not in taken, text
            taken.add(name)
        outcomes.add("people")

    campaign("list to import damaged", 5000, attempt)
    assert outcomes == {"people", "a sentence"}
