"""Takes what students hand in: a service of the hub's, in a container of its own, to which only students' servers have a way.

    python handin.py ROOT HANDOUT HUB

ROOT is where it keeps submissions (submissions.py), HANDOUT where assignments.csv is, HUB the address of the hub's API. Who asks is
whom the hub says that their server's token belongs to. There are no cookies and no pages: the command handin asks, none other need.

    GET /submissions               what may be handed in, until when, and what one has handed in
    POST /submissions/ASSIGNMENT   hands a notebook in; the answer is the receipt
    GET /feedback                  one's own page of feedback
"""

import json
import logging
import re
import sys
import urllib.error
import urllib.request
from collections import Counter
from datetime import datetime, timezone
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from socketserver import ThreadingTCPServer
from threading import Lock
from typing import Any

import assignments
from classlist import NAME
from submissions import LARGEST, Refused, Store, Submission
from table import ListError

PORT = 8083
SCOPE = "access:services!service=handin"
"""What a token must be allowed. That of a student's own server is; one that another's server has got from its visitor is not."""
ROLES = [
    {"name": "user", "description": "Standard user privileges, and handing in.", "scopes": ["self", SCOPE]},
    {"name": "server", "description": "Posts activity, and hands in.", "scopes": ["users:activity!user", "access:servers!server", SCOPE]},
]
"""JupyterHub's own roles of those names, and that scope."""
TOKEN = re.compile(r"(?i:token|bearer) [\w.~-]{8,200}", re.ASCII)
AT_ONCE = 4
"""Connections from one address, which is one student's server."""
PATIENCE = 60
"""Seconds for which a connection may be silent."""
PART = 1 << 16

log = logging.getLogger("handin")


class Service(ThreadingTCPServer):
    """The service. A thread answers a request; a student's server has a few of them at most."""

    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], store: Store, handout: Path, hub: str) -> None:
        super().__init__(address, Handler)
        self.store, self.list, self.hub = store, handout / assignments.FILE, hub
        self.lock = Lock()
        self.connections: Counter[str] = Counter()
        self.busy: set[str] = set()

    def process_request(self, request: Any, client_address: Any) -> None:
        """Has a thread answer a connection, unless there are too many from where it comes."""
        address = client_address[0]
        with self.lock:
            if self.connections[address] >= AT_ONCE:
                self.shutdown_request(request)
                return
            self.connections[address] += 1
        try:
            super().process_request(request, client_address)
        except BaseException:
            self.leave(address)
            raise

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Answers one connection."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self.leave(client_address[0])

    def leave(self, address: str) -> None:
        """Forgets a connection."""
        with self.lock:
            self.connections[address] -= 1

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ARG002
        """Says what has gone wrong with a connection."""
        log.warning("%s: %r", client_address[0], sys.exc_info()[1])

    def deadlines(self) -> dict[str, datetime | None]:
        """The deadline of each assignment. Raises Refused."""
        try:
            return assignments.read(self.list)
        except (ListError, OSError) as error:
            log.error("%s", error)
            raise Refused(503, f"The list of assignments cannot be read ({error}). Tell your instructor.") from error

    def owner(self, authorization: str) -> str:
        """The student whose token that is. Raises Refused."""
        if not TOKEN.fullmatch(authorization):
            raise Refused(403, "There is no token: hand in from your own server.")
        request = urllib.request.Request(f"{self.hub}/user", headers={"Authorization": authorization})
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                about = json.load(answer)
        except urllib.error.HTTPError as error:
            if error.code not in (401, 403):
                raise Refused(503, f"The hub answers {error.code}. Try again in some seconds.") from error
            raise Refused(403, "The hub does not know your server's token any more: stop your server and start it again.") from error
        except (OSError, ValueError) as error:
            raise Refused(503, "The hub does not answer. Try again in some seconds.") from error
        if about.get("kind") != "user" or SCOPE not in about.get("scopes", ()):
            raise Refused(403, "This token may not hand in: stop your server and start it again.")
        if not NAME.fullmatch(about["name"]):  # it becomes a directory's
            raise Refused(403, "This account is none of a class list's.")
        return str(about["name"])


