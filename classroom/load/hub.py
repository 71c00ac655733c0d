"""A student's browser: the hub's pages and forms, and the student's own server behind them."""

import asyncio
import json
import re
import time
from typing import Any
from urllib.parse import quote, urljoin

import httpx
from bs4 import BeautifulSoup

from .record import Student, Trouble

PATIENCE = 300.0
"""Seconds that a page may take, and a server to start, on a machine where everybody starts at once."""


class Browser:
    """Keeps one student's cookies and speaks with one hub only, for use in an async with statement."""

    def __init__(self, hub: str, student: Student, transport: httpx.AsyncBaseTransport | None = None) -> None:
        self.hub = httpx.URL(hub.rstrip("/") + "/")
        self.student = student
        self.http = httpx.AsyncClient(
            follow_redirects=True, timeout=PATIENCE, trust_env=False, event_hooks={"request": [self._stay]}, transport=transport
        )

    async def __aenter__(self) -> "Browser":
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.http.aclose()

    async def _stay(self, request: httpx.Request) -> None:
        """Keeps a redirect from sending the class to another machine."""
        if (request.url.scheme, request.url.host, request.url.port) != (self.hub.scheme, self.hub.host, self.hub.port):
            raise Trouble(f"the hub sends students to {request.url}, which is not at {self.hub}: give its own address as --hub")

    def url(self, path: str) -> str:
        """The address of a path under the hub's base URL."""
        return urljoin(str(self.hub), path)

    @property
    def server(self) -> str:
        """The address of the student's server."""
        return self.url(f"user/{quote(self.student.name)}/")

    async def get(self, url: str) -> httpx.Response:
        """Opens a page. An answer of 4xx or 5xx is a Trouble."""
        return checked(await self.http.get(url))

    async def log_in(self, password: str, new_password: str) -> None:
        """Logs in through the form, and through the one that a newcomer gets, which asks for a password of one's own."""
        start = time.monotonic()
        page = await self.get(self.url("hub/login"))
        page = await self.submit(page, {"username": self.student.name, "password": password})
        self.student.steps["login"] = time.monotonic() - start
        if not page.is_redirect and form_with(page, "new_password"):
            start = time.monotonic()
            page = await self.submit(page, {"new_password": new_password, "new_password_again": new_password})
            self.student.steps["password"] = time.monotonic() - start
        if not page.is_redirect:
            raise Trouble(f"the hub does not let {self.student.name} in: {message(page)}")

    async def submit(self, page: httpx.Response, values: dict[str, str]) -> httpx.Response:
        """Fills in the form of the page that has those fields, leaves the others as they are, sends it, and goes nowhere yet."""
        form = form_with(page, *values)
        if form is None:
            raise Trouble(f"{page.url} has no form with the fields {', '.join(values)}: {message(page)}")
        given = {tag["name"]: tag.get("value", "") for tag in form.select("input[name]")}
        address = urljoin(str(page.url), form.get("action") or "")
        return checked(await self.http.post(address, data=given | values, follow_redirects=False))

    async def start_server(self) -> None:
        """Asks for the server as the button does, waits as the page does, and opens JupyterLab."""
        start = time.monotonic()
        page = await self.get(self.url("hub/spawn"))
        deadline = start + PATIENCE
        while f"/user/{self.student.name}/" not in page.url.path:
            if time.monotonic() > deadline:
                raise Trouble(f"the server did not start within {PATIENCE:.0f} s")
            progress = re.search(r'EventSource\("([^"]+)"\)', page.text)
            if progress is None:
                raise Trouble(f"{page.url} is no page of a server that starts: {message(page)}")
            await self._wait_until_ready(urljoin(str(page.url), progress[1].replace("&amp;", "&")))
            page = await self.get(str(page.url))
        await self.get(self.server + "lab")
        self.student.steps["server"] = time.monotonic() - start

    async def _wait_until_ready(self, url: str) -> None:
        """Reads the events of a server's start until it is ready."""
        async with self.http.stream("GET", url, headers={"Accept": "text/event-stream"}) as events:
            events.raise_for_status()
            async for line in events.aiter_lines():
                if not line.startswith("data:"):
                    continue
                event = json.loads(line.removeprefix("data:"))
                if event.get("failed"):
                    raise Trouble(f"the server did not start: {event.get('message', event)}")
                if event.get("ready"):
                    return
        await asyncio.sleep(1)  # the hub ended the stream: the page asks again

    async def api(self, method: str, path: str, **arguments: Any) -> Any:
        """Calls the API of the student's server as JupyterLab does, and returns its JSON."""
        token = self.cookies(self.server).get("_xsrf", "")
        response = checked(
            await self.http.request(
                method, self.server + "api/" + path, headers={"X-XSRFToken": token, "Referer": self.server + "lab"}, **arguments
            )
        )
        return response.json() if response.content else None

    def cookies(self, url: str) -> dict[str, str]:
        """What this browser would send to an address: of cookies with one name that with the longest path."""
        path = httpx.URL(url).path
        fitting = sorted((cookie for cookie in self.http.cookies.jar if path.startswith(cookie.path)), key=lambda c: len(c.path))
        return {cookie.name: cookie.value or "" for cookie in fitting}


def checked(response: httpx.Response) -> httpx.Response:
    """The response, if it is one that a student can go on with."""
    if response.is_error:
        raise Trouble(f"{response.request.method} {response.url.copy_with(query=None)} answers {response.status_code}: {message(response)}")
    return response


def form_with(page: httpx.Response, *fields: str) -> Any:
    """The form of a page that has fields of those names, or None."""
    forms = BeautifulSoup(page.text, "html.parser").find_all("form")
    return next((form for form in forms if all(form.select(f"[name={field}]") for field in fields)), None)


def message(page: httpx.Response) -> str:
    """What a page says to its reader: its alert or error, else its first words."""
    soup = BeautifulSoup(page.text, "html.parser")
    found = soup.select_one(".alert, .login_error, .error, #progress-message") or soup.select_one(".container") or soup
    return " ".join(found.get_text(" ").split())[:200]
