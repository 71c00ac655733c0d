"""A student's pages do nothing to who opens them: where each student has a name of their own, and where the class has only one."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import httpx
import pytest
import websocket
from playwright.sync_api import Browser, BrowserContext, Page

import certificate
from openpages import attack, cookies_seen, serve
from room import Room, arrive, docker, subnets, until, write_diary

PEOPLE = "teacher,first-teacher,instructor\nanna,first-anna,\nivan,first-ivan,\n"


@pytest.fixture
def console_noise() -> tuple[str, ...]:
    """A browser notes each refusal, which is what these tests want to see."""
    return (".",)


@pytest.fixture(scope="module")
def one_name(room: Room, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    """A classroom beside the other one that has only one name."""
    directory = tmp_path_factory.mktemp("one")
    one = Room(f"{room.name}-one", directory, PEOPLE, CLASSROOM_ORIGINS="path", CLASSROOM_SUBNETS=subnets(208))
    try:
        one.sh("up")
        yield one
    finally:
        one.destroy()


@pytest.fixture(scope="module", params=["subdomains", "path"])
def classroom(request: pytest.FixtureRequest, room: Room) -> Room:
    """One of each kind, in which ivan's server has pages for everybody."""
    there: Room = room if request.param == "subdomains" else request.getfixturevalue("one_name")
    serve(there.person("ivan"))
    return there


def enter(context: BrowserContext, room: Room, name: str) -> Page:
    """Somebody's browser, once they have logged in."""
    person = room.person(name)
    page = context.new_page()
    page.goto(f"{room.url}hub/login?next={httpx.URL(room.url).path}hub/home")
    page.fill("#username_input", name)
    page.fill("#password_input", room.chosen[person.name])
    page.click("#login_submit")
    page.wait_for_url(f"{room.url}hub/home")
    return page


def trap(room: Room) -> str:
    """The page of ivan's that he sends everybody a link to."""
    return room.where("user/ivan/open/cake.html")


@pytest.mark.parametrize("name", ["anna", "teacher"])
def test_a_students_page_does_nothing_to_who_opens_it(classroom: Room, new_context: Callable[..., BrowserContext], name: str) -> None:
    victim, terminal = classroom.person(name), "1"
    page = enter(new_context(), classroom, name)
    if name != "teacher":
        terminal = victim.start().api("terminals", "POST")["name"]
        write_diary(victim, "my own")
        arrive(page, classroom, name)
    page.goto(trap(classroom))
    opened = page.get_by_role("heading", name="Free cake").count() == 1
    assert opened == (classroom.settings["CLASSROOM_ORIGINS"] == "subdomains")
    if opened:
        assert attack(page, victim, terminal) == []
    if name != "teacher":
        assert victim.api("contents/diary.txt")["content"] == "my own"
    assert "login" not in cookies_seen(classroom.person("ivan"))


def test_the_owner_opens_the_page(classroom: Room, new_context: Callable[..., BrowserContext]) -> None:
    """And even in their browser it stays below their own path."""
    page = enter(new_context(), classroom, "ivan")
    page.goto(trap(classroom))
    assert page.get_by_role("heading", name="Free cake").count() == 1
    scopes = page.evaluate("""async () => {
        const registered = [];
        for (const scope of ['./', '/', '/class/hub/', '/class/user/']) {
            try { registered.push((await navigator.serviceWorker.register('worker.js', {scope})).scope); } catch { }
        }
        return registered;
    }""")
    assert scopes == [trap(classroom).removesuffix("cake.html")]


def test_nobody_else_reaches_a_students_server(one_name: Room) -> None:
    """Neither the page nor anything else: the proxy refuses, and the server sees no request."""
    ivan = one_name.person("ivan")
    serve(ivan)
    ivan.shell("rm -f ~/seen")  # he may have opened it himself
    kernel = ivan.kernel()
    for name in ("anna", "teacher"):
        other = one_name.person(name)
        answer = other.ask("user/ivan/open/cake.html")
        assert answer.status_code == 403 and "Nobody but its owner" in answer.text and answer.url.path == "/class/hub/pass"
        assert other.ask("user/ivan/api/contents", "POST", json={}).text == "Nobody but ivan opens this: log in."
        with pytest.raises(websocket.WebSocketBadStatusException, match="403 Refused"):
            kernel.connect(cookie=other.cookies("user/ivan/"))
    stranger = one_name.client().get("user/ivan/open/cake.html", follow_redirects=True)
    assert stranger.url.path == "/class/hub/login"
    assert ivan.shell("test -e ~/seen || echo unseen") == "unseen"


def test_who_logs_out_is_out(one_name: Room) -> None:
    """Soon, a copy of the cookies opens nothing any more, and a websocket that was open ends."""
    anna = one_name.person("anna").start()
    kernel, copied = anna.kernel(), anna.cookies("user/anna/")

    def with_copied() -> int:
        return one_name.client().get("user/anna/api/status", headers={"Cookie": copied}).status_code

    assert with_copied() == 200
    anna.ask("hub/logout")
    kernel.socket.settimeout(60)
    with pytest.raises((websocket.WebSocketConnectionClosedException, ConnectionError)):
        while kernel.socket.recv():
            pass
    until("the copied cookies to be refused", lambda: with_copied() == 302, seconds=30)


