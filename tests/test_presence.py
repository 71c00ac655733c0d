"""Who is there, from a hub's database."""

import contextlib
import sqlite3
from datetime import datetime, timezone
from pathlib import Path

import presence
import pytest

NOW = datetime(2026, 11, 27, 12, 0, tzinfo=timezone.utc)
PEOPLE = """
CREATE TABLE users (id INTEGER, name TEXT, last_activity DATETIME);
CREATE TABLE spawners (user_id INTEGER, server_id INTEGER, name TEXT, started DATETIME, last_activity DATETIME);
INSERT INTO users VALUES (1, 't.smith', '2026-11-27 09:00:00'), (2, 'ben', '2026-11-27 11:29:59.500000'), (3, 'carl', NULL),
    (4, 'dora', '2026-11-26 11:59:00'), (5, 'emil', NULL);
INSERT INTO spawners VALUES (1, 7, '', '2026-11-27 08:55:00.5', '2026-11-27 11:58:00'), (2, NULL, '', NULL, NULL),
    (5, 8, '', NULL, NULL);
"""


@pytest.fixture
def database(tmp_path: Path) -> str:
    """t.smith works, ben has logged in, carl never has, dora did yesterday, and emil's server is starting."""
    path = tmp_path / "jupyterhub.sqlite"
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.executescript(PEOPLE)
    return str(path)


def test_who_is_there(database: str) -> None:
    people = presence.present(database, NOW)
    assert presence.table(people, "class", {"class-student-t-2esmith": "300MiB / 2GiB"}, NOW).splitlines() == [
        "name     server runs for  last active         memory",
        "ben             has none   30 min ago",
        "emil               0 min        never",
        "t.smith       3 h 04 min    2 min ago  300MiB / 2GiB",
    ]
