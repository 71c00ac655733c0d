"""The command line of scripts/bench.sh."""

import argparse
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from lib.files import write_json

from . import cells, codes, floor, growth, training, vae, whole
from .contender import Failed
from .install import PEERS
from .table import Goal, Table, data, goals_text, text
from .workshop import Workshop

ROOT = Path(__file__).resolve().parents[2]


def main(arguments: list[str]) -> int:
    """Measures the chosen parts, prints each table, and writes all of them after each part."""
    options = parse(arguments)
    out = options.out or ROOT / "out" / ("bench-small.json" if options.small else "bench.json")
    goals: list[Goal] = []
    start = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="latentlab-bench-") as work:
        shop = Workshop(ROOT, Path(work), options.rounds, options.small)
        if not options.small:
            shop.peers.install(options.without)
        parts: dict[str, Callable[[], Table]] = {
            "training": lambda: training.measure(shop),
            "floor": lambda: floor.measure(shop),
            "codes": lambda: codes.measure(shop),
            "growth": lambda: growth.measure(shop),
            "cells": lambda: cells.measure(shop),
            "whole": lambda: whole.measure(shop, options.cold),
            "vae": lambda: vae.measure(shop),
        }
        report: dict[str, Any] = {"machine": machine(shop), "rounds": options.rounds, "small": options.small, "tables": {}}
        print(", ".join(f"{name}: {value}" for name, value in report["machine"].items()), flush=True)
        for name in options.only:
            try:
                table = parts[name]()
            except Failed as error:
                table = Table(f"{name}: not measured", [], [], notes=[str(error)])
            print("\n" + text(table), flush=True)
            goals += table.goals
            report["tables"][name] = data(table)
            report["seconds"] = round(time.monotonic() - start)
            write_json(out, report)
    print(f"\nWhat was aimed at\n\n{goals_text(goals)}")
    print(f"\n{report['seconds']} s in all. Every round: {os.path.relpath(out)}. How to read it: scripts/bench/README.md.")
    return 0


PARTS = ["training", "floor", "codes", "growth", "cells", "whole", "vae"]


def parse(arguments: list[str]) -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(prog="scripts/bench.sh", description="Measures the lecture beside its peers, in one run, as ratios.")
    parser.add_argument("--only", type=some_parts, default=PARTS, metavar="PART,…", help=f"just these of {', '.join(PARTS)}")
    parser.add_argument("--rounds", type=int, help="how often everything is measured (5)")
    parser.add_argument(
        "--without", action="append", default=[], choices=list(PEERS), help="do not install or renew a peer (may be repeated)"
    )
    parser.add_argument("--small", action="store_true", help="one short round of what is installed, to see that it works")
    parser.add_argument("--cold", action="store_true", help="set up a fresh clone with empty caches too (minutes)")
    parser.add_argument("--out", type=Path, help="where to write the numbers (out/bench.json)")
    options = parser.parse_args(arguments)
    if options.cold and (shutil.which("git") is None or not (ROOT / ".git").exists()):
        parser.error("--cold makes a fresh clone, which takes git and a clone made with it: leave it out")
    options.rounds = options.rounds or (1 if options.small else 5)
    return options


def some_parts(names: str) -> list[str]:
    """The parts of a list with commas, in the bench's order."""
    chosen = names.split(",")
    if unknown := set(chosen) - set(PARTS):
        raise argparse.ArgumentTypeError(f"there is no part {', '.join(sorted(unknown))}: choose from {', '.join(PARTS)}")
    return [name for name in PARTS if name in chosen]


def machine(shop: Workshop) -> dict[str, Any]:
    """What the numbers depend on."""
    names = (line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name"))
    return {
        "digits": shop.caption(),
        "processor": next(names, platform.machine()),
        "cores": len(os.sched_getaffinity(0)),
        "go": printed("go", "env", "GOVERSION"),
        "commit": printed("git", "-C", str(ROOT), "describe", "--always", "--dirty"),
        "date": time.strftime("%Y-%m-%d %H:%M"),
    }


def printed(*command: str) -> str:
    """What a command prints, or nothing where it fails or is not there, as git need not be."""
    if shutil.which(command[0]) is None:
        return ""
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Failed as failure:
        sys.exit(f"bench.sh: {failure}")
    except KeyboardInterrupt:
        sys.exit("bench.sh: interrupted; what was measured is in the file of the parts that were finished")
