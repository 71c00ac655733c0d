"""Who gets in: the class list, a first login that changes the password, and no sign-up."""

import re

import pytest
from playwright.sync_api import Page, expect

from room import Room, arrive, until
from watch import screenshot


@pytest.fixture
def console_noise() -> tuple[str, ...]:
    """A browser notes each refusal, which is what these tests want to see."""
    # And a browser on the machine that makes a network meanwhile asks again for what it was asking for.
    return (r"status of 40[134] ", "ERR_NETWORK_CHANGED")


def log_in(page: Page, room: Room, name: str, password: str) -> None:
    page.goto(f"{room.url}hub/login")
    page.fill("#username_input", name)
    page.fill("#password_input", password)
    page.click("#login_submit")


def choose(page: Page, password: str, again: str | None = None) -> None:
    """Fills in the page of the first login and sends it, past what the browser itself would object to."""
    page.fill("#new_password", password)
    page.fill("#new_password_again", password if again is None else again)
    page.evaluate("document.querySelector('#first-login').noValidate = true")
    page.click("#first-login input[type=submit]")


def test_the_first_login_ends_with_a_password_of_ones_own(room: Room, page: Page) -> None:
    log_in(page, room, "anna", "first-anna")
    expect(page.get_by_role("heading", name="Welcome, anna")).to_be_visible()
    screenshot(page, "classroom-first-login")
    for weak, why in (
        ("short", "at least 10 characters"),
        ("1234567890", "not be a common one"),
        ("first-anna", "your instructor gave you"),
        ("i-am-anna-myself", "contain your name"),
        ("x" * 80, "72 bytes"),
    ):
        choose(page, weak)
        expect(page.get_by_role("alert")).to_contain_text(why)
    choose(page, "violet-otter-17", "violet-otter-18")
    expect(page.get_by_role("alert")).to_contain_text("differ")
    page.goto(f"{room.url}hub/home")
    expect(page).to_have_url(re.compile("hub/login"))  # nobody is logged in before

    log_in(page, room, "anna", "first-anna")
    choose(page, "violet-otter-17")
    room.chosen["anna"] = "violet-otter-17"
    arrive(page, room, "anna")
    expect(page.get_by_text("03-train-on-mnist.ipynb")).to_be_visible(timeout=60_000)
    screenshot(page, "classroom-lab")

    page.context.clear_cookies()
    log_in(page, room, "anna", "first-anna")
    expect(page.get_by_text("Invalid username or password")).to_be_visible()
    assert room.person("anna").ask("hub/api/user").json()["name"] == "anna"


def test_a_weak_password_is_refused_later_too(room: Room) -> None:
    anna = room.person("ben")
    anna.ask("hub/change-password")
    form = {"old_password": room.chosen["ben"], "new_password": "password", "new_password_again": "password"}
    answer = anna.ask("hub/change-password", "POST", data={**form, "_xsrf": anna.token("hub/")})
    assert "at least 10 characters" in answer.text
    assert room.attempt("ben", "password")[1].status_code == 403


def test_a_short_name_forbids_no_word_that_it_is_in(room: Room) -> None:
    before = room.list.read_text()
    try:
        (password,) = re.findall(r"\Aan  (\S+)\n\Z", room.sh("add", "an").stdout)
        _, answer = room.attempt("an", password, new_password="an-2026-2027", new_password_again="an-2026-2027")
        assert "must not contain your name" in answer.text
        _, answer = room.attempt("an", password, new_password="violet-planet-17", new_password_again="violet-planet-17")
        assert answer.status_code == 302
    finally:
        room.list.write_text(before)


def test_nobody_signs_up(room: Room) -> None:
    for name, password in (("mallory", "a-long-enough-word"), ("", ""), ("teacher", "")):
        assert room.attempt(name, password)[1].status_code in (400, 403)
    client, _ = room.attempt("mallory", "a-long-enough-word")
    for page in ("signup", "authorize", "authorize/mallory", "confirm/mallory", "discard/anna", "change-password/anna"):
        assert client.get(f"hub/{page}").status_code == 404, page
    form = {"username": "mallory", "signup_password": "a-long-enough-word", "signup_password_confirmation": "a-long-enough-word"}
    assert client.post("hub/signup", data={**form, "_xsrf": client.cookies["_xsrf"]}).status_code == 404
    assert room.attempt("mallory", "a-long-enough-word")[1].status_code == 403


def test_the_first_password_opens_nothing_else(room: Room) -> None:
    client, _ = room.attempt("carl", "first-carl")
    assert client.get("hub/api/user").status_code == 403
    answer = client.post("hub/api/users/carl/tokens", json={"auth": {"username": "carl", "password": "first-carl"}})
    assert answer.status_code == 403


def test_people_come_and_go_with_the_class_list(room: Room) -> None:
    (password,) = re.findall(r"\Aida  (\S+)\n\Z", room.sh("add", "ida").stdout)
    client, answer = room.attempt("ida", password, new_password="violet-otter-19", new_password_again="violet-otter-19")
    assert answer.status_code == 302
    again = room.sh("add", "ida", check=False)
    assert again.returncode == 1 and "already" in again.stderr

    (new,) = re.findall(r"ida  (\S+)\n", room.sh("reset", "ida").stdout)
    until("the session to end", lambda: client.get("hub/api/user").status_code == 403, seconds=60)
    assert room.attempt("ida", "violet-otter-19")[1].status_code == 403
    assert "Welcome, ida" in room.attempt("ida", new)[1].text

    room.list.write_text("".join(line for line in room.list.read_text().splitlines(keepends=True) if not line.startswith("ida,")))
    assert room.attempt("ida", new)[1].status_code == 403


def test_a_class_list_with_a_mistake_changes_nothing(room: Room) -> None:
    good = room.list.read_text()
    try:
        room.list.write_text(good + "joe,x,king\n")
        assert room.attempt("joe", "x")[1].status_code == 403
        assert room.person("ben")
    finally:
        room.list.write_text(good)
