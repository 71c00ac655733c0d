"""The lecture's notebooks on the real kernel, once, in a directory of their own."""

import asyncio
import json
import re
from pathlib import Path
from typing import NamedTuple

import nbformat
import pytest

from publish.__main__ import describe
from publish.results import OURS, columns, run_of
from publish.run import find, report, run_all

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = find(ROOT / "notebooks", [])


class Lecture(NamedTuple):
    """The directory with the executed notebooks, the page and the numbers; what failed, by notebook."""

    out: Path
    failures: dict[str, str]

    def executed(self, path: Path) -> nbformat.NotebookNode:
        return nbformat.read(self.out / path.name, as_version=4)


@pytest.fixture(scope="module")
def lecture(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Lecture:
    if request.config.getoption("quick"):
        pytest.skip("--quick leaves out the lecture's notebooks")
    out = tmp_path_factory.mktemp("lecture")
    checkpoints = tmp_path_factory.mktemp("checkpoints")
    failures = asyncio.run(run_all(NOTEBOOKS, {"LATENTLAB_CHECKPOINTS": str(checkpoints)}, out))
    report(ROOT / "notebooks", out)
    return Lecture(out, {path.name: describe(path, failure) for path, failure in failures})


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_cell_runs_and_writes_no_error(lecture: Lecture, path: Path) -> None:
    assert path.name not in lecture.failures, lecture.failures[path.name]
    for cell in lecture.executed(path).cells:
        for output in cell.get("outputs", []):
            assert output.get("name") != "stderr", output.text


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_says_digits_seed_and_backend(lecture: Lecture, path: Path) -> None:
    notebook = lecture.executed(path)
    first = next(cell for cell in notebook.cells if cell.cell_type == "code")
    printed = "".join(output.get("text", "") for output in first.outputs)
    assert re.findall(r"^(digits|seed|backend) ", printed, re.MULTILINE) == ["digits", "seed", "backend"]
    assert {"digits", "source", "seed", "backend", "date"} <= notebook.metadata[OURS].keys()


def test_the_autoencoder_beats_pca(lecture: Lecture) -> None:
    records = json.loads((lecture.out / "results.json").read_text(encoding="utf-8"))["notebooks"]
    assert len(columns(records)) == 1 and run_of(records.values()) is not None
    found = columns(records)[0].numbers
    if records["04-evaluation"]["source"] == "MNIST":
        assert found["test_mse"] <= 0.0330
        assert found["pca_test_mse"] == pytest.approx(0.04296, abs=2e-5)
    else:
        assert found["test_mse"] <= 0.75 * found["pca_test_mse"]
    assert found["steps"] == 2500
    assert 0 < found["step_ms"] < 1000 * found["train_seconds"]


def test_the_vae_keeps_its_codes_and_the_faulty_one_loses_them(lecture: Lecture) -> None:
    records = json.loads((lecture.out / "results.json").read_text(encoding="utf-8"))["notebooks"]
    found = records["10-vae"]["numbers"]
    assert found["vae_minus_iwae_100"] < found["vae_minus_elbo"] == pytest.approx(found["vae_reconstruction"] + found["vae_kl"])
    if records["10-vae"]["source"] == "MNIST":
        assert found["vae_minus_elbo"] <= 116 and found["vae_knn_accuracy"] >= 0.97
    assert (found["vae_active_units"], found["collapsed_active_units"]) == (2, 0)
    assert found["collapsed_knn_accuracy"] < found["vae_knn_accuracy"]
    assert found["denoising_noisy_mse"] < found["autoencoder_noisy_mse"] < found["noisy_mse"]


def test_without_its_stabiliser_the_gan_forgets_what_there_is(lecture: Lecture) -> None:
    records = json.loads((lecture.out / "results.json").read_text(encoding="utf-8"))["notebooks"]
    found = records["11-gan"]["numbers"]
    assert found["gan_frechet"] < found["gan_collapsed_frechet"]
    if records["11-gan"]["source"] == "MNIST":
        assert found["gan_frechet"] <= 5


def test_every_formula_of_the_page_was_understood(lecture: Lecture) -> None:
    html = (lecture.out / "index.html").read_text(encoding="utf-8")
    formulas = re.findall(r"<math.*?</math>", html, re.DOTALL)
    assert formulas
    assert [formula for formula in formulas if "\\" in formula] == []
