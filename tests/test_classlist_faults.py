"""Class lists as they come out of editors and spreadsheets, damaged in many ways: people, or one sentence."""

import random
from pathlib import Path

import pytest

import classlist

from campaign import Campaign

GOOD = b"name,password,role\nanna,first-word,\nben,other,student\nprof,secret,instructor\n"
SEEDS = [
    GOOD,
    GOOD.replace(b"\n", b"\r\n"),
    b"\xef\xbb\xbf" + GOOD,
    GOOD.replace(b",", b";"),
    GOOD + b",,\n,,\n",
    GOOD.replace(b"other", b'"a,b"'),
    GOOD.replace(b"other", b'"a'),
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
