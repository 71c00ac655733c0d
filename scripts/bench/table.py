"""What was measured, as rows of rounds; their medians and ratios; and the same as text and as JSON."""

import statistics
from dataclasses import dataclass, field
from typing import Any

from lib.columns import aligned

Found = dict[str, Any]
"""What one round of a row has found, by the names of the columns; empty where the row took no part."""


@dataclass
class Row:
    """A contender: what each round found, and the name of the row that its ratios compare it with, if any."""

    name: str
    found: list[Found] = field(default_factory=list)
    against: str = ""
    note: str = ""

    def values(self, key: str) -> list[float]:
        """The numbers of a column, without the rounds that have none."""
        return [found[key] for found in self.found if key in found]

    def median(self, key: str) -> float:
        """The median of a column; not a number where no round has one."""
        return statistics.median(self.values(key) or [float("nan")])


def ratio(row: Row, other: Row, key: str) -> float:
    """The median over the rounds of row ÷ other within one round; not a number where they share no round.

    Rounds lie minutes apart and a machine's speed drifts; within one round it is the same for both.
    """
    pairs = zip(row.found, other.found, strict=False)  # one that has failed has fewer
    return statistics.median([a[key] / b[key] for a, b in pairs if key in a and key in b] or [float("nan")])


@dataclass(frozen=True)
class Column:
    """A number that rows have: its name in Row.found and its title with the unit. With ratio, it is also compared."""

    key: str
    title: str
    ratio: bool = True


@dataclass(frozen=True)
class Goal:
    """What was aimed at: a value and the most it should be."""

    text: str
    value: float
    most: float

    @property
    def verdict(self) -> str:
        """Whether it was reached."""
        if self.value != self.value:  # not a number
            return "not measured"
        return "reached" if self.value <= self.most else "missed"


@dataclass
class Table:
    """One part of the bench."""

    title: str
    columns: list[Column]
    rows: list[Row]
    goals: list[Goal] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def row(self, name: str) -> Row:
        """The row of a name, or an empty one."""
        return next((row for row in self.rows if row.name == name), Row(name))


def number(value: float) -> str:
    """A number with three significant digits, and no fraction from 100 on."""
    if value != value:
        return "–"
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.3g}"


def times(value: float) -> str:
    """A ratio with two decimals, or fewer where it is large."""
    return (f"{value:.2f}" if value < 10 else number(value)) + "×"


def cells(table: Table, row: Row) -> list[str]:
    """A row's text, column by column: median (minimum–maximum) ratio."""
    result = [row.name]
    for column in table.columns:
        values = row.values(column.key)
        text = number(row.median(column.key)) if values else ""
        if len(values) > 1:
            text += f" ({number(min(values))}–{number(max(values))})"
        if values and column.ratio and row.against:
            text += f" {times(ratio(row, table.row(row.against), column.key))}"
        result.append(text)
    return result


def text(table: Table) -> str:
    """The table for people: aligned columns, then the notes of rows and of the whole."""
    lines = [["", *(column.title for column in table.columns)], *(cells(table, row) for row in table.rows)]
    notes = [f"{row.name}: {row.note}" for row in table.rows if row.note] + table.notes
    if any(row.against for row in table.rows):
        others = {row.against for row in table.rows if row.against}
        notes.append(f"× is the ratio to {others.pop() if len(others) == 1 else 'latentlab in the same line of work'}, round by round.")
    return "\n".join([table.title, "", aligned(lines, gap=3), *(["", *notes] if notes else [])])


def goals_text(goals: list[Goal]) -> str:
    """The goals for people, one a line."""
    return aligned([(goal.text, number(goal.value), "at most", number(goal.most), goal.verdict) for goal in goals], "lrlrl")


def data(table: Table) -> dict[str, Any]:
    """The table for programs: every round of every row, with what the text says of them."""
    rows = []
    for row in table.rows:
        columns: dict[str, Any] = {}
        for column in table.columns:
            values = row.values(column.key)
            if not values:
                continue
            columns[column.key] = {"median": row.median(column.key), "min": min(values), "max": max(values)}
            if column.ratio and row.against:
                columns[column.key]["ratio"] = finite(ratio(row, table.row(row.against), column.key))
        rows.append({"name": row.name, "against": row.against, "note": row.note, "columns": columns, "rounds": row.found})
    goals = [{"text": g.text, "value": finite(g.value), "most": g.most, "verdict": g.verdict} for g in table.goals]
    titles = {column.key: column.title for column in table.columns}
    return {"title": table.title, "columns": titles, "rows": rows, "goals": goals, "notes": table.notes}


def finite(value: float) -> float | None:
    """A number that JSON can hold."""
    return value if value == value else None
