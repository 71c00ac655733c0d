"""Packages of npm, from package-lock.json, which names their licences."""

import json
from collections.abc import Iterator
from pathlib import Path

from .component import Component


def components(lock: Path) -> Iterator[Component]:
    """Those that are installed where it is used, without what is for development."""
    for place, package in json.loads(lock.read_text(encoding="utf-8"))["packages"].items():
        if place and not package.get("dev"):
            yield Component("npm", place.rpartition("node_modules/")[2], package["version"], package.get("license", ""))
