"""Choosing notebooks, keeping what they became, and the command line."""

import json
import shutil
from pathlib import Path

import nbformat
import pytest

from publish.__main__ import main
from publish.run import find


def test_find(notebooks: Path) -> None:
    assert [path.name[:2] for path in find(notebooks, [])] == ["01", "02", "03", "04", "05"]
    assert [path.name for path in find(notebooks, ["3", "01"])] == ["01-passes.ipynb", "03-does-not-compile.ipynb"]
    with pytest.raises(LookupError, match=r"no notebook 12 in .*there are 01, 02, 03, 04, 05"):
        find(notebooks, ["01", "12"])


def test_a_failing_notebook_does_not_stop_the_others(notebooks: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    source, out = tmp_path / "source", tmp_path / "out"
    source.mkdir()
    shutil.copy(notebooks / "02-fails.ipynb", source / "01-fails.ipynb")
    shutil.copy(notebooks / "01-passes.ipynb", source / "02-passes.ipynb")

    assert main(["--source", str(source), "--out", str(out)]) == 1
    printed = capfd.readouterr()
    lines = printed.out.splitlines()
    assert lines[0] == "01-fails  FAILED in cell 2"
    assert lines[1].startswith("02-passes  4 cells, 0:")
    assert ["mean", "–", "3"] in map(str.split, lines), "numbers of another seed are in another column"
    assert "01-fails.ipynb, code cell 2 failed:" in printed.err
    assert "    os.Exit(3)" in printed.err
    assert "    the loss is not a number" in printed.err

    results = json.loads((out / "results.json").read_text())["notebooks"]
    assert (results["01-fails"]["numbers"], results["01-fails"]["seed"]) == ({"before": 1}, 0)
    assert (results["02-passes"]["numbers"], results["02-passes"]["seed"]) == ({"mean": 3}, 1)
    assert results["01-fails"]["failed_cell"] == 2
    assert results["02-passes"]["failed_cell"] is None
    nbformat.validate(nbformat.read(out / "02-passes.ipynb", as_version=4))
    assert "A notebook that passes" in (out / "index.html").read_text()

    # Running one of them again keeps what the other had found.
    assert main(["--source", str(source), "--out", str(out), "2"]) == 0
    results = json.loads((out / "results.json").read_text())["notebooks"]
    assert results["01-fails"]["numbers"] == {"before": 1}
    assert sorted(path.name for path in out.iterdir()) == ["01-fails.ipynb", "02-passes.ipynb", "index.html", "results.json"]


def test_unknown_notebook(notebooks: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--source", str(notebooks), "--out", str(tmp_path / "out"), "99"]) == 2
    assert "there is no notebook 99" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
