"""Figures drawn by notebooks, gathered in a directory."""

import json
import re
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from lib import chromium
from publish import figures
from publish.results import OURS, digest, record_of, stale

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


def record(path: Path, **said: object) -> None:
    """Notes in a notebook that its outputs are of a run."""
    notebook = nbformat.read(path, as_version=4)
    notebook.metadata[OURS] = {"date": "2026-05-01T23:00:00+02:00", "numbers": {}, "outputs": digest(notebook), **said}
    nbformat.write(notebook, path)


def test_only_one_slide(clone: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = clone / "out"
    out.mkdir()
    for old in ("08-old.png", "13-kept.png"):
        (out / old).write_bytes(b"old")
    before = (clone / "notebooks" / "05-draws.ipynb").read_text()

    assert figures.main(["--only", "8", "--out", str(out)]) == 0
    assert sorted(path.name for path in out.iterdir()) == ["08-curve.png", "08-curve.svg", "13-kept.png", "figures.html", "made.json"]
    assert (out / "08-curve.png").read_bytes().startswith(b"\x89PNG")
    sheet = (out / "figures.html").read_text()
    assert "Slide 8: Distribution in latent space" in sheet
    assert '<a href="08-curve.svg">SVG</a>' in sheet
    assert "07-draws" not in capsys.readouterr().out
    assert (clone / "notebooks" / "05-draws.ipynb").read_text() == before


DRAWING = """<?xml version="1.0"?>
<svg width="160pt" height="91pt" viewBox="0 0 160 91" xmlns="http://www.w3.org/2000/svg">
<text x="8" y="20" style="font-family:Liberation Sans,Arimo,Arial,Helvetica,sans-serif;font-size:13px">z ~ q</text>
<text x="8" y="40" style="font-family:Liberation Sans,Arimo,Arial,Helvetica,sans-serif;font-size:13px;font-weight:bold">codes</text>
</svg>
"""


@pytest.mark.skipif(chromium.EXECUTABLE is None, reason=chromium.MISSING)
def test_a_drawing_on_paper_is_as_large_and_in_its_own_typeface(tmp_path: Path) -> None:
    for name in ("08-curve", "13-curve"):
        (tmp_path / f"{name}.svg").write_text(DRAWING)
    assert figures.print_drawings(tmp_path, [8]) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["08-curve.pdf", "08-curve.svg", "13-curve.svg"]
    document = (tmp_path / "08-curve.pdf").read_bytes()
    assert document.startswith(b"%PDF-") and len(re.findall(rb"/Type\s*/Page\b", document)) == 1
    (box,) = re.findall(rb"/MediaBox\s*\[([^]]*)\]", document)
    assert [round(float(number)) for number in box.split()] == [0, 0, 160, 91]
    assert set(re.findall(rb"/BaseFont\s*/\w+\+(\S+)", document)) == {b"LiberationSans", b"LiberationSans-Bold"}


def test_without_chromium_nothing_is_run_for_pdf(clone: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(chromium, "EXECUTABLE", None)
    assert figures.main(["--pdf", "--out", str(clone / "out")]) == 2
    assert "figures.sh: --pdf: there is no Chromium: install it" in capsys.readouterr().err
    assert not (clone / "out").exists()


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
    record(clone / "notebooks" / "05-draws.ipynb")
    assert figures.main(["--only", "13", "--notebooks", "--out", str(clone / "out")]) == 0
    notebook = nbformat.read(clone / "notebooks" / "07-draws.ipynb", as_version=4)
    assert [list(output.data) for output in notebook.cells[1].outputs] == [["image/png"]]
    assert notebook.cells[1].execution_count == 1
    assert sorted(notebook.metadata) == ["kernelspec", OURS] and record_of(notebook) is not None
    assert stale("07-draws.ipynb", notebook) is None


SHOWS_A_PAGE = """import "latentlab/pkg/figure"

%%
still := figure.Curves(figure.Curve{Name: "y", Y: []float64{1, 2}})
if err := figure.ShowPage("13-page", figure.Page{Title: "a page", HTML: "<p>All of it.", Still: still}); err != nil {
	panic(err)
}"""


def test_a_page_is_put_where_its_notebook_links_to(clone: Path) -> None:
    path = clone / "notebooks" / "07-draws.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.append(new_code_cell(SHOWS_A_PAGE))
    nbformat.write(notebook, path)
    record(clone / "notebooks" / "05-draws.ipynb")
    assert figures.main(["--only", "13", "--notebooks", "--out", str(clone / "out")]) == 0
    # What the cell prints and what it shows go different ways to the kernel, and either may be there first.
    link, picture = (each for each in nbformat.read(path, as_version=4).cells[2].outputs if each.output_type == "display_data")
    assert "](../data/page.html)" in link.data["text/markdown"] and list(picture.data) == ["image/png"]
    assert (clone / "data" / "page.html").read_text() == "<p>All of it."


DRAWS_AND_SAYS = """import "latentlab/pkg/results"

%%
if err := results.Introduce(results.Origin{{Source: "MNIST", Seed: {seed}, TrainedOn: "Go", Model: "autoencoder 1"}}); err != nil {{
	panic(err)
}}"""


@pytest.mark.parametrize("other", [{"source": "built-in digits"}, {"seed": 1}, {"trained_on": "XLA"}, {"model": "autoencoder 2"}, None])
def test_notebooks_of_two_runs_are_not_mixed(clone: Path, capsys: pytest.CaptureFixture[str], other: dict[str, object] | None) -> None:
    path = clone / "notebooks" / "07-draws.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.append(new_code_cell(DRAWS_AND_SAYS.format(seed=2)))
    nbformat.write(notebook, path)
    if other is not None:
        record(
            clone / "notebooks" / "05-draws.ipynb", **{"source": "MNIST", "seed": 2, "trained_on": "Go", "model": "autoencoder 1", **other}
        )
    before = {each.name: each.read_bytes() for each in path.parent.iterdir()}
    assert figures.main(["--only", "13", "--notebooks", "--out", str(clone / "out")]) == 2
    said = capsys.readouterr().err
    if other is None:
        assert "05-draws.ipynb does not say when and on what" in said
    else:
        ((key, value),) = other.items()
        named = {"source": "digits", "trained_on": "engine"}.get(key, key)
        assert f"05-draws.ipynb has {named} {value}, 07-draws.ipynb {named} " in said
    assert "run them all, by scripts/figures.sh --notebooks without --only" in said
    assert {each.name: each.read_bytes() for each in path.parent.iterdir()} == before


def test_each_figure_says_of_which_run_it_is(clone: Path) -> None:
    out = clone / "out"
    out.mkdir()
    (out / "13-curve.png").write_bytes(b"old")
    (out / figures.MADE).write_text('{"13-curve": "MNIST · 1 May 2026", "08-gone": "MNIST", "13-odd": 7}')
    assert figures.main(["--only", "8", "--out", str(out)]) == 0
    kept = json.loads((out / figures.MADE).read_text())
    assert sorted(kept) == ["08-curve", "13-curve"] and kept["13-curve"] == "MNIST · 1 May 2026"
    sheet = (out / "figures.html").read_text()
    assert sheet.count("MNIST · 1 May 2026") == 1 and kept["08-curve"] in sheet


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
