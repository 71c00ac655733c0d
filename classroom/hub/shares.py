"""What students take of the disk, and who takes more than their share.

A student takes what their volume holds, and what their server has written elsewhere, which goes when the server stops. Who has
too much starts their server again and deletes; it is stopped again only where there has come more.
"""

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass, field

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

    def enforce(self, volumes: dict[str, int], servers: dict[str, Server], stop: Callable[[str], None]) -> None:
        """Has stop end the servers that take too much, and remembers what each takes now; volumes and servers have the same names.

        Where stop raises OSError for one, that one is ended at a later look, and the others are now.
        """
        for name, size in volumes.items():
            server = servers.get(name)
            if server is None:  # what it starts with
                self.least[name] = size
                continue
            self.least[name] = min(self.least.get(name, server.size), server.size)
            if server.size <= max(self.limit, self.least[name] + SLACK):
                continue
            why = f"their files take {server.size >> 20} MB, and {self.limit >> 20} MB are theirs"
            try:
                stop(server.user)
            except OSError as error:
                log.warning("%s's server is not stopped (%s): %s", server.user, error, why)
                continue
            log.warning("%s's server is stopped: %s", server.user, why)
            self.least[name] = size  # what it starts with next, perhaps before the next look


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
