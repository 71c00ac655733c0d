"""Wheels, from requirements.txt; their metadata is what is installed here, or what pip downloads."""

import importlib.metadata
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

from packaging.markers import Marker

from setup.plugin import PLUGINS
from setup.reveal import WHEEL as REVEAL

from .component import Component
from .golang import licence_of as licence_text

LINE = re.compile(r"^([\w.-]+)==([^\s;\\]+)(?: *;([^\\\n]+?))?(?: *\\| +--hash=\S+)?$", re.MULTILINE)
NOT_LOOKED_UP = "NOASSERTION"
"""SPDX's word, for NVIDIA's libraries where they are not installed: pip would download 2.5 GB for it."""


def components(requirements: list[Path]) -> Iterator[Component]:
    """The wheels of each list, and those that set-up unpacks: XLA's plugin and reveal.js."""
    texts = [file.read_text(encoding="utf-8") for file in requirements]
    pinned = sorted({pin for text in [*texts, PLUGINS["cpu"].requirements, REVEAL] for pin in pins(text)})
    licences = {pin: installed(*pin) for pin in pinned}
    large = set(pins(PLUGINS["cuda"].requirements))
    licences |= {pin: NOT_LOOKED_UP for pin in large if not licences[pin]}
    licences |= elsewhere([pin for pin in pinned if not licences[pin]])
    for name, version in pinned:
        yield Component("pypi", name.lower(), version, licences.get((name, version), ""))


def pins(text: str) -> list[tuple[str, str]]:
    """Names and versions in a list of requirements, without what is for other systems, such as Windows."""
    return [(name, version) for name, version, marker in LINE.findall(text) if not marker or Marker(marker.strip()).evaluate()]


def installed(name: str, version: str) -> str:
    """The licence of a wheel that is installed here, "" where it is not, or in another version."""
    try:
        found = importlib.metadata.distribution(name)
    except importlib.metadata.PackageNotFoundError:
        return ""
    return licence_in(found) if found.version == version else ""


def elsewhere(pinned: list[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """The licences of wheels that are not installed here, from the wheels themselves, which pip downloads, or builds."""
    names = {canonical(name): (name, version) for name, version in pinned}
    licences = {}
    with tempfile.TemporaryDirectory() as directory:
        command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "wheel", "--quiet", "--no-deps"]
        command += ["--wheel-dir", directory, *(f"{name}=={version}" for name, version in pinned)]
        done = subprocess.run(command, check=False, text=True, capture_output=True) if pinned else None
        if done and done.returncode != 0:
            raise SystemExit(f"sbom: pip does not get wheels whose licences are wanted: {done.stderr.strip()}")
        for wheel in Path(directory).glob("*.whl"):
            with zipfile.ZipFile(wheel) as archive:
                (inside,) = (path for path in zipfile.Path(archive).iterdir() if path.name.endswith(".dist-info"))
                found = importlib.metadata.PathDistribution(inside)
                licences[names[canonical(found.metadata["Name"])]] = licence_in(found)
    return licences


def licence_in(found: importlib.metadata.Distribution) -> str:
    """The licence that a wheel's metadata names."""
    expression, text = ((found.metadata.get_all(key) or [""])[0] for key in ("License-Expression", "License"))
    return licence_of(expression, found.metadata.get_all("Classifier") or [], text)


def canonical(name: str) -> str:
    """A package's name as the index compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def licence_of(expression: str, classifiers: list[str], text: str) -> str:
    """The licence that a wheel's metadata names: as an expression, else by its classifiers, else by its text or in a few words."""
    if expression:
        return expression
    last = [c.rpartition(" :: ")[2] for c in classifiers if c.startswith("License :: ")]
    if named := sorted({re.sub(r"^.*\((.*)\)$", r"\1", c) for c in last} - {"OSI Approved"}):
        return " AND ".join(named)
    known = licence_text(text)
    return known or (text.strip() if len(text.strip()) < 60 else "")
