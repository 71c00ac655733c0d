"""Class lists and settings in a running class: made by import and up, wrong while the hub starts anew, wrong before a start."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from test_accounts import log_in

import classlist

from room import Room, docker, subnets, until

MOODLE = "First name,Surname,Email address\nÁnna,Müller,anna.muller@uni.example\n" + "".join(
    f"Student,{n},student{n:02}@uni.example\n" for n in range(29)
)


@pytest.fixture
def other(room: Room, tmp_path: Path) -> Iterator[Room]:
    """A classroom beside the other one that has not been started, without a class list."""
    other = Room(f"{room.name}-lists", tmp_path, "", CLASSROOM_SUBNETS=subnets(208))
    other.list.unlink()
    yield other
    other.destroy()


def started(room: Room) -> bool:
    """Whether there is a container of that classroom which runs."""
    return docker("ps", "-q", "--filter", f"label=com.docker.compose.project={room.name}") != ""


def test_a_class_of_thirty_from_moodle(other: Room, tmp_path: Path) -> None:
    (tmp_path / "moodle.csv").write_text(MOODLE, encoding="utf-8-sig")
    passwords = dict(re.findall(r"^(\S+)  (\S+)$", other.sh("import", str(tmp_path / "moodle.csv")).stdout, re.MULTILINE))
    assert {person.name: person.password for person in classlist.read(other.list).values()} == passwords
    assert len(passwords) == 31 and {"anna.muller", "student00", "instructor"} <= set(passwords)
    (page,) = tmp_path.glob("first-passwords-*.html")
    assert page.stat().st_mode & 0o777 == 0o600 and passwords["anna.muller"] in page.read_text(encoding="utf-8")


def test_up_makes_the_passwords_that_are_missing(other: Room) -> None:
    other.list.write_text("# ours\nname,password,role\nteach,,instructor\nanna\n")
    refused = other.compose("up", "-d", check=False)
    assert refused.returncode != 0 and not started(other)
    (password,) = re.findall(r"^anna  (\S+)$", other.sh("up").stdout, re.MULTILINE)
    assert "Welcome, anna" in other.attempt("anna", password)[1].text


@pytest.mark.parametrize(
    ("people", "settings", "sentence"),
    [
        ("anna,brown-badger,\n", {"CLASSROOM_MEMORY": "512m"}, "CLASSROOM_MEMORY is '512m': want a number and then K, M, G or T"),
        ("anna,brown-badger,\n", {"CLASSROOM_MEMROY": "2G"}, "the environment has CLASSROOM_MEMROY, which is no setting: did you mean"),
        ("anna,brown-badger,\n", {"CLASSROOM_PORT": "http"}, "CLASSROOM_PORT or LAB_PORT is no port: want 8000"),
        ("anna,a-word-for-anna,\n", {}, "students.csv, line 3: the first password of anna is an example's"),
    ],
)
def test_up_starts_nothing(other: Room, people: str, settings: dict[str, str], sentence: str) -> None:
    other.list.write_text("name,password,role\nteach,violet-otter,instructor\n" + people)
    other.settings.update(settings)
    done = other.sh("up", check=False)
    for name in settings:
        del other.settings[name]
    assert done.returncode == 1 and done.stderr.count(sentence) == 1, done.stderr
    assert "Traceback" not in done.stderr and not started(other)


def test_a_mistake_while_the_hub_starts_anew(room: Room, page: Page) -> None:
    room.person("ben")
    teacher = room.person("teacher")
    good = room.list.read_text()
    sentence = f"students.csv, line {good.count(chr(10)) + 1}: the role of joe is 'king'"
    try:
        room.list.write_text(good + "joe,brown-badger,king\n")
        docker("restart", room.service("hub"))
        until("the hub", room.healthy)
        assert room.person("ben") and teacher.ask("hub/api/user").json()["name"] == "teacher"
        for command in (["status"], ["add", "zoe"], ["reset", "ben"]):
            assert sentence in room.sh(*command, check=False).stderr, command
        log_in(page, room, "teacher", room.chosen["teacher"])
        page.goto(f"{room.url}hub/admin")
        expect(page.get_by_role("alert")).to_contain_text(sentence)
    finally:
        room.list.write_text(good)
    page.reload()
    expect(page.get_by_role("alert")).to_have_count(0)
    assert sentence not in room.sh("status").stderr


def test_a_list_that_is_a_link(room: Room) -> None:
    beside = room.list.with_name("people.csv")
    good = room.list.read_text()
    room.list.rename(beside)
    room.list.symlink_to("people.csv")
    try:
        (password,) = re.findall(r"\Alink  (\S+)\n\Z", room.sh("add", "link").stdout)
        assert room.list.is_symlink() and f"link,{password},student" in beside.read_text()
        assert "Welcome, link" in room.attempt("link", password)[1].text
    finally:
        room.list.unlink()
        beside.rename(room.list)
        room.list.write_text(good)
