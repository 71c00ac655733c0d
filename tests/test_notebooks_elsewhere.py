"""The notebooks in the clone as other readers take them: GitHub, VS Code, a screen reader."""

import re
from pathlib import Path

import nbformat
import pytest

from publish.run import find

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = find(ROOT / "notebooks", [])


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def notebook(request: pytest.FixtureRequest) -> nbformat.NotebookNode:
    return nbformat.read(request.param, as_version=nbformat.NO_CONVERT)


def data(notebook: nbformat.NotebookNode) -> list[nbformat.NotebookNode]:
    """The outputs that show something other than text."""
    shown = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs if "data" in output]
    return [output for output in shown if "text/markdown" not in output.data]


def test_is_valid(notebook: nbformat.NotebookNode) -> None:
    nbformat.validate(notebook)
    assert (notebook.nbformat, notebook.nbformat_minor) >= (4, 5)  # cells have ids, so that two versions can be compared


def test_says_that_it_is_go(notebook: nbformat.NotebookNode) -> None:
    assert notebook.metadata.kernelspec.name == "gonb" and notebook.metadata.kernelspec.language == "go"
    language = notebook.metadata.language_info
    assert (language.name, language.file_extension, language.mimetype) == ("go", ".go", "text/x-go")


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_is_small_enough_to_be_shown(path: Path) -> None:
    assert path.stat().st_size < 1_000_000


def test_links_of_outputs_lead_somewhere(notebook: nbformat.NotebookNode) -> None:
    texts = [output.data.get("text/markdown", "") for cell in notebook.cells for output in cell.get("outputs", []) if "data" in output]
    targets = re.findall(r"\]\(([^)]+)\)", "\n".join(texts))
    assert [target for target in targets if not (ROOT / "notebooks" / target).exists()] == []


def test_every_picture_is_there_as_png_and_in_words(notebook: nbformat.NotebookNode) -> None:
    shown = data(notebook)
    assert shown, "no cell shows a picture"
    for output in shown:
        assert "image/png" in output.data, list(output.data)
        assert len(output.metadata["image/png"]["alt"]) > 10


def test_is_as_it_was_run(notebook: nbformat.NotebookNode) -> None:
    counts = [cell.execution_count for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip()]
    assert counts == list(range(1, len(counts) + 1))
