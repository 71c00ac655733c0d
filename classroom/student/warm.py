"""Fills gopls' cache while the image is built, so that completion is fast in a student's first notebook.

    .venv/bin/python classroom/student/warm.py

gopls writes to $GOPLSCACHE what it knows of this clone and of all that it imports.
"""

import os
import sys
import time
from pathlib import Path

from jupyter_client.manager import start_new_kernel

CELL = 'import "latentlab/pkg/lecture"\n\n%%\nx := lecture.'
PATIENCE = 600  # seconds
QUIET = 15  # seconds without a new file after which gopls counts as done: it does not say so itself


def main() -> None:
    """Lets gopls read the clone and complete a cell."""
    cache = Path(os.environ["GOPLSCACHE"], "gopls")
    manager, client = start_new_kernel(kernel_name="gonb")
    try:
        # gopls first reads the whole clone; a completion would interrupt that.
        files = settled(cache)
        if not client.complete(CELL, reply=True, timeout=PATIENCE)["content"]["matches"]:
            sys.exit("warm.py: gopls completes nothing")
    finally:
        client.stop_channels()
        manager.shutdown_kernel()
    print(f"gopls' cache: {files} files")


def settled(cache: Path) -> int:
    """Waits until no file comes to the cache any more. Returns how many there are."""
    files, since, end = 0, time.monotonic(), time.monotonic() + PATIENCE
    while files == 0 or time.monotonic() - since < QUIET:
        if time.monotonic() > end:
            sys.exit(f"warm.py: gopls writes nothing to {cache}, or never stops")
        time.sleep(1)
        if (now := sum(1 for _ in cache.rglob("*"))) != files:
            files, since = now, time.monotonic()
    return files


if __name__ == "__main__":
    main()
