"""The command line of scripts/lecture.sh."""

import argparse
import asyncio
import os
import sys
import time
from pathlib import Path

from lib.files import Busy, locked
from lib.own import Mistake, own

from .execute import CELL_TIMEOUT, Failure
from .progress import clock
from .results import table
from .run import add_settings, find, report, run_all, settings_of, unwritable

ROOT = Path(__file__).resolve().parents[2]
EXPLORER = ROOT / "out" / "explorer.html"
"""What notebook 08 leaves there."""


def main(arguments: list[str]) -> int:
    """Runs the notebooks, makes the page, says what came out. Returns 0 where every cell of every notebook ran."""
    options = parse(arguments)
    try:
        own()  # whose mistakes are told before the notebooks run, not after
        paths = find(options.source, options.notebooks)
        if options.out.resolve() == options.source.resolve():
            raise LookupError(f"{options.out} is where the notebooks are, which would be written over: choose another directory with --out")
        with locked(options.out / ".lock", shown(options.out)):
            return lecture(paths, options)
    except (LookupError, Busy, Mistake) as error:
        print(f"lecture.sh: {error}", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"lecture.sh: {error.filename or options.out}: {unwritable(error)}", file=sys.stderr)
        return 2


def lecture(paths: list[Path], options: argparse.Namespace) -> int:
    """Does what main says, with the right to write into the directory."""
    start = time.monotonic()
    try:
        failures = asyncio.run(run_all(paths, settings_of(options), options.out, options.timeout))
    except KeyboardInterrupt:
        print(f"Interrupted. The notebooks that were finished are in {shown(options.out)}.")
        return 130
    for path, failure in failures:
        print("\n" + describe(path, failure), file=sys.stderr)
    records = report(options.source, options.out)
    if text := table(records):
        print("\n" + text)
    count = f"{len(paths)} notebook{'s' if len(paths) != 1 else ''} in {clock(time.monotonic() - start)}"
    print(f"\n{count}{f', {len(failures)} failed, see above' if failures else ''}.")
    print(f"Read it:      {shown(options.out / 'index.html')}")
    print(f"Its numbers:  {shown(options.out / 'results.json')}")
    if EXPLORER.exists():
        print(f"Play with it: {shown(EXPLORER)}")
    print("Work in it:   scripts/lab.sh")
    return 1 if failures else 0


def parse(arguments: list[str]) -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(
        prog="scripts/lecture.sh",
        description="Executes the lecture's notebooks on the GoNB kernel and makes one page of them, out/lecture/index.html.",
    )
    parser.add_argument("notebooks", nargs="*", metavar="NN", help="numbers of the notebooks to run, such as 03 04; all without")
    add_settings(parser)
    parser.add_argument("--out", type=Path, default=ROOT / "out" / "lecture", help="where to write (%(default)s)")
    parser.add_argument("--source", type=Path, default=ROOT / "notebooks", help="where the notebooks are (%(default)s)")
    parser.add_argument("--timeout", type=int, default=CELL_TIMEOUT, help="seconds one cell may take (%(default)s)")
    return parser.parse_args(arguments)


def describe(path: Path, failure: Failure) -> str:
    """A failure in full: which cell of which notebook, its source, and the error."""
    if not failure.cell:
        return failure.error if failure.error.startswith(str(path)) else f"{path.name}: {failure.error}"
    quoted = [indent(text) for text in (failure.source, failure.error)]
    return f"{path.name}, code cell {failure.cell} failed:\n\n{quoted[0]}\n\n{quoted[1]}"


def indent(text: str) -> str:
    """Text shifted right by four."""
    return "\n".join(("    " + line).rstrip() for line in text.splitlines())


def shown(path: Path) -> str:
    """A path as one types it from here."""
    return os.path.relpath(path) if path.is_relative_to(Path.cwd()) else str(path)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
