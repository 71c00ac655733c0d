"""Watches what students take of the disk, and stops the server of who writes beyond their share.

    python disk.py LIMIT LABEL

It is a service of the hub's. LIMIT is as in CLASSROOM_DISK: 2G; the label LABEL of a student's container has their name.
Docker's numbers come through the guard.
"""

import logging
import os
import sqlite3
import sys
import time
import urllib.parse
import urllib.request
from http.client import HTTPException

from jupyterhub.traitlets import ByteSpecification

import database
from shares import Shares, read

EVERY = 5.0
"""Seconds between two looks at the least. Looking may take a tenth of the time."""

log = logging.getLogger("disk")


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


def main() -> None:
    """Looks for ever. What does not work now works at a later look."""
    logging.basicConfig(format="disk: %(message)s", level=logging.INFO)
    shares, label = Shares(ByteSpecification().validate(None, sys.argv[1])), sys.argv[2]
    while True:
        start = time.monotonic()
        for work in (database.keep_room, lambda: shares.enforce(*read(ask_docker(), label), stop)):
            try:
                work()  # type: ignore[no-untyped-call]
            except (OSError, HTTPException, ValueError, sqlite3.OperationalError) as error:  # also an answer that breaks off
                log.warning("%s", error)
        time.sleep(max(EVERY, 9 * (time.monotonic() - start)))


if __name__ == "__main__":
    main()
