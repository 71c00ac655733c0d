"""Makes students' versions and solutions from the masters. scripts/exercises.sh starts it."""

import argparse
import os
import sys
from pathlib import Path

import nbformat

from exercises.master import Faulty, solution, student
from lib.files import write
from publish.notebooks import Unreadable, read
from publish.run import find

ROOT = Path(__file__).resolve().parents[2]
MASTERS = ROOT / "notebooks" / "exercises"
VERSIONS = {"student": student, "solution": solution}


def make(master: Path, out: Path) -> list[Path]:
    """Writes the versions of a master below out. Raises Unreadable or Faulty, and then writes nothing of it."""
    notebook = read(master)
    texts = {out / name / master.name: nbformat.writes(version(notebook)) + "\n" for name, version in VERSIONS.items()}
    for path, text in texts.items():
        write(path, text)
    return list(texts)


def main(arguments: list[str]) -> int:
    """Makes them. Returns 1 where one could not be made, after the others."""
    parser = argparse.ArgumentParser(prog="scripts/exercises.sh", description=__doc__.partition("\n")[0])
    parser.add_argument("numbers", nargs="*", metavar="NN", help="which exercises; without, all")
    parser.add_argument("--out", type=Path, default=ROOT / "out" / "exercises", help="where to write")
    options = parser.parse_args(arguments)
    failed = 0
    try:
        for master in find(MASTERS, options.numbers):
            try:
                for path in make(master, options.out):
                    print(os.path.relpath(path))
            except (Unreadable, Faulty) as error:
                failed = 1
                print(f"exercises.sh: {master.name}: {error}", file=sys.stderr)
    except (OSError, LookupError) as error:
        print(f"exercises.sh: {error}", file=sys.stderr)
        return 1
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
