"""Which latentlab this is."""

import re
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "pkg" / "results" / "version.go"


def version() -> str:
    """latentlab's version, as the Go programs say it."""
    (found,) = re.findall(r'^const Version = "(.+)"$', SOURCE.read_text(encoding="utf-8"), re.MULTILINE)
    return str(found)
