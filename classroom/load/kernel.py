"""A kernel as JupyterLab drives it: a session for a notebook, messages over a websocket."""

import asyncio
import json
import time
import uuid
from dataclasses import dataclass, field
from typing import Any

import httpx
from bs4 import BeautifulSoup
from tornado.httpclient import HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

from lib.terminal import strip_ansi

from .hub import Browser
from .record import Trouble

START = 120.0
"""Seconds that a kernel has to start."""
INTERRUPT = 10.0
"""Seconds that an interrupted cell has to end; GoNB kills it after five."""


OUTPUTS = {
    "stream": ("name", "text"),
    "display_data": ("data", "metadata"),
    "execute_result": ("data", "metadata", "execution_count"),
    "error": ("ename", "evalue", "traceback"),
}
"""The messages that are outputs, and what a notebook keeps of each."""


@dataclass
class Ran:
    """A cell that was run: seconds until the kernel was idle again, its outputs as a notebook holds them, why it failed."""

    seconds: float = 0.0
    outputs: list[dict[str, Any]] = field(default_factory=list)
    error: str = ""

    @property
    def shown(self) -> bool:
        """Whether it showed a picture or a page."""
        return any(output["output_type"] == "display_data" for output in self.outputs)


class Kernel:
    """A kernel for one notebook of the student's server, for use in an async with statement."""

    def __init__(self, browser: Browser, path: str) -> None:
        self.browser, self.path = browser, path
        self.session: dict[str, Any] = {}
        self.me = uuid.uuid4().hex
        self.socket: WebSocketClientConnection | None = None

    async def __aenter__(self) -> "Kernel":
        self.session = await self.browser.api(
            "POST",
            "sessions",
            json={
                "path": self.path,
                "name": self.path,
                "type": "notebook",
                "kernel": {"name": "gonb"},
            },
        )
        url = httpx.URL(f"{self.browser.server}api/kernels/{self.id}/channels?session_id={self.me}")
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.browser.cookies(self.browser.server).items()),
            "Origin": str(self.browser.hub.copy_with(path="/")).rstrip("/"),
            "Sec-Fetch-Mode": "websocket",
        }
        scheme = "wss" if url.scheme == "https" else "ws"
        request = HTTPRequest(str(url.copy_with(scheme=scheme)), headers=headers, connect_timeout=START, request_timeout=START)
        self.socket = await websocket_connect(request, max_message_size=2**28)
        await self._ready()
        return self

    async def __aexit__(self, *_: object) -> None:
        if self.socket:
            self.socket.close()
        if self.session:
            await self.browser.api("DELETE", f"sessions/{self.session['id']}")

    @property
    def id(self) -> str:
        """The kernel's identifier on the server."""
        return self.session["kernel"]["id"]

    async def _ready(self) -> None:
        """Waits for the answer to a first question, which comes when the kernel runs."""
        request = await self._send("kernel_info_request", {})
        try:
            await asyncio.wait_for(self._reply(request), START)
        except asyncio.TimeoutError:
            raise Trouble(f"the kernel did not start within {START:.0f} s") from None

    async def _reply(self, request: str) -> dict[str, Any]:
        """The reply to a request, without what else comes before it."""
        while True:
            answer = await self._next(request)
            if answer["channel"] == "shell":
                return answer["content"]

    async def run(self, source: str, patience: float) -> Ran:
        """Runs a cell. One that is not done after patience seconds is interrupted and counts as failed."""
        start = time.monotonic()
        request = await self._send(
            "execute_request",
            {
                "code": source,
                "silent": False,
                "store_history": True,
                "user_expressions": {},
                "allow_stdin": False,
                "stop_on_error": True,
            },
        )
        ran = Ran()
        try:
            await asyncio.wait_for(self._collect(request, ran), patience)
        except asyncio.TimeoutError:
            ran.error = f"not done after {patience:.0f} s"
            await self.browser.api("POST", f"kernels/{self.id}/interrupt")
            try:
                await asyncio.wait_for(self._collect(request, ran), INTERRUPT)
            except asyncio.TimeoutError:
                raise Trouble(f"a cell was {ran.error}, and could not be interrupted") from None
        ran.seconds = time.monotonic() - start
        return ran

    async def _collect(self, request: str, ran: Ran) -> None:
        """Reads what a cell says until its kernel has replied and is idle."""
        replied = idle = False
        while not (replied and idle):
            answer = await self._next(request)
            kind, content = answer["msg_type"], answer["content"]
            idle = idle or (kind == "status" and content["execution_state"] == "idle")
            if kind in OUTPUTS:
                ran.outputs.append({"output_type": kind, **{key: content[key] for key in OUTPUTS[kind]}})
            if kind == "execute_reply":
                replied = True
                if content["status"] != "ok" and not ran.error:
                    ran.error = explain(content, ran.outputs)

    async def _send(self, kind: str, content: dict[str, Any]) -> str:
        """Sends a message on the shell channel and returns its identifier."""
        assert self.socket is not None
        header = {"msg_id": uuid.uuid4().hex, "msg_type": kind, "username": "", "session": self.me, "version": "5.3"}
        body = {"header": header, "parent_header": {}, "metadata": {}, "content": content, "channel": "shell", "buffers": []}
        await self.socket.write_message(json.dumps(body))
        return header["msg_id"]

    async def _next(self, request: str) -> dict[str, Any]:
        """The next message that answers a request."""
        assert self.socket is not None
        while True:
            text = await self.socket.read_message()
            if text is None:
                raise Trouble("the server closed the connection to the kernel")
            answer = json.loads(text)
            if answer["msg_type"] == "status" and answer["content"]["execution_state"] in ("restarting", "dead"):
                raise Trouble(f"the kernel is {answer['content']['execution_state']}")
            if answer["parent_header"].get("msg_id") == request:
                return answer


def explain(reply: dict[str, Any], outputs: list[dict[str, Any]]) -> str:
    """Why a cell failed, in one line: the kernel's error, what the compiler said on a page of its own, what went to stderr."""
    written = "".join(output["text"] for output in outputs if output.get("name") == "stderr")
    page = BeautifulSoup("".join(output.get("data", {}).get("text/html", "") for output in outputs), "html.parser")
    for style in page("style"):
        style.decompose()
    text = f"{reply.get('ename', reply['status'])}: {reply.get('evalue', '')} {page.get_text(' ')} {written}"
    return " ".join(strip_ansi(text).split())[:400]
