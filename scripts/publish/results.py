"""The numbers that the notebooks recorded, each with where it is from, as people read them.

A notebook that was run keeps in its metadata, under OURS, a record:

    digits, source, seed    what it was run on; source is "MNIST" or "built-in digits"
    backend                 the engine that computed
    trained_on, model       the engine that trained the model it opened or trained, and which training that is
    version                 of latentlab that computed the numbers
    date, machine           when and where it was run; the date as in ISO 8601
    cells, seconds          how many code cells it has and how long they took
    failed_cell             the one that failed, 0 where the kernel did not start; null where none did
    outputs                 SHA-256 of the notebook's outputs, so that those of a later run are not taken for this one's
    code                    SHA-256 of each code cell as it was run, so that outputs of other code are seen
    numbers                 what it recorded by name

What a notebook did not say is left out. results.json is {"notebooks": {name: record}}: numbers of two notebooks are never
put together there. In the table they are, where digits, seed, engine, model and version are the same; else it has more columns.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import zip_longest
from typing import Any

import nbformat

from lib.columns import aligned

from .notebooks import code_cells

OURS = "latentlab"
"""The key of an executed notebook's metadata that holds its record."""

Record = dict[str, Any]

TEXTS = ("digits", "source", "backend", "trained_on", "model", "version", "machine")
"""The parts of a record that are texts."""

TOGETHER = ("digits", "seed", "trained_on", "model", "version")
"""Those that numbers in one column have in common."""


@dataclass
class Column:
    """Numbers of one origin: what they have in common by name, the notebooks they are from, and when those were run."""

    origin: dict[str, Any]
    notebooks: list[str] = field(default_factory=list)
    dates: list[str] = field(default_factory=list)
    numbers: dict[str, Any] = field(default_factory=dict)


def record_of(notebook: nbformat.NotebookNode) -> Record | None:
    """The record that a notebook keeps; None where there is none that this version could have written of these outputs."""
    record = notebook.metadata.get(OURS)
    if not isinstance(record, dict) or not isinstance(record.get("numbers"), dict) or record.get("outputs") != digest(notebook):
        return None
    if not isinstance(record.get("seed", 0), int) or not all(isinstance(record.get(key, ""), str) for key in TEXTS):
        return None
    try:
        day(record["date"])
    except (KeyError, TypeError, ValueError):
        return None
    return dict(record)


def digest(notebook: nbformat.NotebookNode) -> str:
    """The SHA-256 of a notebook's outputs, in hex. What passes between kernel and page only, "transient", is no part of them."""
    shown = [
        [{key: value for key, value in output.items() if key != "transient"} for output in cell.outputs]
        for cell in notebook.cells
        if cell.cell_type == "code"
    ]
    return hashlib.sha256(json.dumps(shown, sort_keys=True).encode()).hexdigest()


def code_digests(notebook: nbformat.NotebookNode) -> list[str]:
    """The SHA-256 of each code cell of a notebook, in hex."""
    return [hashlib.sha256(cell.source.encode()).hexdigest() for _, cell in code_cells(notebook)]


def stale(name: str, notebook: nbformat.NotebookNode) -> str | None:
    """Which code cell of the notebook of a name is not the one that its outputs are of, as a sentence; None where all are.

    A cell without outputs counts, too, for it may declare what others use.
    """
    record = notebook.metadata.get(OURS)
    ran = record.get("code") if isinstance(record, dict) else None
    if not isinstance(ran, list):
        return f"{name}: it does not say of which code its outputs are: {AGAIN}"
    for number, (was, now) in enumerate(zip_longest(ran, code_digests(notebook)), start=1):
        if was != now:
            return f"{name}: code cell {number} {'is not the one that was run' if now else 'was run and is gone'}: {AGAIN}"
    return None


AGAIN = "run it by scripts/figures.sh --notebooks"


