"""Handing in, without a classroom: the service answers over HTTP, and a stand-in for the hub says whose a token is."""

import http.client
import io
import json
import os
import re
import socket
import subprocess
import sys
import tarfile
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from hashlib import sha256
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from socketserver import TCPServer
from typing import Any

import pytest

import assignments
import collect
import feedback
import handin
import submissions
from grading import submission as grading
from submissions import Store, Submission
from table import ListError

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOK = b'{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 4}'
PASSED, OPEN = "01-past", "02-open"
LIST = f"assignment,deadline\n{PASSED},2020-01-01T00:00+01:00\n{OPEN},2120-01-01T00:00+01:00\n03-any-time,\n"
TOKENS = {
    "token-of-anna": {"kind": "user", "name": "anna", "scopes": ["access:servers!server=anna/", handin.SCOPE]},
    "token-of-ben": {"kind": "user", "name": "ben", "scopes": [handin.SCOPE]},
    "annas-at-bens-server": {"kind": "user", "name": "anna", "scopes": ["access:servers!server=ben/", "read:users:name!user=anna"]},
    "of-a-service": {"kind": "service", "name": "anna", "scopes": [handin.SCOPE]},
    "of-a-strange-name": {"kind": "user", "name": "../anna", "scopes": [handin.SCOPE]},
}


class Hub(BaseHTTPRequestHandler):
    """Says whose a token is, as JupyterHub does."""

    def do_GET(self) -> None:
        about = TOKENS.get(self.headers["Authorization"].partition(" ")[2])
        self.send_response(200 if about and self.path == "/hub/api/user" else 403)
        self.end_headers()
        self.wfile.write(json.dumps(about or {}).encode())

    def log_message(self, *_: object) -> None:
        pass


def serve(server: TCPServer) -> str:
    """Has a server answer in a thread. Returns its address."""
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    return f"http://127.0.0.1:{server.server_address[1]}"


@pytest.fixture
def service(tmp_path: Path) -> Iterator[handin.Service]:
    """The service, with three assignments, and its store open."""
    hub = TCPServer(("127.0.0.1", 0), Hub)
    store = Store(tmp_path / "handin")
    store.open()
    handout = tmp_path / "handout"
    handout.mkdir()
    (handout / assignments.FILE).write_text(LIST)
    service = handin.Service(("127.0.0.1", 0), store, handout, serve(hub) + "/hub/api")
    serve(service)
    yield service
    for server in (service, hub):
        server.shutdown()
        server.server_close()


def address(service: handin.Service) -> tuple[str, int]:
    """Where the service listens."""
    return "127.0.0.1", service.server_address[1]


def ask(service: handin.Service, method: str, path: str, body: bytes | None = None, token: str = "token-of-anna") -> tuple[int, Any]:
    """What the service answers: the status, and its JSON."""
    connection = http.client.HTTPConnection(*address(service), timeout=30)
    try:
        connection.request(method, path, body, {"Authorization": f"token {token}"})
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())
    finally:
        connection.close()


def kept(service: handin.Service) -> list[str]:
    """Every file that the service has written."""
    root = service.store.submissions.parent
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if not path.is_dir())


def test_a_receipt_says_what_was_kept(service: handin.Service) -> None:
    before = datetime.now(timezone.utc)
    status, receipt = ask(service, "POST", f"/submissions/{OPEN}", NOTEBOOK)
    assert status == 201 and receipt["sha256"] == sha256(NOTEBOOK).hexdigest() and not receipt["late"]
    assert before <= datetime.fromisoformat(receipt["time"]) <= datetime.now(timezone.utc)
    assert receipt["time"].endswith("+01:00")  # as the deadline is written
    (submission,) = service.store.of("anna")
    assert service.store.path(submission).read_bytes() == NOTEBOOK
    assert service.store.path(submission).stat().st_mode & 0o777 == 0o400


def test_every_submission_is_kept(service: handin.Service) -> None:
    for content in (NOTEBOOK, NOTEBOOK + b" ", NOTEBOOK):
        assert ask(service, "POST", f"/submissions/{OPEN}", content)[0] == 201
    digests = [submission.digest for submission in service.store.of("anna")]
    assert digests == [sha256(content).hexdigest() for content in (NOTEBOOK, NOTEBOOK + b" ", NOTEBOOK)]


