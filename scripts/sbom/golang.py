"""Go modules: those that packages of the project, the kernel, or the tools beside it, link."""

import json
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

from . import fonts
from .component import Component

PINS = "scripts/setup/go.sh"

# What only its own licence's text has, the longer texts first.
TEXTS = [
    ("FTL OR GPL-2.0-or-later", "Use of the Freetype-Go software is subject to your choice of exactly one"),
    ("AGPL-3.0", "GNU AFFERO GENERAL PUBLIC LICENSE Version 3"),
    ("LGPL-3.0", "GNU LESSER GENERAL PUBLIC LICENSE Version 3"),
    ("GPL-3.0", "GNU GENERAL PUBLIC LICENSE Version 3"),
    ("MPL-2.0", "Mozilla Public License"),
    ("Apache-2.0", "Apache License"),
    ("CC-BY-4.0", "Creative Commons Attribution 4.0"),
    ("OFL-1.1", "SIL OPEN FONT LICENSE"),
    ("BSD-3-Clause", "Neither the name of"),
    ("BSD-3-Clause", "The names of its contributors may not be used"),
    ("BSD-2-Clause", "Redistributions in binary form"),
    ("ISC", "Permission to use, copy, modify, and/or distribute this software"),
    ("MIT", "Permission is hereby granted, free of charge"),
]
FILES = ("LICENSE*", "LICENCE*", "COPYING*", "License*", "license*")


def licence_of(text: str) -> str:
    """The SPDX name of a licence's text, "" where it is none of those known."""
    flat = re.sub(r"\s+", " ", text).lower()
    return next((name for name, words in TEXTS if words.lower() in flat), "")


def licences_in(directory: Path) -> str:
    """The licences of a module, from the files at its top."""
    files = {file for pattern in FILES for file in directory.glob(pattern) if file.is_file()}
    found = {licence_of(file.read_text(encoding="utf-8", errors="replace")) for file in files}
    return " AND ".join(sorted(found - {""}))


def components(root: Path) -> Iterator[Component]:
    """What anything built from go.mod links, and gopls and staticcheck, which set-up pins beside it; with the fonts in them."""
    yield from linked(root, ["./...", "tool"])
    settings = (root / PINS).read_text(encoding="utf-8")
    for name, for_tests in (("GOPLS", False), ("STATICCHECK", True)):
        pin = re.search(rf"^{name}=(\S+)@(\S+)", settings, re.MULTILINE)
        if not pin:
            raise SystemExit(f"sbom: {PINS} does not say which {name.lower()} is installed")
        package, version = pin.groups()
        module = downloaded(package, version)
        yield Component("golang", module["Path"], version, licences_in(Path(module["Dir"])), gosum=module["Sum"], for_tests=for_tests)
        inside = package.removeprefix(module["Path"]).lstrip("/")
        yield from linked(Path(module["Dir"]), [f"./{inside}"], for_tests)


def linked(root: Path, packages: list[str], for_tests: bool = False) -> Iterator[Component]:
    """The modules that packages of the one at root link, and the fonts."""
    layout = "{{.ImportPath}} {{with .Module}}{{if .Version}}{{.Path}} {{.Version}} {{.Dir}}{{end}}{{end}}"
    command = ["go", "list", "-deps", "-f", layout, *packages]
    listing = subprocess.check_output(command, cwd=root, text=True, env={**os.environ, "GOWORK": "off"})
    sums = {}
    for line in (root / "go.sum").read_text(encoding="utf-8").splitlines():
        path, version, digest = line.split(" ")
        sums[path, version] = digest
    modules = set()
    for line in listing.splitlines():
        package, _, module = line.partition(" ")
        if not module:
            continue
        path, version, directory = module.split(" ", 2)
        modules.add((path, version, directory))
        if font := fonts.in_package(package, version):
            yield font
    for path, version, directory in sorted(modules):
        yield Component("golang", path, version, licences_in(Path(directory)), gosum=sums.get((path, version), ""), for_tests=for_tests)


def downloaded(package: str, version: str) -> dict[str, str]:
    """The module of a package, as go mod download describes it."""
    path = package
    while "/" in path:
        done = subprocess.run(["go", "mod", "download", "-json", f"{path}@{version}"], check=False, text=True, capture_output=True)
        if done.returncode == 0:
            module: dict[str, str] = json.loads(done.stdout)
            return module
        path = path.rpartition("/")[0]
    raise SystemExit(f"sbom: go gets no module of {package}@{version}")
