"""Installs the peers into an environment of their own, .lab/bench-venv, and notes what is there and what is not."""

import hashlib
import subprocess
import sys
from collections.abc import Collection
from pathlib import Path

from .contender import last_line, say

HERE = Path(__file__).parent

PEERS = {
    "jax": ("requirements.txt", "JAX, matplotlib, ipykernel: 0.2 GB to download"),
    "tensorflow": ("requirements-tensorflow.txt", "TensorFlow: 0.4 GB to download"),
    "torch": ("requirements-torch.txt", "PyTorch: 2.5 GB to download, because PyPI's does not start without NVIDIA's libraries"),
}
"""The libraries, the files with their wheels' digests, and what they cost."""

ALSO = {"numpy": "jax"}
"""A library that comes with another."""


class Environment:
    """The peers' environment in a directory."""

    def __init__(self, directory: Path) -> None:
        self.python = directory / "bin" / "python"
        self.notes = directory / "notes"

    def install(self, without: Collection[str] = ()) -> None:
        """Installs or renews every peer but those. One that cannot be installed is noted, with pip's reason."""
        if not self.python.exists():
            subprocess.run([sys.executable, "-m", "venv", str(self.python.parents[1])], check=True)
        self.notes.mkdir(exist_ok=True)
        for library, (file, cost) in PEERS.items():
            digest = hashlib.sha256((HERE / file).read_bytes()).hexdigest()
            if library in without or read(self.installed(library)) == digest:
                continue
            say(f"installing {cost} ...")
            self.installed(library).unlink(missing_ok=True)
            if why := self.pip(file):
                self.missing(library).write_text(why, encoding="utf-8")
                say(f"{library} is not measured: {why}")
            else:
                self.missing(library).unlink(missing_ok=True)
                self.installed(library).write_text(digest, encoding="utf-8")

    def pip(self, file: str) -> str:
        """Installs the wheels of a file. Returns why that failed, or nothing."""
        command = [str(self.python), "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--require-hashes", "--no-deps"]
        process = subprocess.run([*command, "--requirement", str(HERE / file)], stderr=subprocess.PIPE, text=True, check=False)
        errors = [line for line in process.stderr.splitlines() if line.startswith("ERROR:")]
        return (errors[0] if errors else last_line(process.stderr)) if process.returncode else ""

    def why_missing(self, library: str) -> str:
        """Why a library cannot be measured here, or nothing."""
        library = ALSO.get(library, library)
        if self.installed(library).exists():
            return ""
        return "not measured: " + (
            read(self.missing(library)) or "it is not installed; scripts/bench.sh does that, without --small and --without"
        )

    def installed(self, library: str) -> Path:
        """The note that a library is there: the digest of its requirements."""
        return self.notes / f"{library}.installed"

    def missing(self, library: str) -> Path:
        """The note that says why it is not."""
        return self.notes / f"{library}.missing"


def read(path: Path) -> str:
    """A file's text, or nothing where there is none."""
    return path.read_text(encoding="utf-8").strip() if path.exists() else ""
