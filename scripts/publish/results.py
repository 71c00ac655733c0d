"""The numbers that the notebooks recorded, as people read them."""

from typing import Any

from lib.columns import aligned


def ordered(values: dict[str, Any]) -> dict[str, Any]:
    """The same results, with those that say where the others come from first."""
    first = [name for name in ("digits", "backend", "seed") if name in values]
    return {name: values[name] for name in first + [name for name in values if name not in first]}


def show(value: Any) -> str:
    """A result as people read it: fractions with four significant digits."""
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def table(values: dict[str, Any]) -> str:
    """One aligned "name  value" line per result."""
    return aligned([(name, show(value)) for name, value in values.items()], "l")
