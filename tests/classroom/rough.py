"""Rough company for the classroom's proxy, in whose container this runs: servers that answer what they like, browsers that vanish.

Prints what it was that the proxy did not outlive; nothing else.
"""

import http.client
import itertools
import json
import socket
import struct
import sys
import threading

UPGRADE = b"Upgrade: websocket\r\nConnection: Upgrade\r\n"
STATUSES = (0, 1, 99, 100, 101, 102, 103, 199, 204, 304, 600, 999, 1000)
ANSWERS = [
    b"",
    b"nonsense\r\n\r\n",
    b"HTTP/1.1 200 OK\r\n",
    b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\nbegun",
    b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nno number",
    b"HTTP/1.1 200 OK\r\nX: " + b"x" * 100_000 + b"\r\n\r\n",
    b"HTTP/1.1 200 \x01\xff\r\nX: \xff\x00\r\nContent-Length: 0\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nSet-Cookie: \xc3\xa9=\xff; Path=;;\r\nLocation: //[\r\nContent-Length: 0\r\n\r\n",
    *(
        b"HTTP/1.1 %d \xff\r\nContent-Length: 0\r\n\r\n" % status
        for status in (0, 1, 99, 100, 101, 102, 103, 199, 204, 304, 600, 999, 1000)
    ),
    b"HTTP/1.1 101 \xff\r\n" + UPGRADE + b"X: \xff\r\n\r\n" + b"x" * 300_000,
    b"HTTP/1.1 200 OK\r\n" + UPGRADE + b"\r\n",
    b"HTTP/1.1 403 No\r\nContent-Length: 500000\r\n\r\n" + b"x" * 100_000,
]
PAGES = {"class.localhost": "/class/", "ivan.class.localhost": "/class/user/ivan/page"}
LEAVES = ("stays", "reads and resets", "resets at once")


def reset(connection: socket.socket) -> None:
    """Ends a connection as a machine does that has lost its network."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


class Backend:
    """Gives the same answer to everybody, then goes: with a reset or in peace."""

    def __init__(self) -> None:
        self.answer, self.resets = b"", False
        self.listener = socket.create_server(("127.0.0.1", 8081))
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self) -> None:
        while True:
            connection, _ = self.listener.accept()
            try:
                connection.settimeout(5)
                connection.recv(65536)
                connection.sendall(self.answer)
                if self.resets:
                    reset(connection)
            except OSError:
                pass
            connection.close()


def visit(host: str, websocket: bool, leaves: str) -> None:
    try:
        connection = socket.create_connection(("127.0.0.1", 8000), timeout=1)
        connection.sendall(
            f"GET {PAGES[host]} HTTP/1.1\r\nHost: {host}\r\n".encode() + UPGRADE * websocket + b"\r\n" + b"x" * 5000 * websocket
        )
        if leaves != "resets at once":
            connection.recv(1000)
        if leaves != "stays":
            reset(connection)
        connection.close()
    except OSError:
        pass  # the answer was one that ends a connection


def lives() -> bool:
    """Whether the proxy is the same process, and answers."""
    try:
        connection = http.client.HTTPConnection("127.0.0.1", 8000, timeout=10)
        connection.request("GET", "/_chp_healthz")
        return connection.getresponse().status == 200
    except OSError:
        return False


backend = Backend()
for name, path in PAGES.items():
    api = http.client.HTTPConnection("proxy-api", 8001)
    api.request("POST", f"/api/routes/{name}{path}", json.dumps({"target": "http://hub:8081"}), {"Authorization": "token rough"})
    assert api.getresponse().status == 201
for answer, resets, host, websocket, leaves in itertools.product(ANSWERS, (False, True), PAGES, (False, True), LEAVES):
    backend.answer, backend.resets = answer, resets
    visit(host, websocket, leaves)
    if not lives():
        kind = "websocket" if websocket else "page"
        sys.exit(f"{answer[:60]!r}, then {'a reset' if resets else 'an end'}; a browser asks {host} for a {kind}, and {leaves}")
