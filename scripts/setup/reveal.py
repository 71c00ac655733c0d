"""Unpacks reveal.js, which turns HTML into slides, from a wheel on PyPI that carries it.

    python -m setup.reveal ../.lab

Its licence (MIT) is kept beside it.
"""

import shutil
import sys
import tempfile
import zipfile
from pathlib import Path

from .plugin import download

WHEEL = "sphinx-revealjs==3.2.1 --hash=sha256:805bed3ca459346e0f01967d5ed1c40d6b7b917de1541e1e4566c8341fe7017b"
INSIDE = "sphinx_revealjs/_static/revealjs/"
FILES = {"dist/reveal.js", "dist/reveal.css", "plugin/notes/notes.js", "LICENSE"}


def install(lab: Path) -> None:
    """Puts reveal.js into lab/reveal, all of it or nothing."""
    with tempfile.TemporaryDirectory(dir=lab, prefix="download-") as name:
        directory = Path(name)
        (wheel,) = download(WHEEL, directory)
        with zipfile.ZipFile(wheel) as archive:
            for file in FILES:
                target = directory / "reveal" / Path(file).name
                target.parent.mkdir(exist_ok=True)
                target.write_bytes(archive.read(INSIDE + file))
        shutil.rmtree(lab / "reveal", ignore_errors=True)
        (directory / "reveal").replace(lab / "reveal")


if __name__ == "__main__":
    install(Path(sys.argv[1]))