def columns(records: Mapping[str, Record]) -> list[Column]:
    """The numbers of records, by the notebooks' names, a column for each origin. A notebook without numbers is in none."""
    found: list[Column] = []
    for name, record in records.items():
        if not record["numbers"]:
            continue
        origin = common(record)
        column = next((each for each in found if each.origin == origin), None)
        if column is None:
            column = Column(origin)
            found.append(column)
        column.notebooks.append(name[:2])
        column.dates.append(day(record["date"]))
        column.numbers.update(record["numbers"])
    return found


def common(record: Record) -> dict[str, Any]:
    """What a record must share with another for their numbers to stand in one column: where nothing was trained, its own engine."""
    trained_on = {"trained_on": record["backend"]} if "backend" in record else {}
    return {key: value for key, value in {**trained_on, **record}.items() if key in TOGETHER}


def rows(records: Mapping[str, Record]) -> list[list[str]]:
    """The table's rows: a name, then a value of each column. The first say where the column is from. There are none without numbers."""
    found = columns(records)
    if not found:
        return []
    said = [[key, *(show(column.origin.get(key, "–")) for column in found)] for key in TOGETHER if any(key in c.origin for c in found)]
    said.append(["notebooks", *(", ".join(column.notebooks) for column in found)])
    said.append(["run on", *(", ".join(dict.fromkeys(column.dates)) for column in found)])
    names = dict.fromkeys(name for column in found for name in column.numbers)
    return said + [[name, *(show(column.numbers.get(name, "–")) for column in found)] for name in names]


def show(value: Any) -> str:
    """A result as people read it: fractions with four significant digits."""
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def table(records: Mapping[str, Record]) -> str:
    """The rows as text. Where there is more than one column, a line before them says why."""
    lines = aligned(rows(records), "l")
    if len(columns(records)) > 1:
        return "The notebooks are of different runs, which have a column each. scripts/lecture.sh runs them all on the same.\n\n" + lines
    return lines


def made(record: Record) -> str:
    """When, on what and by which version a notebook was run.

    "MNIST 1, 5, 6 · seed 1 · trained on XLA on CPU · 27 November 2026, Linux x86_64 · latentlab 0.9.0"
    """
    parts = [record.get("digits"), f"seed {record['seed']}" if "seed" in record else None]
    engine, trained = record.get("backend"), record.get("trained_on")
    parts += [engine, f"trained on {trained}" if trained and trained != engine else None]
    parts += [", ".join(filter(None, [day(record["date"]), record.get("machine")])), program(record)]
    return " · ".join(part for part in parts if part)


def run_of(records: Iterable[Record]) -> str | None:
    """What made says of all of them where they are of one run, but for the digits each keeps and the engine; None where not.

    Unlike numbers, notebooks as a whole may be of one run though they keep different digits of one source.
    """
    records = list(records)
    if not records or clash(dict(enumerate(records))) or len({day(record["date"]) for record in records}) > 1:
        return None
    best = max(records, key=lambda record: (bool(record.get("trained_on")), "digits" in record))
    engine = best.get("trained_on") or best.get("backend")
    parts = [best.get("source"), f"seed {best['seed']}" if "seed" in best else None, engine]
    machines = sorted({str(record["machine"]) for record in records if record.get("machine")})
    parts += [", ".join([day(best["date"]), *machines]), next(filter(None, map(program, records)), None)]
    return " · ".join(part for part in parts if part)


def program(record: Record) -> str | None:
    """What computed a record's numbers, "latentlab 0.9.0", where it says so."""
    return f"latentlab {record['version']}" if "version" in record else None


def clash(records: Mapping[Any, Record]) -> tuple[str, Any, Any] | None:
    """What two of the records disagree in that makes them of different runs: its name, and the two. None where they agree.

    That a record does not say it is no disagreement.
    """
    for key in ("source", "seed", "trained_on", "model", "version"):
        said = [(name, record[key]) for name, record in records.items() if record.get(key) is not None]
        for name, value in said:
            if value != said[0][1]:
                return key, said[0][0], name
    return None


def day(date: str) -> str:
    """The day of a date in ISO 8601: 27 November 2026."""
    moment = datetime.fromisoformat(date)
    return f"{moment.day} {moment:%B %Y}"