class Handler(BaseHTTPRequestHandler):
    """One request. The connection ends with it."""

    server: Service
    timeout = PATIENCE
    server_version, sys_version = "handin", ""

    def do_GET(self) -> None:  # http.server calls it so
        """Answers with what is the student's own."""
        try:
            if self.path == "/health":
                self.answer(200, b"{}")
                return
            student = self.server.owner(self.headers.get("Authorization", ""))
            if self.path == "/submissions":
                self.tell(200, self.overview(student))
            elif self.path == "/feedback":
                self.answer(200, self.feedback(student), "text/html; charset=utf-8")
            else:
                raise Refused(404, "There is nothing here.")
        except Refused as error:
            self.tell(error.status, {"error": str(error)})

    def do_POST(self) -> None:
        """Takes a submission."""
        self.left = self.length()
        try:
            student = self.server.owner(self.headers.get("Authorization", ""))
            path = re.fullmatch(rf"/submissions/({assignments.NAME.pattern})", self.path)
            deadlines = self.server.deadlines()
            if path is None or path[1] not in deadlines:
                raise Refused(404, f"There is no such assignment. These can be handed in: {', '.join(deadlines) or 'none yet'}.")
            with self.server.lock:
                if student in self.server.busy:
                    raise Refused(429, "You are handing in already. Wait for its end.")
                self.server.busy.add(student)
            try:
                kept = self.take(student, path[1])
            finally:
                self.server.busy.discard(student)
            log.info("%s has handed in %s: %s", student, kept.assignment, kept.digest)
            self.tell(201, receipt(kept, deadlines))
        except Refused as error:
            while self.left <= LARGEST and self.part():  # who still sends would not read why
                pass
            self.tell(error.status, {"error": str(error)})

    def length(self) -> int:
        """The bytes of the body, 0 where the request does not tell."""
        said = self.headers.get("Content-Length", "")
        return int(said) if re.fullmatch(r"[0-9]{1,12}", said, re.ASCII) and "Transfer-Encoding" not in self.headers else 0

    def part(self) -> bytes:
        """The next part of the body, empty at its end or where it breaks off."""
        part = self.rfile.read(min(PART, self.left))
        self.left -= len(part)
        return part

    def take(self, student: str, assignment: str) -> Submission:
        """Reads a submission and keeps it. Raises Refused, and then keeps nothing."""
        arrival = self.server.store.arrival(student, assignment, self.left)
        try:
            while part := self.part():
                arrival.write(part)
            if self.left:
                raise Refused(400, "The submission broke off. Try again.")
            return arrival.keep()
        finally:
            arrival.end()

    def overview(self, student: str) -> dict[str, Any]:
        """What a student may hand in and has handed in, and whether there is feedback."""
        deadlines = self.server.deadlines()
        return {
            "assignments": [{"assignment": name, "deadline": when and when.isoformat()} for name, when in deadlines.items()],
            "submissions": [receipt(submission, deadlines) for submission in self.server.store.of(student)],
            "feedback": (self.server.store.feedback / f"{student}.html").is_file(),
        }

    def feedback(self, student: str) -> bytes:
        """A student's page of feedback. Raises Refused."""
        try:
            return (self.server.store.feedback / f"{student}.html").read_bytes()
        except FileNotFoundError as error:
            raise Refused(404, "There is no feedback for you yet.") from error

    def tell(self, status: int, values: dict[str, Any]) -> None:
        """Answers with JSON."""
        self.answer(status, (json.dumps(values) + "\n").encode())

    def answer(self, status: int, body: bytes, kind: str = "application/json") -> None:
        """Answers. Whatever opens it, a browser even, runs nothing of it."""
        self.send_response(status)
        for name, value in (
            ("Content-Type", kind),
            ("Content-Length", str(len(body))),
            ("Content-Disposition", "attachment"),
            ("Content-Security-Policy", "sandbox; default-src 'none'"),
            ("X-Content-Type-Options", "nosniff"),
            ("Cache-Control", "no-store"),
        ):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *words: Any) -> None:  # noqa: A002 # http.server's names
        """Says nothing of what is asked; what is handed in is said elsewhere."""


def receipt(submission: Submission, deadlines: dict[str, datetime | None]) -> dict[str, Any]:
    """What a student may know of a submission of theirs. The time is as the deadline is written."""
    until = deadlines.get(submission.assignment)
    return {
        "assignment": submission.assignment,
        "time": submission.time.astimezone(until.tzinfo if until else timezone.utc).isoformat(),
        "sha256": submission.digest,
        "late": assignments.late(submission.time, until),
    }


def main() -> None:
    """Answers for ever."""
    logging.basicConfig(format="handin: %(message)s", level=logging.INFO)
    root, handout, hub = sys.argv[1:]
    store = Store(Path(root))
    store.open()
    Service(("", PORT), store, Path(handout), hub).serve_forever()


if __name__ == "__main__":
    main()
