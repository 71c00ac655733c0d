"""Watches what students take of the disk, and stops the server of who writes beyond their share.

    python disk.py LIMIT LABEL

It is a service of the hub's. LIMIT is as in CLASSROOM_DISK: 2G; the label LABEL of a student's container has their name.
Docker's numbers come through the guard: a student's volume, and what their server has written elsewhere, which goes when the
server stops. Who has too much starts their server again and deletes; it is stopped again only where there has come more.
"""

import json
import logging
import os
import sqlite3
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field

from jupyterhub.traitlets import ByteSpecification

import database

EVERY = 5.0
"""Seconds between two looks at the least. Looking may take a tenth of the time."""
SLACK = 16 << 20
"""Bytes that a server which has too much may write all the same: JupyterLab's own files, and notebooks that get smaller."""

log = logging.getLogger("disk")


@dataclass
class Server:
    """A student's server: their name, and the bytes that they take altogether."""

    user: str
    size: int


@dataclass
class Shares:
    """What each may take: limit bytes or, where they have had more, as much as they had at the least while it was watched."""

    limit: int
    least: dict[str, int] = field(default_factory=dict)

    def beyond(self, volumes: dict[str, int], servers: dict[str, Server]) -> list[Server]:
        """The servers that take too much, both by the name of volume and container. Remembers what each takes now."""
        found = []
        for name, size in volumes.items():
            server = servers.get(name)
            if server is None:  # what it starts with
                self.least[name] = size
                continue
            self.least[name] = min(self.least.get(name, server.size), server.size)
            if server.size > max(self.limit, self.least[name] + SLACK):
                found.append(server)
                self.least[name] = size  # what it starts with next, perhaps before the next look
        return found


def read(answer: bytes, label: str) -> tuple[dict[str, int], dict[str, Server]]:
    """The sizes of volumes and the running servers in what Docker says of its disk. label has the student's name."""
    usage = json.loads(answer)
    volumes = {volume["Name"]: max(0, volume["UsageData"]["Size"]) for volume in usage["Volumes"]}
    servers = {}
    for container in usage["Containers"]:
        name = container["Names"][0].removeprefix("/")
        if container["State"] == "running" and label in container["Labels"]:
            servers[name] = Server(container["Labels"][label], volumes.get(name, 0) + container.get("SizeRw", 0))
    return volumes, servers


def ask_docker() -> bytes:
    """What Docker says of its disk; older ones count what they are not asked for as well."""
    guard = os.environ["DOCKER_HOST"].replace("tcp:", "http:")
    with urllib.request.urlopen(f"{guard}/system/df?type=volume&type=container", timeout=300) as answer:
        return answer.read()


def stop(user: str) -> None:
    """Has the hub stop a server."""
    url = f"{os.environ['JUPYTERHUB_API_URL']}/users/{urllib.parse.quote(user)}/server"
    headers = {"Authorization": f"token {os.environ['JUPYTERHUB_API_TOKEN']}"}
    with urllib.request.urlopen(urllib.request.Request(url, headers=headers, method="DELETE"), timeout=60):
        pass


def look(shares: Shares, label: str) -> None:
    """Looks once, and stops who has too much."""
    for server in shares.beyond(*read(ask_docker(), label)):
        took, share = server.size >> 20, shares.limit >> 20
        log.warning("%s's server is stopped: their files take %d MB, and %d MB are theirs", server.user, took, share)
        stop(server.user)


def main() -> None:
    """Looks for ever. What does not work now works at a later look."""
    logging.basicConfig(format="disk: %(message)s", level=logging.INFO)
    shares, label = Shares(ByteSpecification().validate(None, sys.argv[1])), sys.argv[2]
    while True:
        start = time.monotonic()
        for work in (database.keep_room, lambda: look(shares, label)):
            try:
                work()  # type: ignore[no-untyped-call]
            except (OSError, sqlite3.OperationalError, urllib.error.URLError) as error:
                log.warning("%s", error)
        time.sleep(max(EVERY, 9 * (time.monotonic() - start)))


if __name__ == "__main__":
    main()
