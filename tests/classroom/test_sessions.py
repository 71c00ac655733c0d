"""When a session ends: with the place in the class list, with a reset, with a logout; and what an instructor may do, and what not."""

import re
import time
from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Page, expect
from test_accounts import log_in

from room import Person, Room, until, write_diary
from watch import screenshot

MINUTE = 60
DAY = 24 * 3600


@pytest.fixture
def console_noise() -> tuple[str, ...]:
    """A browser notes each refusal, which is what these tests want to see."""
    return (r"status of 40[134] ", "ERR_NETWORK_CHANGED")


@pytest.fixture
def people(room: Room) -> Iterator[Room]:
    """The classroom, whose class list is afterwards as it was."""
    before = room.list.read_text()
    yield room
    room.list.write_text(before)


def edit(room: Room, line: str, to: str) -> None:
    """Changes a line of the class list."""
    before = room.list.read_text()
    assert line in before
    room.list.write_text(before.replace(line, to))


def copied(person: Person) -> Person:
    """The same session elsewhere, by copied cookies."""
    client = person.room.client()
    for cookie in person.client.cookies.jar:
        client.cookies.set(cookie.name, cookie.value or "", domain=cookie.domain, path=cookie.path)
    return Person(person.room, person.name, client)


def make_token(person: Person, **more: object) -> httpx.Response:
    """Asks for a token of one's own."""
    person.ask("hub/home")
    return person.ask(f"hub/api/users/{person.name}/tokens", "POST", json=more)


def opens(room: Room, token: str) -> bool:
    """Whether a token still opens the hub."""
    return room.client().get("hub/api/user", headers={"Authorization": f"token {token}"}).status_code == 200


def in_session(person: Person) -> bool:
    """Whether somebody is logged in at the hub."""
    return person.client.get("hub/api/user").status_code == 200


def enters(person: Person) -> bool:
    """Whether the cookies of somebody's own server open it, without the hub."""
    return person.client.get(person.room.where(f"user/{person.name}/api/contents")).status_code == 200


def working(room: Room, name: str) -> tuple[Person, str]:
    """Somebody whose server runs, where they have saved a file and which their cookie opens, and a token of theirs."""
    person = room.person(name).start()
    until("the server's cookie", lambda: person.runs() and enters(person))
    write_diary(person, f"of {name}")
    token = make_token(person).json()["token"]
    assert opens(room, token)
    return person, token


def all_ends(person: Person, token: str) -> None:
    """Within a minute cookie, token and server end, and what was saved is kept."""
    start = time.monotonic()
    until("the cookie to end", lambda: not in_session(person), seconds=MINUTE)
    until("the token to end", lambda: not opens(person.room, token), seconds=MINUTE)
    until("the server to end", lambda: not person.room.server_of(person.name), seconds=MINUTE)
    assert time.monotonic() - start < MINUTE
    assert not enters(person)


def test_who_leaves_the_list_is_out(people: Room) -> None:
    ben, token = working(people, "ben")
    edit(people, "ben,first-ben,\n", "")
    all_ends(ben, token)
    edit(people, "\ncarl,", "\nben,first-ben,\ncarl,")
    assert not in_session(ben) and not opens(people, token)  # what has ended stays so when they come back
    assert people.person("ben").start().api("contents/diary.txt")["content"] == "of ben"


def test_a_reset_ends_everything_of_before(people: Room) -> None:
    carl, token = working(people, "carl")
    (new,) = re.findall(r"carl  (\S+)\n", people.sh("reset", "carl").stdout)
    all_ends(carl, token)
    client, answer = people.attempt("carl", new, new_password="violet-otter-20", new_password_again="violet-otter-20")
    assert answer.status_code == 302
    people.chosen["carl"] = "violet-otter-20"
    assert not in_session(carl) and in_session(Person(people, "carl", client))


def test_a_logout_ends_copied_cookies(room: Room) -> None:
    emil = room.person("emil").start()
    until("the server's cookie", lambda: emil.runs() and enters(emil))
    thief = copied(emil)
    assert in_session(thief) and enters(thief)
    emil.ask("hub/logout")
    assert not in_session(thief)
    until("the server to notice", lambda: not enters(thief), seconds=MINUTE)
    assert room.person("emil").runs()  # kernels run on


