"""Notebooks of many runs put together: each number stands below the run that it is from, and no two runs pass for one."""

import random
from typing import Any

import pytest

from publish.results import Record, columns, made, rows, run_of

from campaign import Campaign

CHOICES: dict[str, list[Any]] = {
    "digits": ["MNIST 1, 5, 6", "MNIST 0–9", "built-in digits 1, 5, 6"],
    "seed": [1, 2],
    "backend": ["Go", "XLA on CPU", "XLA on cuda"],
    "trained_on": ["Go", "XLA on CPU"],
    "model": ["autoencoder 5f3a90c1", "autoencoder 0c1d2e3f"],
    "version": ["0.8.0", "0.9.0"],
    "date": ["2026-05-01T23:00:00+02:00", "2026-05-02T08:00:00+02:00"],
}
ALWAYS = ("date", "seed", "digits")


def recorded(chance: random.Random, name: str) -> Record:
    """A record of any run, which may leave out what not every notebook knows, with a number of its own and one that all have."""
    said = {key: chance.choice(values) for key, values in CHOICES.items() if key in ALWAYS or chance.random() < 0.7}
    source = "built-in digits" if said["digits"].startswith("built-in") else "MNIST"
    return {**said, "source": source, "numbers": {f"only_{name}": chance.random(), "test_mse": chance.random()}}


def engine(record: Record) -> str | None:
    """The engine that the record's model was trained on, or that computed where nothing was trained."""
    return record.get("trained_on") or record.get("backend")


@pytest.mark.fault
def test_each_number_stands_below_its_run(campaign: Campaign) -> None:
    put_together = set()

    def attempt(number: int) -> None:
        chance = random.Random(number)
        records = {f"{n:02}-a": recorded(chance, f"{n:02}") for n in range(1, chance.randint(2, 5))}
        found = columns(records)
        for column in found:
            here = [record for name, record in records.items() if name[:2] in column.notebooks]
            for key in ("digits", "seed", "model", "version"):
                assert {record.get(key) for record in here} == {column.origin.get(key)}, (key, records)
            assert {engine(record) for record in here} == {column.origin.get("trained_on")}, records
            assert column.numbers["test_mse"] in [record["numbers"]["test_mse"] for record in here], records
            put_together.add(len(here) > 1)
        table = {name: values for name, *values in rows(records)}
        for name, record in records.items():
            place = next(i for i, column in enumerate(found) if name[:2] in column.notebooks)
            row = table[f"only_{name[:2]}"]
            assert row[place] == f"{record['numbers'][f'only_{name[:2]}']:.4g}" and set(row[:place] + row[place + 1 :]) <= {"–"}, records
            for key in ("digits", "seed", "model", "version"):
                assert table.get(key, ["–"] * len(found))[place] == str(record.get(key, "–")), records
                assert key in ("model", "version") or str(record[key]) in made(record), record
        one = run_of(records.values())
        for key in ("source", "seed", "trained_on", "model", "version"):
            assert one is None or len({record[key] for record in records.values() if key in record}) <= 1, records

    campaign("numbers of several origins", 2000, attempt)
    assert put_together == {True, False}