def test_a_logout_in_one_browser_is_one_in_the_other(one_name: Room) -> None:
    """Soon, its pass and its websocket end with its session. The kernel runs on, and is there at the next login."""
    one, other = one_name.person("anna").start(), one_name.person("anna")
    assert other.runs() and one.client.cookies["classroom-pass"] != other.client.cookies["classroom-pass"]
    kernel = other.kernel()
    one.ask("hub/logout")
    assert other.client.get("hub/api/user").status_code == 403
    kernel.socket.settimeout(60)
    with pytest.raises((websocket.WebSocketConnectionClosedException, ConnectionError)):
        while kernel.socket.recv():
            pass
    until("the other's pass to be refused", lambda: other.client.get("user/anna/api/status").status_code == 302, seconds=30)
    assert other.ask("user/anna/lab").url.path == "/class/hub/login"
    again = one_name.person("anna")
    assert again.runs() and kernel.identity in [running["id"] for running in again.api("kernels")]


def test_who_is_known_works_on_while_the_hub_is_away(one_name: Room) -> None:
    anna = one_name.person("anna").start()
    kernel = anna.kernel()
    docker("stop", "-t", "2", one_name.service("hub"))
    try:
        write_diary(anna, "without the hub")
        kernel.socket = kernel.connect()
        assert kernel.run('%%\nfmt.Println("still here")') == "still here\n"
        answer = one_name.client(cookies={"classroom-pass": "0" * 64}).get("user/anna/api/status")
        assert answer.status_code == 503 and "The hub does not answer" in answer.text
    finally:
        docker("start", one_name.service("hub"))
        until("the hub to be back", one_name.healthy)


def test_the_hubs_pages_are_at_the_classs_name_only(room: Room) -> None:
    """Beside a student's page they would be the student's."""
    client = room.client()
    beside = room.url.replace("://", "://ivan.") + "hub/login"
    assert client.get(beside).headers["Location"] == f"{room.url}hub/login"
    assert client.post(beside).status_code == 421


def test_answers_say_what_browsers_may_do_with_them(classroom: Room) -> None:
    anna = classroom.person("anna").start()
    for path in ("hub/login", "hub/api", "user/anna/api/status", "user/anna/static/nothing", "user/ivan/open/cake.html"):
        answer = anna.client.get(classroom.where(path))
        assert answer.headers["X-Content-Type-Options"] == "nosniff", path
        assert answer.headers["Referrer-Policy"] == "same-origin", path
        assert "Service-Worker-Allowed" not in answer.headers, path
        assert not path.startswith("hub/") or "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"], path
        assert all("SameSite=Lax" in cookie for cookie in answer.headers.get_list("set-cookie")), path


@pytest.fixture(scope="module", params=["path", "subdomains"])
def secured(request: pytest.FixtureRequest, room: Room, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    """A classroom of each kind with HTTPS."""
    directory = tmp_path_factory.mktemp(f"https-{request.param}")
    there = Room(f"{room.name}-https", directory, PEOPLE, CLASSROOM_ORIGINS=request.param, CLASSROOM_SUBNETS=subnets(192))
    there.settings |= certificate.make(tmp_path_factory.mktemp("certificate"))
    there.settings["CLASSROOM_ADDRESS"] = f"https://class.localhost:{there.port}"
    try:
        there.sh("up")
        yield there
    finally:
        there.destroy()


@pytest.fixture
def contexts(browser: Browser) -> Iterator[Callable[[], BrowserContext]]:
    """Makes contexts of a browser that takes the certificate of a class under test."""
    with ExitStack() as stack:
        yield lambda: stack.enter_context(browser.new_context(ignore_https_errors=True))


def test_a_class_with_https(secured: Room, contexts: Callable[[], BrowserContext]) -> None:
    """Somebody logs in and opens a notebook, and every cookie of theirs goes over HTTPS only."""
    anna = secured.person("anna").start()
    context = contexts()
    page = enter(context, secured, "anna")
    arrive(page, secured, "anna", "lecture/01-unsupervised-learning.ipynb")
    anna.wait_for_kernel()
    cookies = context.cookies()
    assert {cookie["name"].rpartition("-")[2] for cookie in cookies} >= {"login", "anna", "_xsrf", "id"}
    assert all(cookie["secure"] and cookie["sameSite"] == "Lax" for cookie in cookies), cookies
    answer = secured.client().get("hub/login")
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    with pytest.raises(httpx.HTTPError):
        httpx.get(f"http://127.0.0.1:{secured.port}/class/hub/login")


def test_a_students_page_gives_nobody_another_login(secured: Room, contexts: Callable[[], BrowserContext]) -> None:
    """Ivan's page offers his own login to the browser, for the class's name: who opened the page stays who they were."""
    serve(secured.person("ivan"))
    his, hers = contexts(), contexts()
    enter(his, secured, "ivan")
    (login,) = [cookie for cookie in his.cookies() if cookie["name"].endswith("hub-login")]
    page = enter(hers, secured, "anna")
    page.goto(trap(secured))
    opened = page.get_by_role("heading", name="Free cake").count() == 1
    for path in ("/", "/class/", "/class/hub/", "/class/hub/home") if opened else ():
        for name in (login["name"], login["name"].removeprefix("__Host-")):
            cookie = f"{name}={login['value']}; domain=class.localhost; path={path}; secure"
            page.evaluate("cookie => { document.cookie = cookie }", cookie)
    page.goto(f"{secured.url}hub/home")
    assert page.evaluate("async () => (await (await fetch('../hub/token')).text()).includes('ivan')") is False
    assert "anna" in page.locator("body").inner_text()
