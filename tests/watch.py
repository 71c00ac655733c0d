"""Pages in Chromium, watched for what they ask of other machines and for errors, and seen in pictures."""

import re
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, FloatRect, Locator, Page, Request, WebError, WebSocket

ROOT = Path(__file__).resolve().parents[1]
SCREENS = ROOT / "out" / "screens"
AXE = ROOT / ".lab" / "node" / "node_modules" / "axe-core" / "axe.min.js"

HERE = {"localhost", "127.0.0.1", "::1"}
INSIDE = {"about", "blob", "data", "file"}


class Watch:
    """What the pages of a context ask of other machines, and what goes wrong in them.

    noise are patterns of messages that are known and not ours.
    """

    def __init__(self, context: BrowserContext, noise: tuple[str, ...] = ()) -> None:
        self.noise = noise
        self.left: list[str] = []
        self.errors: list[str] = []
        context.on("request", self.request)
        context.on("console", self.console)
        context.on("weberror", self.error)
        context.on("page", lambda page: page.on("websocket", self.socket))

    def request(self, request: Request) -> None:
        self.address(request.url)

    def socket(self, socket: WebSocket) -> None:
        self.address(socket.url)

    def address(self, url: str) -> None:
        """Notes an address that is neither in the page nor on this machine."""
        parts = urlsplit(url)
        if parts.scheme not in INSIDE and parts.hostname not in HERE and not (parts.hostname or "").endswith(".localhost"):
            self.left.append(url)

    def console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.note(f"{message.text} ({message.location['url']})")

    def error(self, error: WebError) -> None:
        self.note(str(error.error))

    def note(self, text: str) -> None:
        """Notes an error, unless it is a known one."""
        if not any(re.search(pattern, text) for pattern in self.noise):
            self.errors.append(text)

    def check(self) -> None:
        """Fails on what was seen."""
        assert not self.left, f"requests left this machine: {self.left}"
        assert not self.errors, "errors in the browser's console:\n" + "\n".join(self.errors)


def box(what: Locator) -> FloatRect:
    """Where a part of a page is. Fails where it is not shown."""
    found = what.bounding_box()
    assert found is not None, "it is not shown"
    return found


def said(what: Locator) -> str:
    """The text of a part of a page, shown or not."""
    return what.text_content() or ""


def screenshot(what: Page | Locator, name: str) -> None:
    """Saves what is seen of a page or a part of it, for people to look at: out/screens/name.png."""
    SCREENS.mkdir(parents=True, exist_ok=True)
    what.screenshot(path=SCREENS / f"{name}.png")
