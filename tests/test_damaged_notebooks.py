"""Executed notebooks, damaged in many ways: the page is made without them or with them, and nothing but a sentence is said."""

import copy
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output, writes

from publish.notebooks import Unreadable, read
from publish.results import OURS, digest
from publish.run import report

from campaign import Campaign

OUTPUTS = [
    new_output("stream", text="0.03\n"),
    new_output("display_data", data={"image/png": "iVBORw0KGgo=", "text/plain": "x"}, metadata={"image/png": {"width": 10}}),
    new_output("error", ename="E", evalue="v", traceback=["a", "b"]),
]
RECORD = {"digits": "MNIST 1, 5, 6", "source": "MNIST", "seed": 1, "backend": "Go", "date": "2026-05-01T23:00:00+02:00", "seconds": 1.5}
GOOD = new_notebook(
    cells=[new_markdown_cell("# A title\n\n$x^2$, [another](02-b.ipynb)"), new_code_cell("%%\nf()", outputs=OUTPUTS)],
    metadata={"kernelspec": {"name": "gonb", "display_name": "Go", "language": "go"}, OURS: {**RECORD, "numbers": {"test_mse": 0.03}}},
)
STRANGE = [None, True, 0, -1, 1e308, float("nan"), "", "x", "\0", "\ud800", [], [1], {}, {"a": 1}]


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Each place in JSON: what it is in, and its key there."""
    for key in list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else []:
        yield value, key
        yield from places(value[key])


def damaged(chance: random.Random) -> bytes:
    """The good notebook with one or two values changed, lost or doubled, or with a byte changed."""
    notebook = json.loads(writes(GOOD))
    for _ in range(chance.randint(1, 2)):
        holder, key = chance.choice(list(places(notebook)))
        change = chance.choice(["changed", "lost", "doubled"])
        if change == "changed":
            holder[key] = chance.choice(STRANGE)
        elif change == "lost":
            del holder[key]
        elif isinstance(holder, list):
            holder.insert(key, copy.deepcopy(holder[key]))
        else:
            holder[f"{key}2"] = copy.deepcopy(holder[key])
    text = bytearray(json.dumps(notebook).encode())
    if chance.random() < 0.2:
        text[chance.randrange(len(text))] = chance.randrange(256)
    return bytes(text)


@pytest.mark.fault
def test_a_page_or_a_sentence(tmp_path: Path, campaign: Campaign, capsys: pytest.CaptureFixture[str]) -> None:
    source, out = tmp_path / "source" / "01-a.ipynb", tmp_path / "out" / "01-a.ipynb"
    for path in (source, out):
        path.parent.mkdir()
    shown = set()

    def attempt(number: int) -> None:
        text = damaged(random.Random(number))
        for path in (source, out):
            path.write_bytes(text)
        try:
            notebook = read(out)
        except Unreadable:
            pass
        else:
            if isinstance(record := notebook.metadata.get(OURS), dict):  # as if these outputs had been its own
                record["outputs"] = digest(notebook)
                out.write_text(nbformat.writes(notebook), encoding="utf-8")
        records = report(source.parent, out.parent)
        said = capsys.readouterr()
        assert (said.out, said.err.count("\n")) == ("", 0 if records else 1), said
        shown.add(bool(records))

    campaign("executed notebook damaged", 200, attempt)
    assert shown == {True, False}
