"""Files are written whole, and numbers shown as people read them."""

import json
from pathlib import Path

import pytest

from lib.files import write, write_json
from publish.results import ordered, show, table


def test_an_interrupted_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "results.json"
    write_json(path, {"seed": 1})

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("pathlib.Path.replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write(path, "half")
    assert json.loads(path.read_text()) == {"seed": 1}
    assert [entry.name for entry in tmp_path.iterdir()] == ["results.json"]


@pytest.mark.parametrize(("value", "text"), [(0.0315743, "0.03157"), (2500, "2500"), (2500.0, "2500"), ("MNIST", "MNIST")])
def test_show(value: object, text: str) -> None:
    assert show(value) == text


def test_table() -> None:
    assert table({"seed": 1, "test_mse": 0.0315743}) == "seed      1\ntest_mse  0.03157"
    assert table({}) == ""


def test_ordered() -> None:
    assert list(ordered({"backend": "Go", "test_mse": 0.03, "seed": 1})) == ["backend", "seed", "test_mse"]
