"""Newer lectures reach a student's copies, and nothing of the student's is lost."""

import json
import os
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.sign import NotebookNotary

from setup.student_copies import RECORD, main, update

NAME, BESIDE = "05-latent-space.ipynb", "05-latent-space.new.ipynb"


def save(path: Path, *sources: str, output: str = "", seen: int = 0) -> None:
    """Writes a notebook with these cells; seen is a mark that JupyterLab might leave in its metadata."""
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    if output:
        cells[0].outputs = [nbformat.v4.new_output("stream", text=output)]
    notebook = nbformat.v4.new_notebook(cells=cells, metadata={"seen": seen})
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, path)


def says(path: Path) -> list[str]:
    return [cell.source for cell in nbformat.read(path, as_version=4).cells]


@pytest.fixture
def lecture(tmp_path: Path) -> Path:
    save(tmp_path / "lecture" / NAME, "first")
    save(tmp_path / "lecture" / "exercises" / "05.ipynb", "your turn")
    save(tmp_path / "lecture" / ".ipynb_checkpoints" / NAME, "not of the lecture")
    return tmp_path / "lecture"


@pytest.fixture
def work(lecture: Path, tmp_path: Path) -> Path:
    """A student's directory after a first start."""
    work = tmp_path / "work"
    assert update(lecture, work) == []
    return work


def files(work: Path) -> list[str]:
    return sorted(str(path.relative_to(work)) for path in work.rglob("*") if path.is_file())


def test_the_first_time(work: Path) -> None:
    assert files(work) == [RECORD, NAME, "exercises/05.ipynb"]
    assert says(work / NAME) == ["first"]
    assert NotebookNotary().check_signature(nbformat.read(work / NAME, as_version=4))


def test_an_exercise_comes_with_gaps(lecture: Path, work: Path) -> None:
    about = {"grade": False, "grade_id": "f", "locked": False, "schema_version": 3, "solution": True, "task": False}
    cell = nbformat.v4.new_code_cell(
        "func f() int {\n\t// ### BEGIN SOLUTION\n\treturn 1\n\t// ### END SOLUTION\n}", metadata={"nbgrader": about}
    )
    master = nbformat.v4.new_notebook(cells=[cell], metadata={"kernelspec": {"language": "go", "name": "gonb", "display_name": "Go"}})
    nbformat.write(master, lecture / "exercises" / "01.ipynb")
    assert update(lecture, work) == []
    assert says(work / "exercises" / "01.ipynb") == ['func f() int {\n\t// YOUR CODE HERE\n\tpanic("YOUR CODE HERE")\n}']
    cell.source = cell.source.replace("END SOLUTION", "")
    nbformat.write(master, lecture / "exercises" / "02.ipynb")
    assert "exercises/02.ipynb is not handed out" in update(lecture, work)[0]
    assert not (work / "exercises" / "02.ipynb").exists()


def test_a_page_that_notebooks_link_to_comes_with_them(lecture: Path, work: Path) -> None:
    (lecture / "glossary.md").write_text("# Glossary\n")
    assert update(lecture, work) == [] and (work / "glossary.md").read_text() == "# Glossary\n"
    (lecture / "glossary.md").write_text("# Words\n")
    assert update(lecture, work) == ["glossary.md is now the newer one."]
    (work / "glossary.md").write_text("# Mine\n")
    (lecture / "glossary.md").write_text("# Symbols\n")
    assert "glossary.new.md" in update(lecture, work)[0]
    assert [(work / name).read_text() for name in ("glossary.md", "glossary.new.md")] == ["# Mine\n", "# Symbols\n"]


def test_copies_can_be_written_where_the_lecture_cannot(lecture: Path, tmp_path: Path) -> None:
    (lecture / NAME).chmod(0o444)
    update(lecture, tmp_path / "work")
    assert (tmp_path / "work" / NAME).stat().st_mode & 0o777 == 0o644


