"""Numbers shown as people read them."""

from collections.abc import Callable
from copy import deepcopy

import pytest
from nbformat import NotebookNode, from_dict
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from publish.results import OURS, clash, code_digests, digest, made, record_of, run_of, show, stale, table


@pytest.mark.parametrize(("value", "text"), [(0.0315743, "0.03157"), (2500, "2500"), (2500.0, "2500"), ("MNIST", "MNIST")])
def test_show(value: object, text: str) -> None:
    assert show(value) == text


RECORD = {
    "digits": "MNIST 1, 5, 6",
    "source": "MNIST",
    "seed": 1,
    "backend": "Go",
    "trained_on": "XLA on CPU",
    "model": "autoencoder 5f3a90c1",
    "version": "0.9.0",
    "date": "2026-05-01T23:00:00+02:00",
    "machine": "Linux x86_64",
    "numbers": {"test_mse": 0.0315743},
}


def test_numbers_of_one_run_stand_in_one_column() -> None:
    trained = {**RECORD, "backend": "XLA on CPU", "numbers": {"steps": 2500}}
    assert table({"03-train": trained, "04-evaluation": RECORD}).splitlines() == [
        "digits      MNIST 1, 5, 6",
        "seed        1",
        "trained_on  XLA on CPU",
        "model       autoencoder 5f3a90c1",
        "version     0.9.0",
        "notebooks   03, 04",
        "run on      1 May 2026",
        "steps       2500",
        "test_mse    0.03157",
    ]
    assert table({}) == table({"01-nothing": {**RECORD, "numbers": {}}}) == ""


@pytest.mark.parametrize(
    "other", [{"digits": "built-in digits 1, 5, 6"}, {"seed": 2}, {"trained_on": "Go"}, {"model": "autoencoder 0"}, {"version": "0.8.0"}]
)
def test_numbers_of_two_runs_never_stand_in_one_column(other: dict[str, object]) -> None:
    records = {"03-train": RECORD, "04-evaluation": {**RECORD, **other, "numbers": {"test_mse": 0.04}}}
    lines = table(records).splitlines()
    assert lines[0].startswith("The notebooks are of different runs")
    assert next(line for line in lines if line.startswith("test_mse")).split() == ["test_mse", "0.03157", "0.04"]
    assert next(line for line in lines if line.startswith("notebooks")).split() == ["notebooks", "03", "04"]
    (name, value), *_ = other.items()
    assert any(line.startswith(name) and line.endswith(str(value)) for line in lines)
    key = {"digits": None}.get(name, name)
    found = clash(records)
    assert (found and found[0]) == key and (run_of(records.values()) is None or name == "digits")


def test_what_a_run_is_called() -> None:
    assert made(RECORD) == "MNIST 1, 5, 6 · seed 1 · Go · trained on XLA on CPU · 1 May 2026, Linux x86_64 · latentlab 0.9.0"
    plain = {"date": RECORD["date"], "numbers": {}}
    assert made(plain) == "1 May 2026"
    all_digits = {**plain, "digits": "MNIST 0–9", "source": "MNIST", "seed": 1, "backend": "none"}
    assert run_of([all_digits, RECORD]) == "MNIST · seed 1 · XLA on CPU · 1 May 2026, Linux x86_64 · latentlab 0.9.0"
    assert run_of([all_digits, {**RECORD, "source": "built-in digits"}]) is None
    assert run_of([RECORD, {**RECORD, "date": "2026-05-02T00:00:00+02:00"}]) is None
    assert run_of([]) is None


def test_a_record_belongs_to_its_outputs() -> None:
    notebook = new_notebook(cells=[new_code_cell("f()", outputs=[new_output("stream", text="0.03")])])
    notebook.metadata[OURS] = from_dict({**RECORD, "outputs": digest(notebook)})
    assert record_of(notebook) is not None
    for wrong in ({"date": "yesterday"}, {"date": None}, {"numbers": [1]}, {"seed": "1"}, {"digits": 7}, {"outputs": "0"}):
        other = deepcopy(notebook)
        other.metadata[OURS].update(wrong)
        assert record_of(other) is None, wrong
    notebook.cells[0].outputs[0].text = "0.04"  # as after another run of the cell in JupyterLab
    assert record_of(notebook) is None
    assert record_of(new_notebook()) is None


def test_outputs_of_other_code_are_seen() -> None:
    cells = [new_code_cell("var n = 3"), new_markdown_cell("A text."), new_code_cell(""), new_code_cell("f(n)"), new_code_cell("g(n)")]
    notebook = new_notebook(cells=cells)
    notebook.metadata[OURS] = from_dict({**RECORD, "code": code_digests(notebook)})
    assert stale("05-codes.ipynb", notebook) is None

    def after(change: Callable[[NotebookNode], object]) -> str | None:
        other = deepcopy(notebook)
        change(other)
        return stale("05-codes.ipynb", other)

    assert after(lambda other: other.cells[1].update(source="Another text.")) is None
    edited = "05-codes.ipynb: code cell 2 is not the one that was run: run it by scripts/figures.sh --notebooks"
    assert after(lambda other: other.cells[3].update(source="f(n + 1)")) == edited
    assert after(lambda other: other.cells.insert(3, new_code_cell("h(n)"))) == edited
    assert after(lambda other: other.cells.append(new_code_cell("h(n)"))) == edited.replace("2", "4")
    assert "code cell 3 was run and is gone: run it" in str(after(lambda other: other.cells.pop()))
    for damaged in ({}, 7, {"code": "f5"}):
        notebook.metadata[OURS] = damaged
        assert "does not say of which code" in str(stale("05-codes.ipynb", notebook))
