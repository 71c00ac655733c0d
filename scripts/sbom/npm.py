"""Packages of npm, from package-lock.json, which names their licences and digests."""

import base64
import json
from collections.abc import Iterator
from pathlib import Path

from .component import Component


def components(lock: Path, for_tests: bool = False) -> Iterator[Component]:
    """Those that are installed where it is used; what is for development only where that is for tests."""
    for place, package in json.loads(lock.read_text(encoding="utf-8"))["packages"].items():
        if place and (for_tests or not package.get("dev")):
            name = place.rpartition("node_modules/")[2]
            digest = digests(package.get("integrity", ""))
            yield Component("npm", name, package["version"], package.get("license", ""), digest, for_tests=for_tests)


def digests(integrity: str) -> tuple[tuple[str, str], ...]:
    """What npm writes as sha512-…, in base64, as CycloneDX has it."""
    pairs = (entry.partition("-") for entry in integrity.split())
    return tuple((algorithm.upper().replace("SHA", "SHA-"), base64.b64decode(text).hex()) for algorithm, _, text in pairs)