def test_the_services_clock_says_what_is_late(service: handin.Service) -> None:
    assert ask(service, "POST", f"/submissions/{PASSED}", NOTEBOOK)[1]["late"]
    assert not ask(service, "POST", "/submissions/03-any-time", NOTEBOOK)[1]["late"]


def test_one_sees_ones_own_submissions_only(service: handin.Service) -> None:
    ask(service, "POST", f"/submissions/{OPEN}", NOTEBOOK)
    status, said = ask(service, "GET", "/submissions", token="token-of-ben")
    assert status == 200 and said["submissions"] == [] and [a["assignment"] for a in said["assignments"]] == [PASSED, OPEN, "03-any-time"]
    assert [s["assignment"] for s in ask(service, "GET", "/submissions")[1]["submissions"]] == [OPEN]


@pytest.mark.parametrize("token", ["annas-at-bens-server", "of-a-service", "of-a-strange-name", "of-nobody", "a b", ""])
def test_another_token_hands_nothing_in(service: handin.Service, token: str) -> None:
    """Neither does one that another student's server has got from its visitor."""
    for method, path in (("POST", f"/submissions/{OPEN}"), ("GET", "/submissions"), ("GET", "/feedback")):
        assert ask(service, method, path, NOTEBOOK if method == "POST" else None, token)[0] == 403
    assert kept(service) == []


@pytest.mark.parametrize(
    "name", ["../ben/02-open", "..%2F02-open", "02-open/", "02-open%00", "/etc/passwd", "04-none", "02-OPEN", ".", "x" * 300, "02-open?a=1"]
)
def test_a_name_that_is_no_assignments(service: handin.Service, name: str) -> None:
    status, said = ask(service, "POST", f"/submissions/{name}", NOTEBOOK)
    assert status == 404 and f"These can be handed in: {PASSED}, {OPEN}, 03-any-time" in said["error"]
    assert kept(service) == []


def send(service: handin.Service, text: bytes) -> bytes:
    """What the service answers to these bytes, of which no more come."""
    with socket.create_connection(address(service), timeout=30) as connection:
        connection.sendall(text)
        connection.shutdown(socket.SHUT_WR)
        return connection.recv(100)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        (b"Content-Length: 0", b"413"),
        (b"Content-Length: -1", b"413"),
        (b"Content-Length: 999999999999", b"413"),
        (b"Content-Length: 20971521", b"413"),
        (b"Transfer-Encoding: chunked", b"413"),
        (b"Transfer-Encoding: chunked\r\nContent-Length: 4", b"413"),
        (b"Content-Length: 100", b"400"),
    ],
)
def test_a_body_that_is_too_large_or_breaks_off(service: handin.Service, headers: bytes, status: bytes) -> None:
    text = b"POST /submissions/02-open HTTP/1.1\r\nAuthorization: token token-of-anna\r\n" + headers + b"\r\n\r\n{}{}"
    assert send(service, text).split()[1] == status
    assert kept(service) == []
    assert ask(service, "POST", f"/submissions/{OPEN}", NOTEBOOK)[0] == 201  # nothing holds the next one up


def test_the_largest_is_what_the_grader_reads(service: handin.Service) -> None:
    assert submissions.LARGEST == grading.LARGEST
    assert ask(service, "POST", f"/submissions/{OPEN}", b"x" * submissions.LARGEST)[0] == 201


