"""Forgets the passwords of people and ends their sessions, so that they log in with the class list's again.

    python forget.py NAME...

A running hub has to be started anew afterwards: it remembers who is logged in.
"""

import contextlib
import sqlite3
import sys
import uuid

DATABASE = "/var/lib/hub/jupyterhub.sqlite"


def forget(database: str, names: list[str]) -> None:
    """Removes the passwords of names from the hub's database and changes what their cookies are compared with."""
    with contextlib.closing(sqlite3.connect(database, timeout=30)) as connection, connection:
        for name in names:
            connection.execute("DELETE FROM users_info WHERE username = ?", (name,))
            connection.execute("UPDATE users SET cookie_id = ? WHERE name = ?", (uuid.uuid4().hex, name))


if __name__ == "__main__":
    forget(DATABASE, sys.argv[1:])
