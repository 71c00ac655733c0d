"""Wheels, from requirements.txt with digests; pip gives their metadata without installing anything."""

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from setup.plugin import PLUGINS
from setup.reveal import WHEEL as REVEAL

from .component import Component


def components(requirements: list[Path]) -> Iterator[Component]:
    """The wheels of each list, and those that set-up unpacks: XLA's plugin and reveal.js."""
    with tempfile.TemporaryDirectory() as name:
        own = Path(name, "requirements.txt")
        own.write_text(f"{PLUGINS['cpu'].requirements}\n{REVEAL}\n", encoding="utf-8")
        for file in [*requirements, own]:
            for item in report(file):
                metadata = item["metadata"]
                sha256 = item["download_info"].get("archive_info", {}).get("hashes", {}).get("sha256", "")
                yield Component("pypi", metadata["name"].lower(), metadata["version"], licence_of(metadata), sha256)


def report(requirements: Path) -> list[dict[str, Any]]:
    """What pip would install of a list here."""
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--dry-run", "--ignore-installed"]
    command += ["--no-deps", "--require-hashes", "--only-binary=:all:", "--report", "-", "-r", str(requirements)]
    done = subprocess.run(command, check=False, text=True, capture_output=True)
    if done.returncode != 0:
        raise SystemExit(f"sbom: pip has no metadata of {requirements.name}: {done.stderr.strip()}")
    return json.loads(done.stdout)["install"]


def licence_of(metadata: dict[str, Any]) -> str:
    """The licence that a wheel's metadata names: as an expression, else by its classifiers, else in a few words."""
    if expression := metadata.get("license_expression"):
        return str(expression)
    classifiers = [c.rpartition(" :: ")[2] for c in metadata.get("classifier", []) if c.startswith("License :: ")]
    if named := sorted({re.sub(r"^.*\((.*)\)$", r"\1", c) for c in classifiers} - {"OSI Approved"}):
        return " AND ".join(named)
    first = str(metadata.get("license") or "").strip().partition("\n")[0]
    return first if len(first) < 60 else ""
