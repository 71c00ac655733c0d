"""The lecture's notebooks on the real kernel, once, in a directory of their own."""

import asyncio
import re
from pathlib import Path

import nbformat
import pytest

from lecture.run import OURS, find, report, run_all

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = find(ROOT / "notebooks", [])


@pytest.fixture(scope="module")
def lecture(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The directory with the executed notebooks, the page and the numbers."""
    if request.config.getoption("quick"):
        pytest.skip("--quick leaves out the lecture's notebooks")
    out = tmp_path_factory.mktemp("lecture")
    checkpoints = tmp_path_factory.mktemp("checkpoints")
    asyncio.run(run_all(NOTEBOOKS, {"LATENTLAB_CHECKPOINTS": str(checkpoints)}, out))
    report(ROOT / "notebooks", out)
    return out


def executed(lecture: Path, path: Path) -> nbformat.NotebookNode:
    return nbformat.read(lecture / path.name, as_version=4)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_cell_runs_and_writes_no_error(lecture: Path, path: Path) -> None:
    notebook = executed(lecture, path)
    assert notebook.metadata[OURS]["failed_cell"] is None
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            assert output.output_type != "error", output.evalue
            assert output.get("name") != "stderr", output.text


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_numbers_say_where_they_come_from(lecture: Path, path: Path) -> None:
    found = executed(lecture, path).metadata[OURS]["results"]
    assert {"digits", "seed"} <= found.keys()


def test_the_autoencoder_beats_pca(lecture: Path) -> None:
    found = report(ROOT / "notebooks", lecture)
    if found["digits"].startswith("MNIST"):
        assert found["test_mse"] <= 0.0330
        assert found["pca_test_mse"] == pytest.approx(0.04296, abs=2e-5)
    else:
        assert found["test_mse"] <= 0.75 * found["pca_test_mse"]
    assert found["steps"] == 2500
    assert 0 < found["step_ms"] < 1000 * found["train_seconds"]


def test_every_formula_of_the_page_was_understood(lecture: Path) -> None:
    html = (lecture / "index.html").read_text(encoding="utf-8")
    formulas = re.findall(r"<math.*?</math>", html, re.DOTALL)
    assert formulas
    assert [formula for formula in formulas if "\\" in formula] == []
