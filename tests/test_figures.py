"""Figures drawn by notebooks, gathered in a directory."""

from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from publish import figures

DRAWS = """import "latentlab/pkg/figure"

%%
figure.Show("{slide}-curve", figure.Curves(figure.Curve{{Name: "y", Y: []float64{{1, 2, 4}}}}))"""


@pytest.fixture
def clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A clone with two notebooks, which draw figures of slides 8 and 13."""
    (tmp_path / "notebooks").mkdir()
    for number, slide in (("05", "08"), ("07", "13")):
        drawn = new_output("display_data", data={"image/png": ""}, metadata={"latentlab": {"figure": f"{slide}-curve"}})
        cells = [new_markdown_cell("# A title"), new_code_cell(DRAWS.format(slide=slide), outputs=[drawn])]
        metadata = {"kernelspec": {"name": "gonb", "display_name": "Go (gonb)", "language": "go"}}
        nbformat.write(new_notebook(cells=cells, metadata=metadata), tmp_path / "notebooks" / f"{number}-draws.ipynb")
    monkeypatch.setattr(figures, "ROOT", tmp_path)
    return tmp_path


def test_only_one_slide(clone: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = clone / "out"
    out.mkdir()
    for old in ("08-old.png", "13-kept.png"):
        (out / old).write_bytes(b"old")
    before = (clone / "notebooks" / "05-draws.ipynb").read_text()

    assert figures.main(["--only", "8", "--out", str(out)]) == 0
    assert sorted(path.name for path in out.iterdir()) == ["08-curve.png", "08-curve.svg", "13-kept.png", "figures.html"]
    assert (out / "08-curve.png").read_bytes().startswith(b"\x89PNG")
    sheet = (out / "figures.html").read_text()
    assert "Slide 8: Distribution in latent space" in sheet
    assert '<a href="08-curve.svg">SVG</a>' in sheet
    assert "07-draws" not in capsys.readouterr().out
    assert (clone / "notebooks" / "05-draws.ipynb").read_text() == before


def test_the_slides_of_a_notebook_are_those_of_its_outputs(clone: Path) -> None:
    path = clone / "notebooks" / "05-draws.ipynb"
    assert figures.slides_of(path) == {8}
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[1].outputs.append(new_output("display_data", data={"image/png": ""}, metadata={"latentlab": {"figure": "mine"}}))
    notebook.cells[1].outputs.append(new_output("display_data", data={"image/png": ""}))
    notebook.cells[1].outputs.append(new_output("stream", text="08-no-figure"))
    nbformat.write(notebook, path)
    assert figures.slides_of(path) == {8}
    notebook.cells[1].outputs = []
    nbformat.write(notebook, path)
    assert figures.slides_of(path) == set()


def test_outputs_go_into_the_notebooks(clone: Path) -> None:
    assert figures.main(["--only", "13", "--notebooks", "--out", str(clone / "out")]) == 0
    notebook = nbformat.read(clone / "notebooks" / "07-draws.ipynb", as_version=4)
    assert [list(output.data) for output in notebook.cells[1].outputs] == [["image/png"]]
    assert notebook.cells[1].execution_count == 1
    assert list(notebook.metadata) == ["kernelspec"]


def test_a_failed_cell_leaves_the_notebooks(clone: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = clone / "notebooks" / "07-draws.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.append(new_code_cell('%%\npanic("no")'))
    nbformat.write(notebook, path)
    before = path.read_text()
    assert figures.main(["--only", "13", "--notebooks", "--out", str(clone / "out")]) == 1
    assert path.read_text() == before
    assert "07-draws.ipynb, code cell 2 failed" in capsys.readouterr().err


def test_a_slide_that_nobody_draws(clone: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert figures.main(["--only", "14", "--out", str(clone / "out")]) == 2
    assert "no notebook draws slide 14" in capsys.readouterr().err
