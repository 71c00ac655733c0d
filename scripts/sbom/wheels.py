"""Wheels, from requirements.txt; their metadata is what is installed here, or what pip downloads."""

import importlib.metadata
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from packaging.markers import Marker

from setup.plugin import PLUGINS
from setup.reveal import WHEEL as REVEAL

from .component import Component
from .golang import licence_of as licence_text

LINE = re.compile(r"^([\w.-]+)==([^\s;]+)(?: *;(.*?))?((?: +--hash=sha256:\w+)*) *$", re.MULTILINE)


CUDA = "LicenseRef-NVIDIA-CUDA-Toolkit-EULA"
"""https://docs.nvidia.com/cuda/eula"""
NVIDIA = {
    "jax-cuda13-pjrt": "Apache-2.0",
    "nvidia-cuda-cccl": "Apache-2.0 WITH LLVM-exception",
    "nvidia-cudnn-cu13": "LicenseRef-NVIDIA-cuDNN-SLA",
    "nvidia-nccl-cu13": "BSD-3-Clause",
    "nvidia-nvshmem-cu13": "LicenseRef-NVIDIA-NVSHMEM-SLA",
} | dict.fromkeys(
    (
        *("nvidia-cublas", "nvidia-cuda-crt", "nvidia-cuda-cupti", "nvidia-cuda-nvcc", "nvidia-cuda-nvrtc", "nvidia-cuda-runtime"),
        *("nvidia-cufft", "nvidia-cusolver", "nvidia-cusparse", "nvidia-nvjitlink", "nvidia-nvvm"),
    ),
    CUDA,
)
"""The wheels for NVIDIA's GPUs, 2.5 GB that are not downloaded for it. What NVIDIA publishes its libraries under: the metadata of
their wheels names nothing."""


class Pin(NamedTuple):
    """A line of a list of requirements: name, version, and the SHA-256 of each file that pip takes for it."""

    name: str
    version: str
    sha256: tuple[str, ...]


def components(requirements: list[Path], for_tests: list[Path]) -> Iterator[Component]:
    """The wheels of each list, and those that set-up unpacks: XLA's plugins and reveal.js."""
    texts = [file.read_text(encoding="utf-8") for file in requirements]
    shipped = {pin for text in [*texts, PLUGINS["cpu"].requirements, PLUGINS["cuda"].requirements, REVEAL] for pin in pins(text)}
    tests = {pin for file in for_tests for pin in pins(file.read_text(encoding="utf-8"))} - shipped
    pinned = sorted(shipped | tests)
    licences = {pin: NVIDIA.get(canonical(pin.name)) or installed(pin.name, pin.version) for pin in pinned}
    licences |= elsewhere([pin for pin in pinned if not licences[pin]])
    for pin in pinned:
        digests = tuple(("SHA-256", digest) for digest in pin.sha256)
        yield Component("pypi", canonical(pin.name), pin.version, licences.get(pin, ""), digests, for_tests=pin in tests)


def pins(text: str) -> list[Pin]:
    """The lines of a list of requirements, without what is for other systems, such as Windows."""
    found = LINE.findall(text.replace("\\\n", " "))
    return [
        Pin(name, version, tuple(sorted(re.findall(r"sha256:(\w+)", hashes))))
        for name, version, marker, hashes in found
        if not marker or Marker(marker.strip()).evaluate()
    ]


def installed(name: str, version: str) -> str:
    """The licence of a wheel that is installed here, "" where it is not, or in another version."""
    try:
        found = importlib.metadata.distribution(name)
    except importlib.metadata.PackageNotFoundError:
        return ""
    return licence_in(found) if found.version == version else ""


def elsewhere(pinned: list[Pin]) -> dict[Pin, str]:
    """The licences of wheels that are not installed here, from the wheels themselves, which pip downloads, or builds."""
    names = {canonical(pin.name): pin for pin in pinned}
    licences = {}
    with tempfile.TemporaryDirectory() as directory:
        command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "wheel", "--quiet", "--no-deps"]
        command += ["--wheel-dir", directory, *(f"{pin.name}=={pin.version}" for pin in pinned)]
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
