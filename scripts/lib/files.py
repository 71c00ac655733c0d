"""Files that are written whole or not at all."""

import json
import os
import tempfile
from pathlib import Path
from typing import Any


def write(path: Path, content: str | bytes, mode: int = 0o644) -> None:
    """Replaces the file at path by content in one step: a crash leaves the old file or the new one.

    Missing directories are created. mode is the file's, whatever the umask.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        made = Path(file.name)
        try:
            file.write(content.encode() if isinstance(content, str) else content)
            file.flush()
            os.fchmod(file.fileno(), mode)
            os.fsync(file.fileno())
            made.replace(path)
        except BaseException:
            made.unlink()
            raise


def write_json(path: Path, values: dict[str, Any]) -> None:
    """Writes values as JSON that people can read, too."""
    write(path, json.dumps(values, indent=2, ensure_ascii=False) + "\n")
