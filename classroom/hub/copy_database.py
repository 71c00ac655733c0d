"""Copies the hub's database as it is at one moment, while the hub writes to it.

python copy_database.py FROM TO
"""

import contextlib
import sqlite3
import sys
from pathlib import Path


def copy(source: str, target: str) -> None:
    """Copies the database at source to a new one at target."""
    Path(target).parent.mkdir(parents=True, exist_ok=True)
    old, new = sqlite3.connect(f"file:{source}?mode=ro", uri=True), sqlite3.connect(target)
    with contextlib.closing(old), contextlib.closing(new):
        old.backup(new)


if __name__ == "__main__":
    copy(sys.argv[1], sys.argv[2])