def test_what_was_only_looked_at_becomes_the_newer_one(lecture: Path, work: Path) -> None:
    save(work / NAME, "first", seen=1)
    save(lecture / NAME, "second")
    assert update(lecture, work) == [f"{NAME} is now the newer one."]
    assert says(work / NAME) == ["second"] and files(work) == [RECORD, NAME, "exercises/05.ipynb"]


@pytest.mark.parametrize("change", [{"sources": ["mine"]}, {"sources": ["first"], "output": "0.0313\n"}, {"sources": ["first", "more"]}])
def test_what_was_changed_or_run_stays(lecture: Path, work: Path, change: dict[str, Any]) -> None:
    save(work / NAME, *change.pop("sources"), **change)
    mine = (work / NAME).read_bytes()
    assert update(lecture, work) == []  # no newer lecture
    save(lecture / NAME, "second")
    assert update(lecture, work) == [f"{NAME} stays as you have changed it; the newer one is beside it: {BESIDE}."]
    assert (work / NAME).read_bytes() == mine and says(work / BESIDE) == ["second"]
    assert update(lecture, work) == []  # said once

    save(lecture / NAME, "third")  # the one beside was not touched
    update(lecture, work)
    assert (work / NAME).read_bytes() == mine and says(work / BESIDE) == ["third"]

    save(work / BESIDE, "third, and mine")
    save(lecture / NAME, "fourth")
    assert "05-latent-space.new-2.ipynb" in update(lecture, work)[0]
    assert says(work / BESIDE) == ["third, and mine"] and says(work / "05-latent-space.new-2.ipynb") == ["fourth"]
    assert (work / NAME).read_bytes() == mine


def test_the_one_beside_is_not_put_there_twice(lecture: Path, work: Path) -> None:
    save(work / NAME, "mine")
    save(lecture / NAME, "second")
    update(lecture, work)
    (work / BESIDE).unlink()
    assert update(lecture, work) == [] and not (work / BESIDE).exists()


def test_a_deleted_one_comes_back(lecture: Path, work: Path) -> None:
    (work / NAME).unlink()
    update(lecture, work)
    assert says(work / NAME) == ["first"]


def test_a_file_that_was_there_before_is_the_students(lecture: Path, tmp_path: Path) -> None:
    work = tmp_path / "work"
    save(work / NAME, "mine")
    assert BESIDE in update(lecture, work)[0]
    assert says(work / NAME) == ["mine"]


@pytest.mark.parametrize("record", ["", "{}", "[1]", '{"put": 1, "given": 2}', "\ud800"])
def test_without_its_record_it_takes_differences_for_the_students(lecture: Path, work: Path, record: str) -> None:
    (work / RECORD).write_bytes(record.encode(errors="surrogatepass"))
    save(lecture / NAME, "second")
    assert BESIDE in update(lecture, work)[0]
    assert says(work / NAME) == ["first"]
    assert set(json.loads((work / RECORD).read_text())) == {"put", "given"}


def test_what_is_no_notebook_is_the_students_too(lecture: Path, work: Path) -> None:
    (work / NAME).write_text("{half a notebook")
    save(lecture / NAME, "second")
    assert BESIDE in update(lecture, work)[0]
    assert (work / NAME).read_text() == "{half a notebook"


def test_a_named_pipe_in_a_files_place(lecture: Path, work: Path) -> None:
    for path in (work / RECORD, work / NAME):
        path.unlink()
        os.mkfifo(path)
    update(lecture, work)
    assert (work / RECORD).is_file() and (work / NAME).is_fifo() and says(work / BESIDE) == ["first"]


def test_what_cannot_be_written_is_said(lecture: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "work").write_text("a file")
    assert main([str(lecture), str(tmp_path / "work")]) == 1
    assert str(tmp_path / "work") in capsys.readouterr().err


def test_a_lecture_without_notebooks_is_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path), str(tmp_path / "work")]) == 1
    assert f"there is no notebook in {tmp_path}" in capsys.readouterr().err
