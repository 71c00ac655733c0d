"""Gathers the numbers that the notebooks recorded, and shows them."""

import json
import os
from pathlib import Path
from typing import Any


def write(path: Path, text: str) -> None:
    """Makes the file at path hold text, or leaves it as it was: nobody ever sees half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        temporary.write_text(text, encoding="utf-8")
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def write_json(path: Path, values: dict[str, Any]) -> None:
    """Writes values as JSON, for people as well."""
    write(path, json.dumps(values, indent=2, ensure_ascii=False) + "\n")


def read_json(path: Path) -> dict[str, Any]:
    """The JSON object in the file at path, or an empty one where there is no such file."""
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def show(value: Any) -> str:
    """A result as people read it: fractions with four significant digits."""
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def table(values: dict[str, Any]) -> str:
    """One aligned "name  value" line per result."""
    width = max(map(len, values), default=0)
    return "\n".join(f"{name:<{width}}  {show(value)}" for name, value in values.items())
