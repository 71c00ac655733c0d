"""Table 6: the lecture as a whole, and the memory of its cells."""

import os
import subprocess
import tempfile
import time
from pathlib import Path

from .cells import CODES, FIGURE, FILES, OURS, TRAINING, make_checkpoint, new_kernel, source
from .contender import Failed, say
from .kernel import peak_mb
from .table import Column, Goal, Row, Table
from .training import SMALL, STEPS
from .workshop import Workshop

COLUMNS = [Column("seconds", "s"), Column("peak_mb", "peak MB"), Column("kernel_mb", "beside it the kernel's own, MB")]

STATUS = '\nstatus, _ := os.ReadFile("/proc/self/status")\nfmt.Println(string(status))\n'
"""The end of a cell that says how much memory its program has used."""


def measure(shop: Workshop, cold: bool) -> Table:
    """Runs the lecture, and cells of each kind that print their memory; with cold, sets up a new clone first."""
    rows = [] if shop.small else [timed("scripts/lecture.sh, warm", [str(shop.root / "scripts" / "lecture.sh")], {})]
    if cold:
        rows.append(from_nothing(shop))
    make_checkpoint(shop)
    rows += [memory(shop, kind) for kind in (TRAINING, CODES, FIGURE)]
    table = Table("6. The whole lecture, and the memory of its cells", COLUMNS, rows)
    table.goals = [
        Goal("memory: a cell that trains, MB", table.row(TRAINING).median("peak_mb"), 700),
        Goal("memory: a cell that shows a figure, MB", table.row(FIGURE).median("peak_mb"), 150),
    ]
    return table


def timed(name: str, command: list[str], env: dict[str, str]) -> Row:
    """A row with the time that a command takes."""
    say(name)
    start = time.perf_counter()
    process = subprocess.run(command, env={**os.environ, **env}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    note = f"ended with status {process.returncode}" if process.returncode else ""
    return Row(name, [{"seconds": time.perf_counter() - start}], note=note)


def from_nothing(shop: Workshop) -> Row:
    """The lecture in a fresh clone of what is committed, with every cache empty."""
    with tempfile.TemporaryDirectory(prefix="latentlab-cold-") as directory:
        clone, home = Path(directory, "clone"), Path(directory, "home")
        home.mkdir()
        subprocess.run(["git", "clone", "--quiet", str(shop.root), str(clone)], check=True)
        caches = {
            "HOME": home,
            "XDG_CACHE_HOME": home / ".cache",
            "GOPATH": home / "go",
            "GOCACHE": home / ".cache" / "go-build",
            "GOMODCACHE": home / "go" / "pkg" / "mod",
            "PIP_CACHE_DIR": home / ".cache" / "pip",
        }
        try:
            return timed(
                "scripts/lecture.sh, from a fresh clone and empty caches",
                [str(clone / "scripts" / "lecture.sh")],
                {name: str(path) for name, path in caches.items()},
            )
        finally:
            subprocess.run(["chmod", "-R", "u+w", directory], check=True)  # Go's module cache is read-only


def memory(shop: Workshop, kind: str) -> Row:
    """Runs a cell in a new kernel and reads how much memory its program and the kernel have used."""
    say(f"memory: {kind}")
    row = Row(kind)
    text = source(shop, FILES[kind], OURS, 1, steps=SMALL if shop.small else STEPS)
    try:
        with new_kernel(shop, OURS) as kernel:
            if kind == FIGURE:
                kernel.run(source(shop, FILES[CODES], OURS, 1))
            ran = kernel.run(text + STATUS)
            row.found = [{"seconds": ran.idle_s, "peak_mb": peak_mb(ran.text), "kernel_mb": kernel.peak_mb()}]
    except Failed as error:
        row.note = str(error)
    return row
