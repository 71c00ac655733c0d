"""Fonts: those that the binaries draw with, and that of the pages' formulas."""

import hashlib
import struct
from pathlib import Path

from .component import Component

FORMULAS = "scripts/publish/stix-two-math.woff2"
FAMILIES = {
    "codeberg.org/go-fonts/liberation/": "OFL-1.1",
    "golang.org/x/image/font/gofont/": "BSD-3-Clause",
}
"""The packages that each hold one font, by their beginning, with the font's licence: the package's code may have another."""


def in_package(package: str, version: str) -> Component | None:
    """The font that a package holds, or None where it holds none."""
    for family, licence in FAMILIES.items():
        if package.startswith(family):
            return Component("generic", package.removeprefix(family), version, licence, file=package)
    return None


def of_formulas(root: Path) -> Component:
    """STIX Two Math, whose version stands in the file's header, a whole number and a share of 65,536."""
    data = (root / FORMULAS).read_bytes()
    whole, share = struct.unpack(">HH", data[24:28])
    version = f"{whole + share / 65536:.2f}"
    return Component("generic", "stix-two-math", version, "OFL-1.1", (("SHA-256", hashlib.sha256(data).hexdigest()),), FORMULAS)
