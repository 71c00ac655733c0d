"""Puts the files of a backup in the place of what is there, all of them or none.

    python restoring.py unpack ROOT < ARCHIVE     the files of an archive, beside what ROOT holds
    python restoring.py exchange MARKER ROOT...   what was unpacked, for what was there; MARKER is there meanwhile
    python restoring.py recover MARKER ROOT...    what was there before, where unpack or exchange was cut off

A ROOT is where a volume is mounted. Everything waits in ROOT/.latentlab-restore until it is its turn: what is unpacked in
new, which is called moving once the first of its files may have left it, and what was there in old. So the names say how
far an exchange has come. Links and names in there are students': nothing here follows them.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

STAGE = ".latentlab-restore"
USER = 1000
"""Whose the files are, in the hub's image and in the students'."""


def unpack(root: Path) -> None:
    """Unpacks the archive on standard input. As the files' owner, who can make no device and no other user's file."""
    stage = root / STAGE
    remove(stage)
    new = stage / "new"
    for directory in (stage, new):
        directory.mkdir(mode=0o700)
        os.chown(directory, USER, USER)
    # In the directory as root, since its owner may have closed the way to it.
    tar = ["tar", "--extract", "--gzip", "--preserve-permissions", "--no-same-owner", f"--exclude=./{STAGE}"]
    subprocess.run(tar, cwd=new, user=USER, group=USER, extra_groups=[], check=True)


def exchange(marker: Path, roots: list[Path]) -> None:
    """Puts what was unpacked in the place of what is there. All is as before if that fails, and stays so until recover if it is cut off."""
    marker.touch()
    os.sync()
    try:
        for root in roots:
            swap(root)
        os.sync()
    except BaseException:
        recover(marker, roots)
        raise
    marker.unlink()
    os.sync()
    clear(roots)


def recover(marker: Path, roots: list[Path]) -> None:
    """Puts back what was there before an exchange that was cut off, and removes what was unpacked and never exchanged."""
    if marker.exists():
        for root in roots:
            undo(root)
        os.sync()
        marker.unlink()
    clear(roots)


def swap(root: Path) -> None:
    """Puts the new files of one root in the place of the old ones."""
    new, old, moving = (root / STAGE / name for name in ("new", "old", "moving"))
    moving.mkdir()
    like(moving, root)
    moving.rename(old)  # with root's mode from the first
    move(content(root), old)
    new.rename(moving)
    move(content(moving), root)
    like(root, moving)
    moving.rmdir()


def undo(root: Path) -> None:
    """Puts back the old files of one root, as far as swap has come. It may be cut off itself, and called again."""
    new, old = root / STAGE / "new", root / STAGE / "old"
    if not old.exists():
        return
    if not new.exists():  # what is in root now is new
        for path in content(root):
            remove(path)
        new.mkdir()
    move(content(old), root)
    like(root, old)


def content(root: Path) -> list[Path]:
    """What is in a directory, except for what waits there."""
    return [path for path in root.iterdir() if path.name != STAGE]


def move(paths: Iterable[Path], target: Path) -> None:
    """Moves files and directories into another directory."""
    for path in paths:
        path.rename(target / path.name)


def like(path: Path, other: Path) -> None:
    """Gives a directory another's owner and mode."""
    state = other.stat()
    os.chown(path, state.st_uid, state.st_gid)
    path.chmod(state.st_mode & 0o7777)


def clear(roots: list[Path]) -> None:
    """Removes what waits in the roots."""
    for root in roots:
        remove(root / STAGE)


def remove(path: Path) -> None:
    """Removes whatever is there: a file, a link, a directory with what is in it."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def main() -> int:
    """Returns 1 where a file or a disk is in the way, having said which."""
    command, *paths = sys.argv[1:]
    try:
        if command == "unpack":
            unpack(Path(paths[0]))
        else:
            {"exchange": exchange, "recover": recover}[command](Path(paths[0]), [Path(path) for path in paths[1:]])
    except (OSError, subprocess.CalledProcessError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
