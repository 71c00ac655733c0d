"""Go modules: those that packages of the project, or the kernel, link."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

from .component import Component

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
    """The modules of go.mod that anything built from it links."""
    layout = "{{with .Module}}{{if .Version}}{{.Path}} {{.Version}} {{.Dir}}{{end}}{{end}}"
    listing = subprocess.check_output(["go", "list", "-deps", "-f", layout, "./...", "tool"], cwd=root, text=True)
    for line in sorted(set(listing.splitlines()) - {""}):
        path, version, directory = line.split(" ", 2)
        yield Component("golang", path, version, licences_in(Path(directory)))
