"""Room for the hub's database, kept while there is some, so that people log in and start servers while the disk is full.

SQLite writes into two files, the database and a journal of what a change replaces. Both are made larger than they need to
be and are then written again and again: that takes nothing more of the disk.
"""

import contextlib
import sqlite3
from pathlib import Path

from sqlalchemy import Engine, event

DATABASE = Path("/var/lib/hub/jupyterhub.sqlite")
ROOM = 1 << 20
"""Bytes that the database can grow by. Somebody who arrives takes some kilobytes."""
JOURNAL = 512 << 10
"""Bytes that one change can replace. A login replaces some pages of 4 KB."""


@event.listens_for(Engine, "connect")  # type: ignore[untyped-decorator]
def keep_journal(connection: sqlite3.Connection, _record: object) -> None:
    """Has SQLite leave its journal where it is. A connection forgets that when it ends, so each is told."""
    connection.execute("PRAGMA journal_mode = PERSIST").close()


def keep_room(database: Path = DATABASE) -> None:
    """Makes the room, unless it is there. Raises sqlite3.OperationalError where the disk has none, or the hub just writes."""
    journal = database.with_name(database.name + "-journal")
    with contextlib.closing(sqlite3.connect(database, timeout=10)) as connection:
        keep_journal(connection, None)
        (free,), (page,) = (connection.execute(f"PRAGMA {name}").fetchone() for name in ("freelist_count", "page_size"))
        if free * page >= ROOM // 2 and journal.exists() and journal.stat().st_size >= JOURNAL:
            return
        # Pages of a table that is dropped are the database's to use again. What is written over goes to the journal first.
        with connection:
            connection.execute("CREATE TABLE IF NOT EXISTS room (filler BLOB)")
            connection.execute("INSERT INTO room VALUES (zeroblob(?))", (ROOM,))
        with connection:
            connection.execute("UPDATE room SET filler = randomblob(?)", (ROOM,))
        with connection:
            connection.execute("DROP TABLE room")
