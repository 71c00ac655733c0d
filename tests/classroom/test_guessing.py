"""Passwords that are guessed: not many can be, nobody is locked out or held up by it, and nobody learns who is in the class."""

import re
import statistics
import threading
import time

from room import Room, until

KNOWN = "classroom-browser"


def wrong(room: Room, name: str, password: str = "not-the-right-one", **headers: str) -> tuple[int, str, float]:
    """A stranger's try, which is refused: with which status and words, after how many seconds."""
    client = room.client(headers=headers)
    client.get("hub/login")
    start = time.monotonic()
    _, answer = room.attempt(name, password, client)
    (words,) = re.findall(r'class="login_error"[^>]*>\s*(.*?)\s*<', answer.text, re.DOTALL)
    return answer.status_code, words, time.monotonic() - start


def test_a_stranger_locks_nobody_out(room: Room) -> None:
    owner = room.person("gustav").client
    for guess in range(5):
        wrong(room, "gustav", f"guess-{guess}")
    right = room.chosen["gustav"]
    assert wrong(room, "gustav", right)[0] == 403  # no more tries from there, nor by saying that one is elsewhere
    assert wrong(room, "gustav", right, **{"X-Forwarded-For": "203.0.113.9", "X-Real-IP": "203.0.113.9"})[0] == 403
    browser = room.client()
    browser.cookies.set(KNOWN, owner.cookies[KNOWN], path="/class/hub/")
    assert room.attempt("gustav", right, browser)[1].status_code == 302
    assert room.person("ben")
    until("a try from a new browser", lambda: room.attempt("gustav", right)[1].status_code == 302, seconds=150)


def test_a_known_browser_has_a_limit_too(room: Room) -> None:
    cookie = room.person("frida").client.cookies[KNOWN]
    tries = []
    for password in [*(f"guess-{guess}" for guess in range(5)), room.chosen["frida"]]:
        browser = room.client()
        browser.cookies.set(KNOWN, cookie, path="/class/hub/")
        tries.append(room.attempt("frida", password, browser)[1].status_code)
    assert tries == [403] * 6
    assert room.person("frida")  # from a browser that nobody has used yet


def test_nobody_learns_who_is_in_the_class(room: Room) -> None:
    """Of a student, of one who has not been here yet and of nobody at all: the same answer, after the same time."""
    room.person("emil")
    asked = {name: [wrong(room, name) for _ in range(7)] for name in ("emil", "hanna", "mallory")}
    assert len({(status, words) for tries in asked.values() for status, words, _ in tries}) == 1
    times = [statistics.median(seconds for *_, seconds in tries) for tries in asked.values()]
    assert max(times) < 1.5 * min(times), times
    logged = room.compose("logs", "hub").stdout
    for name, what in (("hanna", "a wrong password"), ("hanna", "too many passwords"), ("mallory", "a wrong password")):
        assert re.search(rf"Not logged in: '{name}' from \S+: {what}", logged), what


def test_nobody_holds_the_others_up(room: Room) -> None:
    """While one student tries to change their password, many times at once, the hub answers the others."""
    dora = room.person("dora")
    dora.ask("hub/change-password")
    form = {"old_password": "x", "new_password": "violet-otter-17", "new_password_again": "violet-otter-17", "_xsrf": dora.token("hub/")}
    cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in dora.client.cookies.jar if cookie.path in ("/class/", "/class/hub/"))
    answers: list[str] = []

    def change() -> None:
        answers.append(room.client().post("hub/change-password", data=form, headers={"Cookie": cookies}).text)

    threads = [threading.Thread(target=change) for _ in range(8)]
    start = time.monotonic()
    for thread in threads:
        thread.start()
    waits = []
    while any(thread.is_alive() for thread in threads):
        asked = time.monotonic()
        assert room.healthy()
        waits.append(time.monotonic() - asked)
    taken = time.monotonic() - start
    assert max(waits) < taken / 4, f"{max(waits):.2f} s of {taken:.2f} s"
    assert sum("password is another one" in answer for answer in answers) == 5
    assert sum("tried too often" in answer for answer in answers) == 3
