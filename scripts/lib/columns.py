"""Tables as text."""

from collections.abc import Sequence


def aligned(rows: Sequence[Sequence[str]], sides: str = "lr", gap: int = 2) -> str:
    """Rows of cells as lines of columns, gap spaces apart. "" where there is no row.

    sides has a letter for each column: l for the left side, r for the right. The last letter counts for all that follow.
    Raises ValueError where one row has more cells than another.
    """
    places = [max(map(len, column)) for column in zip(*rows, strict=True)]
    side = sides + sides[-1] * len(places)
    lines = []
    for row in rows:
        cells = [cell.rjust(width) if to == "r" else cell.ljust(width) for cell, width, to in zip(row, places, side, strict=False)]
        lines.append((" " * gap).join(cells).rstrip())
    return "\n".join(lines)
