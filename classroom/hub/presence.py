"""Who is in the class now, as the hub's database says.

python presence.py servers PROJECT          the names of the containers that the hub counts as running
python presence.py table PROJECT < MEMORY   a table of who is there; MEMORY has lines of a container's name, a tab and its memory
"""

import contextlib
import re
import sqlite3
import sys
from datetime import datetime, timedelta, timezone
from typing import NamedTuple

from lib.columns import aligned

DATABASE = "/var/lib/hub/jupyterhub.sqlite"
LATELY = timedelta(hours=1)
"""Who has no server is there for so long after their last click."""


class Present(NamedTuple):
    """Somebody who is there. since is when their server started, None where they have none."""

    name: str
    since: datetime | None
    active: datetime | None


def present(database: str, now: datetime) -> list[Present]:
    """Who has a server or was active lately, by name."""
    query = """
        SELECT u.name, s.server_id IS NOT NULL, s.started, max(coalesce(s.last_activity, ''), coalesce(u.last_activity, ''))
        FROM users u LEFT JOIN spawners s ON s.user_id = u.id AND s.name = '' ORDER BY u.name"""
    with contextlib.closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        rows = connection.execute(query).fetchall()
    found = []
    for name, runs, started, active in rows:
        last = moment(active)
        if runs or (last is not None and now - last < LATELY):
            found.append(Present(name, (moment(started) or last or now) if runs else None, last))
    return found


def moment(written: str | None) -> datetime | None:
    """A time as the database has it: of UTC, without saying so."""
    return datetime.fromisoformat(written).replace(tzinfo=timezone.utc) if written else None


def container(project: str, name: str) -> str:
    """The name of somebody's container, volume and network, as DockerSpawner makes it."""
    return f"{project}-student-" + re.sub("[^a-z0-9]", lambda match: f"-{ord(match[0]):x}", name)


def table(people: list[Present], project: str, memory: dict[str, str], now: datetime) -> str:
    """The people as lines of text."""
    rows = [("name", "server runs for", "last active", "memory")]
    for person in people:
        runs = "has none" if person.since is None else span(now - person.since)
        active = "never" if person.active is None else f"{span(now - person.active)} ago"
        rows.append((person.name, runs, active, memory.get(container(project, person.name), "")))
    return aligned(rows, "lrrr")


def span(time: timedelta) -> str:
    """A time in hours and minutes."""
    minutes = max(0, int(time.total_seconds())) // 60
    return f"{minutes // 60} h {minutes % 60:02} min" if minutes >= 60 else f"{minutes} min"


def main() -> None:
    """Prints what is asked for."""
    command, project = sys.argv[1:]
    now = datetime.now(timezone.utc)
    people = present(DATABASE, now)
    if command == "servers":
        print("\n".join(container(project, person.name) for person in people if person.since))
        return
    memory = dict(line.rstrip("\n").split("\t") for line in sys.stdin)
    print(table(people, project, memory, now) if people else "Nobody is logged in.")


if __name__ == "__main__":
    main()
