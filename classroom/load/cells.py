"""What a student runs: the cells of a notebook, of what kind each is, and how long one reads before it."""

import math
import random
from dataclasses import dataclass
from typing import Any

KINDS = ("text", "figure", "training")
WORDS_PER_MINUTE = 200
"""How fast a student reads: what is usual for prose that is read to be understood."""
SPREAD = 0.5
"""How much students differ: the standard deviation of the logarithm of their time, so two in three lie within ×0.6 and ×1.6."""


@dataclass(frozen=True)
class Cell:
    """A code cell of a notebook: its number from 1, its kind, and the number of words one reads before one runs it.

    One that shows a picture or a page must do so again: where it only prints, it has gone wrong.
    """

    number: int
    source: str
    kind: str
    words: int
    shows: bool


def kind_of(source: str, shows: bool) -> str:
    """The kind of a cell: training runs Fit, figure shows something without training, text does neither.

    A cell that opens a model and trains it only where there is none counts as what it is besides: in the lecture's order
    there is one.
    """
    if "training.Fit(" in source:
        return "training"
    return "figure" if shows else "text"


def cells_of(notebook: dict[str, Any]) -> list[Cell]:
    """The code cells of a notebook in nbformat 4 that has been run, in order. The code itself is read too."""
    cells: list[Cell] = []
    words = 0
    for cell in notebook["cells"]:
        source = cell["source"] if isinstance(cell["source"], str) else "".join(cell["source"])
        words += len(source.split())
        if cell["cell_type"] == "code" and source.strip():
            shows = any(output["output_type"] == "display_data" for output in cell["outputs"])
            cells.append(Cell(len(cells) + 1, source, kind_of(source, shows), words, shows))
            words = 0
    return cells


def reading_seconds(cell: Cell, chance: random.Random) -> float:
    """How long a student reads before running a cell, drawn from a log-normal distribution around the time for its words."""
    return 60 * cell.words / WORDS_PER_MINUTE * math.exp(chance.gauss(0, SPREAD))