def test_too_many(service: handin.Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(submissions, "MOST", 2)
    statuses = [ask(service, "POST", f"/submissions/{name}", NOTEBOOK)[0] for name in (OPEN, PASSED, OPEN)]
    assert statuses == [201, 201, 409]
    assert ask(service, "POST", f"/submissions/{OPEN}", NOTEBOOK, "token-of-ben")[0] == 201
    monkeypatch.setattr(submissions, "MOST", 300)
    monkeypatch.setattr(submissions, "MOST_BYTES", 2 * len(NOTEBOOK))
    assert ask(service, "POST", f"/submissions/{OPEN}", NOTEBOOK)[0] == 409
    assert len(service.store.of("anna")) == 2


def test_one_at_a_time(service: handin.Service, monkeypatch: pytest.MonkeyPatch) -> None:
    """And what one server may hold open is bounded, whatever it sends."""
    arrives, arrival = threading.Event(), service.store.arrival

    def noted(*about: Any) -> submissions.Arrival:
        arrives.set()
        return arrival(*about)

    monkeypatch.setattr(service.store, "arrival", noted)
    begun = b"POST /submissions/02-open HTTP/1.1\r\nAuthorization: token token-of-anna\r\nContent-Length: 4\r\n\r\n{}"
    with socket.create_connection(address(service), timeout=30) as first:
        first.sendall(begun)
        assert arrives.wait(60)
        assert ask(service, "POST", f"/submissions/{OPEN}", NOTEBOOK)[0] == 429
        silent = [socket.create_connection(address(service), timeout=30) for _ in range(handin.AT_ONCE)]
        assert silent[-1].recv(1) == b""  # closed
        first.sendall(b"{}")
        assert first.recv(100).split()[1] == b"201"
        for connection in silent:
            connection.close()


def test_a_full_disk_keeps_nothing(service: handin.Service, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    status, said = ask(service, "POST", f"/submissions/{OPEN}", NOTEBOOK)
    assert status == 507 and "disk is full" in said["error"]
    assert kept(service) == []


def test_what_was_arriving_is_forgotten(tmp_path: Path) -> None:
    """A process that was killed has confirmed nothing."""
    store = Store(tmp_path)
    store.open()
    store.arrival("anna", OPEN, 4).write(b"{}")
    store.open()
    assert store.all() == [] and list(store.arriving.iterdir()) == []


def test_feedback_is_ones_own_and_runs_nowhere(service: handin.Service) -> None:
    service.store.feedback.mkdir()
    (service.store.feedback / "anna.html").write_text("<script>alert(1)</script>")
    connection = http.client.HTTPConnection(*address(service), timeout=30)
    connection.request("GET", "/feedback", headers={"Authorization": "token token-of-anna"})
    answer = connection.getresponse()
    assert answer.read() == b"<script>alert(1)</script>"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["Content-Disposition"] == "attachment" and answer.headers["X-Content-Type-Options"] == "nosniff"
    assert ask(service, "GET", "/feedback", token="token-of-ben")[0] == 404


def command(service: handin.Service, home: Path, *arguments: str, token: str = "token-of-anna") -> subprocess.CompletedProcess[str]:
    """Runs the student's command."""
    env = {"HOME": str(home), "CLASSROOM_HANDIN": f"http://127.0.0.1:{address(service)[1]}", "JUPYTERHUB_API_TOKEN": token}
    script = [sys.executable, "-I", str(ROOT / "classroom" / "student" / "handin.py"), *arguments]
    return subprocess.run(script, cwd=home, env=env, check=False, text=True, capture_output=True)


def test_the_command_hands_in_and_says_so(service: handin.Service, tmp_path: Path) -> None:
    home = tmp_path / "home"
    place = home / "lecture" / "exercises"
    place.mkdir(parents=True)
    (place / f"{OPEN}.ipynb").write_bytes(NOTEBOOK)
    done = command(service, home, OPEN)
    assert re.fullmatch(rf"Handed in: {OPEN}, at [-0-9]+ [:0-9]+ \+0100\. SHA-256 {sha256(NOTEBOOK).hexdigest()}\n", done.stdout), (
        done.stderr
    )
    (home / f"{PASSED}.ipynb").write_bytes(NOTEBOOK)
    assert ", after the deadline." in command(service, home, f"{PASSED}.ipynb").stdout
    lines = command(service, home).stdout.splitlines()
    assert lines[:3] == [
        f"{PASSED}: until 2020-01-01 00:00:00 +0100",
        f"{OPEN}: until 2120-01-01 00:00:00 +0100",
        "03-any-time: until any time",
    ]
    assert [line.split()[0] for line in lines[3:]] == [OPEN, PASSED] and lines[4].endswith("  late")


@pytest.mark.parametrize(
    ("arguments", "token", "why"),
    [
        (["04-none"], "token-of-anna", "there is no 04-none.ipynb here, in ~/handout or in ~/lecture/exercises"),
        (["own work.ipynb"], "token-of-anna", "There is no such assignment. These can be handed in: 01-past"),
        (["broken.ipynb"], "token-of-anna", "broken.ipynb is no notebook: save it again"),
        (["02-open"], "token-of-anna", "there is more than one 02-open.ipynb"),
        (["02-open.ipynb"], "of-nobody", "stop your server and start it again"),
        (["--feedback"], "token-of-anna", "There is no feedback for you yet."),
    ],
)
def test_the_command_says_what_is_wrong(service: handin.Service, tmp_path: Path, arguments: list[str], token: str, why: str) -> None:
    home = tmp_path / "home"
    (home / "handout").mkdir(parents=True)
    for name in ("own work.ipynb", "02-open.ipynb", "handout/02-open.ipynb"):
        (home / name).write_bytes(NOTEBOOK)
    (home / "broken.ipynb").write_text("{")
    done = command(service, home, *arguments, token=token)
    assert done.returncode == 1 and why in done.stderr and done.stdout == "", done.stderr
    assert kept(service) == []


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("name,until\n", "has no heading assignment"),
        ("assignment,deadline\n../x,\n", "line 2: '../x' is no name of an assignment"),
        (
            "assignment,deadline\n01,2026-12-01 18:00\n",
            "line 2: the deadline is '2026-12-01 18:00': want a day, a time and its distance from UTC",
        ),
        ("assignment,deadline\n01,2026-02-31T18:00+01:00\n", "line 2: the deadline is '2026-02-31T18:00+01:00'"),
        ("assignment;deadline\n01;\n01;\n", "line 3: 01 is there twice"),
    ],
)
def test_a_list_of_assignments_that_is_wrong(tmp_path: Path, text: str, why: str) -> None:
    (tmp_path / assignments.FILE).write_text(text)
    with pytest.raises(ListError, match=re.escape(why)):
        assignments.read(tmp_path / assignments.FILE)


