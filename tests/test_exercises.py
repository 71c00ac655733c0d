"""Students' versions and solutions, made from masters as nbgrader makes them."""

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from exercises.__main__ import MASTERS, main
from exercises.master import STUB, Faulty, is_master, solution, student

FUNCTION = "func f() int {\n\t// ### BEGIN SOLUTION\n\treturn 1\n\t// ### END SOLUTION\n}"


def marked(cell: nbformat.NotebookNode, **marks: Any) -> nbformat.NotebookNode:
    about = {"grade": False, "grade_id": "f", "locked": False, "schema_version": 3, "solution": False, "task": False}
    cell.metadata["nbgrader"] = {**about, **marks}
    return cell


def master(*cells: nbformat.NotebookNode) -> nbformat.NotebookNode:
    return new_notebook(cells=list(cells), metadata={"kernelspec": {"language": "go", "name": "gonb", "display_name": "Go"}})


@pytest.fixture
def exercise() -> nbformat.NotebookNode:
    return master(
        new_markdown_cell("# f"),
        marked(new_code_cell(FUNCTION, execution_count=1), solution=True),
        marked(
            new_code_cell("%%\ncheck(f)", outputs=[new_output("stream", text="done")]),
            grade=True,
            locked=True,
            points=2,
            grade_id="f-check",
        ),
        marked(new_markdown_cell("It is 1."), solution=True, grade=True, points=1, grade_id="why"),
        marked(new_code_cell("all of it"), solution=True, grade_id="g"),
    )


def test_the_student_gets_gaps_and_checks_that_stay(exercise: nbformat.NotebookNode) -> None:
    made = student(exercise).cells
    assert made[1].source == 'func f() int {\n\t// YOUR CODE HERE\n\tpanic("YOUR CODE HERE")\n}' and made[1].execution_count is None
    assert made[2].source == "%%\ncheck(f)" and made[2].outputs == []
    assert [cell.source for cell in made[3:]] == ["YOUR ANSWER HERE", STUB]
    assert "editable" not in made[1].metadata and made[1].metadata.deletable is False
    assert made[2].metadata.editable is False and made[2].metadata.deletable is False
    assert "nbgrader" not in made[0].metadata and made[2].metadata.nbgrader.points == 2
    assert "return 1" in exercise.cells[1].source  # the master is as it was
    nbformat.validate(student(exercise))


def test_the_solution_has_no_marks(exercise: nbformat.NotebookNode) -> None:
    assert solution(exercise).cells[1].source == "func f() int {\n\treturn 1\n}"


@pytest.mark.parametrize(
    "change, says",
    [
        (lambda nb: nb.cells[1].update(source=FUNCTION.replace("END SOLUTION", "END")), "cell 2: a solution does not end"),
        (lambda nb: nb.cells[1].update(source=FUNCTION.replace("return 1", "BEGIN SOLUTION")), "cell 2: a solution begins inside another"),
        (lambda nb: nb.cells[1].metadata.nbgrader.update(solution=False), "cell 2: there is a solution in a cell that is none"),
        (lambda nb: nb.cells[2].metadata.nbgrader.pop("points"), "cell 3: it is graded, and has no points"),
        (lambda nb: nb.cells[2].metadata.nbgrader.update(grade_id="f"), "cell 3: its grade_id 'f' is that of cell 2, too"),
        (lambda nb: nb.cells[2].metadata.nbgrader.update(schema_version=2), "cell 3: nbgrader's schema_version is 2: want 3"),
        (lambda nb: nb.cells[2].metadata.nbgrader.pop("task"), "cell 3: nbgrader's task is None: want a bool"),
        (lambda nb: nb.metadata.kernelspec.update(language="python"), "its kernel's language is 'python': want go"),
    ],
)
def test_a_faulty_master_is_told(exercise: nbformat.NotebookNode, change: Callable[[nbformat.NotebookNode], object], says: str) -> None:
    spoilt = copy.deepcopy(exercise)
    change(spoilt)
    with pytest.raises(Faulty, match=says.replace("(", r"\(")):
        student(spoilt)


def test_what_is_no_master(exercise: nbformat.NotebookNode) -> None:
    assert is_master(exercise) and not is_master(master(new_code_cell("%%\nf()")))


def test_the_masters(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """All masters are whole, their outputs are not kept, their names are their own, and no student's version has a solution."""
    assert main(["--out", str(tmp_path)]) == 0
    names: list[str] = []
    for path in sorted(MASTERS.glob("*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        names += [cell.metadata.nbgrader.grade_id for cell in notebook.cells if "nbgrader" in cell.metadata]
        for cell in notebook.cells:
            assert cell.cell_type != "code" or cell.outputs == []
        text = (tmp_path / "student" / path.name).read_text(encoding="utf-8")
        assert "SOLUTION" not in text and text.count('panic(\\"YOUR CODE HERE\\")') >= 1
        assert "minutes" in notebook.cells[0].source and "points" in notebook.cells[0].source
        assert all(word in str(notebook) for word in ("The aim:", "How it is checked:", "<summary>Hint</summary>"))
    assert len(names) == len(set(names))
    assert capsys.readouterr().err == ""


def test_one_that_is_damaged_is_told_and_the_others_are_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], exercise: nbformat.NotebookNode
) -> None:
    monkeypatch.setattr("exercises.__main__.MASTERS", tmp_path)
    (tmp_path / "01-a.ipynb").write_text("{", encoding="utf-8")
    nbformat.write(exercise, tmp_path / "02-b.ipynb")
    assert main(["--out", str(tmp_path / "out")]) == 1
    assert "01-a.ipynb" in capsys.readouterr().err
    assert (tmp_path / "out" / "student" / "02-b.ipynb").exists() and not (tmp_path / "out" / "student" / "01-a.ipynb").exists()
