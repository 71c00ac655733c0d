"""Puts pages of feedback where their students can fetch them: NAME.html, from a tar archive on standard input.

python feedback.py ROOT < ARCHIVE
"""

import re
import sys
import tarfile
from pathlib import Path

from classlist import NAME
from lib.files import write
from submissions import LARGEST, Store

PAGE = re.compile(rf"\./({NAME.pattern})\.html")


class Strange(Exception):
    """Says what is no page of feedback."""


def pages(archive: tarfile.TarFile) -> dict[str, bytes]:
    """The pages by the name of their student. Raises Strange."""
    found = {}
    for member in archive:
        if member.isdir():
            continue
        name = PAGE.fullmatch(member.name)
        file = archive.extractfile(member) if member.isreg() else None
        if name is None or file is None or member.size > LARGEST:
            raise Strange(
                f"{member.name.removeprefix('./')} is no page of feedback: want NAME.html for each student, as scripts/grade.sh writes them"
            )
        found[name[1]] = file.read()
    return found


def main(arguments: list[str]) -> int:
    """Returns 1 where something is no page of feedback; then nothing is changed."""
    store = Store(Path(arguments[0]))
    try:
        with tarfile.open(fileobj=sys.stdin.buffer, mode="r|") as archive:
            found = pages(archive)
        for name, content in found.items():
            write(store.feedback / f"{name}.html", content)
    except (Strange, tarfile.TarError, OSError) as error:
        print(f"classroom.sh: {error}", file=sys.stderr)
        return 1
    print(f"Feedback for {len(found)} students: they see it by the command handin.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
