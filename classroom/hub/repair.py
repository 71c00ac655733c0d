"""Moves aside what may keep a student's server from starting, and says what. Nothing is deleted.

    python repair.py ROOT

ROOT is where the student's volume is mounted, with no server running on it.
"""

import filecmp
import os
import shutil
import stat
import sys
import time
from collections.abc import Iterator
from pathlib import Path

USER = 1000
"""Whose the files are."""
SETTINGS = (".jupyter", ".local", ".config", ".ipython", ".bashrc", ".bash_profile", ".bash_login", ".profile", ".bash_logout")
"""What programs read as they start: JupyterLab's settings and kernels, Python packages, Go's settings, the terminal's."""
NEEDED = (".jupyter", ".local/share/jupyter")
"""Directories that JupyterLab makes as it starts, for which there may be no room."""
MANY = 10
LITTLE = 50 << 20
"""Bytes that a disk has left when it is as good as full."""


def repair(root: Path, suffix: str, usual: Path = Path("/etc/skel")) -> Iterator[str]:
    """Mends root. Yields a sentence for each thing done. Files that are as in usual stay."""
    changed = permissions(root)
    for path in changed[:MANY]:
        yield f"{path.relative_to(root.parent) if path == root else path.relative_to(root)}: its owner may use it again"
    if len(changed) > MANY:
        yield f"and {len(changed) - MANY} more that the owner could not use"
    for path in in_the_way(root, usual):
        aside = path.with_name(path.name + suffix)
        path.rename(aside)
        yield f"{path.relative_to(root)} is moved to {aside.relative_to(root)}"
    for name in NEEDED:
        make(root, name)
    if (free := shutil.disk_usage(root).free) < LITTLE:
        yield f"the disk is full ({free >> 20} MB left). The largest files, some of which have to go:"
        for size, path in largest(root):
            yield f"  {size >> 20} MB  {path.relative_to(root)}"


def in_the_way(root: Path, usual: Path) -> Iterator[Path]:
    """What may keep the server, a terminal or a kernel from starting."""
    for name in SETTINGS:
        path = root / name
        if os.path.lexists(path) and not (regular(path) and regular(usual / name) and filecmp.cmp(path, usual / name, shallow=False)):
            yield path
    lecture = root / "lecture"  # start.sh writes to it, and would wait for ever at a pipe
    if os.path.lexists(lecture) and not stat.S_ISDIR(lecture.lstat().st_mode):
        yield lecture
    else:
        yield from (path for path, state in files(lecture) if not stat.S_ISREG(state.st_mode) and not stat.S_ISLNK(state.st_mode))


def regular(path: Path) -> bool:
    """Whether a regular file is there, and not a link to one."""
    return os.path.lexists(path) and stat.S_ISREG(path.lstat().st_mode)


def permissions(root: Path) -> list[Path]:
    """Gives the student what is another's or closed to them. Returns what that was. Links are not followed."""
    changed = [root] if give(root) else []
    for where, directories, names in os.walk(root):  # which opens a directory after it has been given
        changed += [path for path in (Path(where, name) for name in (*directories, *names)) if give(path)]
    return changed


def give(path: Path) -> bool:
    """Makes the student the owner of a file, one who may read it. False where that is so already."""
    state = path.lstat()
    mode = stat.S_IMODE(state.st_mode)
    if not stat.S_ISLNK(state.st_mode):
        mode |= stat.S_IRWXU if stat.S_ISDIR(state.st_mode) else stat.S_IRUSR
    if state.st_uid == USER and stat.S_IMODE(state.st_mode) == mode:
        return False
    if state.st_uid != USER:
        os.lchown(path, USER, USER)
    if not stat.S_ISLNK(state.st_mode):
        path.chmod(mode)
    return True


def files(root: Path) -> Iterator[tuple[Path, os.stat_result]]:
    """All that is below root and no directory."""
    for where, directories, names in os.walk(root):
        links = [name for name in directories if Path(where, name).is_symlink()]
        for name in (*names, *links):
            yield Path(where, name), Path(where, name).lstat()


def largest(root: Path) -> list[tuple[int, Path]]:
    """The five files that take the most of the disk, with what they take."""
    return sorted(((state.st_blocks * 512, path) for path, state in files(root)), reverse=True)[:5]


def make(root: Path, name: str) -> None:
    """Makes a directory for the student, where there is room: root finds some where the student does not."""
    path = root
    for part in Path(name).parts:
        path /= part
        if not path.exists():
            try:
                path.mkdir()
            except OSError as error:
                print(f"{name} cannot be made: {error.strerror}", file=sys.stderr)
                return
            os.chown(path, USER, USER)


def main() -> None:
    """Prints what was done."""
    said = False
    for sentence in repair(Path(sys.argv[1]), time.strftime(".aside-%Y%m%d-%H%M%S")):
        print(f"  {sentence}")
        said = True
    if not said:
        print("  nothing in the home directory may have stopped it")


if __name__ == "__main__":
    main()
