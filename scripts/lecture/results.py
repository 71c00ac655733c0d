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


def ordered(values: dict[str, Any]) -> dict[str, Any]:
    """The same results, with those that say where the others come from first."""
    first = [name for name in ("digits", "backend", "seed") if name in values]
    return {name: values[name] for name in first + [name for name in values if name not in first]}


def show(value: Any) -> str:
    """A result as people read it: fractions with four significant digits."""
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def table(values: dict[str, Any]) -> str:
    """One aligned "name  value" line per result."""
    width = max(map(len, values), default=0)
    return "\n".join(f"{name:<{width}}  {show(value)}" for name, value in values.items())
