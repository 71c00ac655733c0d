"""Files that are written whole or not at all."""

import fcntl
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any


def write(path: Path, content: str | bytes, mode: int = 0o644, owner: tuple[int, int] = (-1, -1)) -> None:
    """Replaces the file at path by content in one step: a crash leaves the old file or the new one.

    Missing directories are created. mode is the file's, whatever the umask; owner, a user and a group, is the caller where it
    is -1. An OSError names path, not what lies beside it.
    """
    try:
        replace(path, content, mode, owner)
    except OSError as error:
        raise OSError(error.errno, os.strerror(error.errno or 0), str(path)) from error


def replace(path: Path, content: str | bytes, mode: int, owner: tuple[int, int]) -> None:
    """Does what write says; an OSError is as the system gives it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        made = Path(file.name)
        try:
            file.write(content.encode() if isinstance(content, str) else content)
            file.flush()
            os.fchown(file.fileno(), *owner)
            os.fchmod(file.fileno(), mode)
            os.fsync(file.fileno())
            made.replace(path)
        except BaseException:
            made.unlink()
            raise


class Busy(Exception):
    """Says which program uses what this one was to write, and the way out."""


@contextmanager
def locked(path: Path, what: str) -> Iterator[None]:
    """The right to write what the lock file at path stands for, as long as it is held.

    Raises Busy where another program has it, and OSError where the file cannot be made. Its directory is made if missing. The
    right ends with the program however that ends: a file that is left behind locks nothing.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    while True:
        file = path.open("a+", encoding="utf-8")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            with file:
                file.seek(0)
                raise Busy(f"{what} is being written by another run ({file.read(100).strip()}): wait for its end, or stop it") from None
        if path.exists() and path.stat().st_ino == os.fstat(file.fileno()).st_ino:
            break
        file.close()  # the one who had it has removed it meanwhile
    with file:
        file.truncate(0)
        file.write(f"process {os.getpid()}, since {datetime.now().astimezone():%H:%M:%S}\n")
        file.flush()
        try:
            yield
        finally:
            path.unlink(missing_ok=True)


def write_json(path: Path, values: dict[str, Any]) -> None:
    """Writes values as JSON that people can read, too."""
    write(path, json.dumps(values, indent=2, ensure_ascii=False) + "\n")
