"""Forgets the passwords of people, so that they log in with the class list's again.

    python forget.py NAME...

A hub that runs ends their sessions, tokens and servers within seconds (sessions.py), another one when it starts.
"""

import contextlib
import sqlite3
import sys

DATABASE = "/var/lib/hub/jupyterhub.sqlite"


def forget(database: str, names: list[str]) -> None:
    """Removes the accounts of names from the hub's database."""
    with contextlib.closing(sqlite3.connect(database, timeout=30)) as connection, connection:
        connection.executemany("DELETE FROM users_info WHERE username = ?", [(name,) for name in names])


if __name__ == "__main__":
    forget(DATABASE, sys.argv[1:])
