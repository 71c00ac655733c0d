"""Where the bench works: its programs, the peers' environment, the digits, and how much of everything it does."""

import functools
from dataclasses import dataclass
from pathlib import Path

from .contender import Contender, run
from .install import Environment
from .table import Found

XLA = "latentlab on XLA"
GO = "latentlab on Go"

LECTURE = "1,5,6"
"""The digits of the lecture."""


@dataclass(frozen=True)
class Workshop:
    """The clone, a temporary directory, and the size of the run: how many rounds, and whether it is the small form."""

    root: Path
    work: Path
    rounds: int
    small: bool

    @property
    def lab(self) -> Path:
        """What set-up has installed."""
        return self.root / ".lab"

    def go(self, name: str, program: str, *options: str, **env: str) -> Contender:
        """A contender that is one of the bench's Go programs, on the CPU's XLA where env names no other engine."""
        command = (str(self.lab / "bench" / program), *options)
        return Contender(name, command, {"GOMLX_BACKEND": "xla:cpu", "LATENTLAB_CHECKPOINTS": str(self.checkpoints), **env})

    def peer(self, name: str, script: str, *options: str, digits: str = LECTURE) -> Contender:
        """A contender in Python: a script of peers/, whose name begins with its library's, on the same digits."""
        library = script.split("_", maxsplit=1)[0]
        missing = self.peers.why_missing(library)
        data = "" if missing else str(self.digits(digits))
        path = self.root / "scripts" / "bench" / "peers" / f"{script}.py"
        return Contender(name, (str(self.peers.python), str(path), "--data", data, *options), missing=missing)

    @property
    def peers(self) -> Environment:
        """The peers' environment."""
        return Environment(self.lab / "bench-venv")

    @property
    def checkpoints(self) -> Path:
        """Where the bench's programs and cells keep checkpoints."""
        return self.work / "checkpoints"

    @functools.cache  # noqa: B019 # the one workshop lives as long as the process
    def digits(self, only: str) -> Path:
        """A directory with train.npy and test.npy of some digits, the same images that latentlab trains on."""
        directory = self.work / f"digits-{only}"
        self.export(only, "-to", str(directory))
        return directory

    @functools.cache  # noqa: B019 # the one workshop lives as long as the process
    def caption(self) -> str:
        """What the lecture's digits are: "MNIST 1, 5, 6"."""
        return self.export(LECTURE, "-to", str(self.work / f"digits-{LECTURE}"))["digits"]

    def export(self, only: str, *options: str) -> Found:
        """Runs the program export for some digits."""
        return run(self.go("export", "export", "-digits", only, *options))