NOW = datetime(2026, 12, 1, 17, 0, tzinfo=timezone.utc)
UNTIL = datetime.fromisoformat("2026-12-01T18:00+01:00")


def put(store: Store, minutes: int, student: str, content: bytes) -> Submission:
    """A submission that came so long after the deadline."""
    one = Submission(NOW + timedelta(minutes=minutes), student, "01", sha256(content).hexdigest(), len(content))
    store.path(one).parent.mkdir(parents=True, exist_ok=True)
    store.path(one).write_bytes(content)
    return one


def collected(store: Store, late: bool = False) -> dict[str, str]:
    """The files that are collected."""
    out = io.BytesIO()
    collect.collect(store, {"01": UNTIL}, late, out)
    out.seek(0)
    with tarfile.open(fileobj=out) as archive:
        return {member.name: (archive.extractfile(member) or out).read().decode() for member in archive}


def test_the_last_before_the_deadline_is_collected(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.open()
    put(store, -2, "anna", b"early")
    put(store, 0, "anna", b"in time")
    put(store, 1, "anna", b"late")
    put(store, 1, "ben", b"too late")
    files = collected(store)
    table = files.pop(collect.TABLE).splitlines()
    assert files == {"anna/01.ipynb": "in time"}
    assert [line.split(",")[0::4] + line.split(",")[5:] for line in table[1:]] == [
        ["anna", "", ""],
        ["anna", "", "yes"],
        ["anna", "yes", ""],
        ["ben", "yes", ""],
    ]
    assert f"anna,01,2026-12-01T18:00:00+01:00,{sha256(b'in time').hexdigest()},,yes" in table
    files = collected(store, late=True)
    assert (files["anna/01.ipynb"], files["ben/01.ipynb"]) == ("late", "too late")


def test_what_is_not_as_it_was_handed_in_is_not_collected(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.open()
    store.path(put(store, -2, "anna", b"early")).write_bytes(b"later")
    with pytest.raises(collect.Damaged, match="01 of anna"):
        collected(store)


def pages(**files: str) -> tarfile.TarFile:
    """An archive of a directory with these files."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, text in files.items():
            member = tarfile.TarInfo(f"./{name}.html")
            member.size = len(text)
            archive.addfile(member, io.BytesIO(text.encode()))
    out.seek(0)
    return tarfile.open(fileobj=out)


def test_pages_of_feedback() -> None:
    assert feedback.pages(pages(anna="good", **{"t.smith": "better"})) == {"anna": b"good", "t.smith": b"better"}
    for strange in ("../anna", "sub/anna", "Anna", ".anna.html"):
        with pytest.raises(feedback.Strange, match="no page of feedback"):
            feedback.pages(pages(**{strange: "x"}))