def test_a_new_password_ends_copied_cookies(room: Room) -> None:
    frida = room.person("frida")
    thief, token = copied(frida), make_token(frida).json()["token"]
    frida.ask("hub/change-password")
    form = {"old_password": room.chosen["frida"], "new_password": "violet-otter-21", "new_password_again": "violet-otter-21"}
    answer = frida.ask("hub/change-password", "POST", data={**form, "_xsrf": frida.token("hub/")})
    assert "the new password counts" in answer.text
    room.chosen["frida"] = "violet-otter-21"
    assert in_session(frida) and not in_session(thief) and not opens(room, token)


@pytest.mark.parametrize("seconds", [None, 3600, DAY + 1, 10**9])
def test_no_token_outlives_a_day(room: Room, seconds: int | None) -> None:
    answer = make_token(room.person("ben"), expires_in=seconds)
    if seconds is not None and seconds > DAY:
        assert answer.status_code == 400
    else:
        assert answer.json()["expires_at"] is not None


def test_a_role_follows_the_list(people: Room) -> None:
    teacher, ben = people.person("teacher"), people.person("ben")
    edit(people, "teacher,first-teacher,instructor", "teacher,first-teacher,")
    edit(people, "ben,first-ben,", "ben,first-ben,instructor")

    def sees(person: Person) -> bool:
        return person.ask("hub/api/users").status_code == 200

    until("the one to lose it", lambda: not sees(teacher), seconds=MINUTE)
    until("the other to get it", lambda: sees(ben), seconds=MINUTE)
    people.compose("restart", "hub")
    until("the hub", people.healthy)
    assert sees(ben) and not sees(teacher)
    assert sees(people.person("ben")) and not sees(people.person("teacher"))


def test_an_instructor_has_no_server(room: Room, page: Page) -> None:
    teacher = room.person("teacher")
    teacher.ask("hub/home")
    answer = teacher.ask("hub/api/users/teacher/server", "POST")
    assert answer.status_code == 403 and "has no server" in answer.json()["message"]
    log_in(page, room, "teacher", room.chosen["teacher"])
    expect(page).to_have_url(re.compile("hub/admin"))
    page.goto(f"{room.url}hub/spawn")
    expect(page.get_by_text("has no server")).to_be_visible()
    page.goto(f"{room.url}hub/home")
    expect(page.get_by_text("Read and grade with a second account")).to_be_visible()
    expect(page.locator("#start")).to_have_count(0)


def test_a_student_who_becomes_an_instructor_loses_the_server(people: Room) -> None:
    ben = people.person("ben").start()
    edit(people, "ben,first-ben,", "ben,first-ben,instructor")
    until("the server to end", lambda: not people.server_of("ben"), seconds=MINUTE)
    assert in_session(ben)


def test_an_instructor_opens_nothing_of_others(room: Room) -> None:
    room.person("ben").start()
    teacher = room.person("teacher")
    teacher.ask("hub/home")
    assert teacher.ask("user/ben/api/contents").status_code == 403
    assert "ben" not in teacher.ask("user/ben/lab").url.path.removeprefix("/class/hub/")
    for path, method, body in (
        ("users/ben/tokens", "GET", None),
        ("users/ben/tokens", "POST", {}),
        ("users/ben/server", "POST", {}),
        ("users/ben", "PATCH", {"admin": True}),
        ("users/ben", "DELETE", None),
        ("users/zoe", "POST", {}),
        ("groups/g", "POST", {}),
        ("proxy", "GET", None),
        ("shutdown", "POST", {}),
    ):
        assert teacher.ask(f"hub/api/{path}", method, json=body).status_code in (403, 404), (method, path)
    assert teacher.ask("hub/change-password/ben").status_code == 404
    assert not teacher.ask("hub/api/user").json()["admin"]


def test_the_instructor_sees_and_stops_servers(room: Room, page: Page) -> None:
    dora, teacher = room.person("dora").start(), room.person("teacher")
    log_in(page, room, "teacher", room.chosen["teacher"])
    page.goto(f"{room.url}hub/admin")
    row = page.locator("tr", has_text="dora")
    expect(row.get_by_text("runs")).to_be_visible(timeout=30_000)
    screenshot(page, "classroom-admin")
    for button in page.get_by_role("button").all():  # each does what it says, and there are no others
        assert button.inner_text() in ("Stop Server", "Stop all servers", "Logout", "", "Change password")
    row.get_by_role("button", name="Stop Server").click()
    until("dora's server to stop", lambda: "servers" in (user := teacher.ask("hub/api/users/dora").json()) and not user["servers"])
    assert not dora.runs()
    assert dora.ask("hub/api/users").status_code == 403 and dora.ask("hub/api/users/ben").status_code == 404
