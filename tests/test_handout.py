"""What an instructor hands out is what students get: all of it, exercises with gaps, and nothing where something is wrong."""

from pathlib import Path

import nbformat
import pytest

from classroom import handout
from setup.student_copies import RECORD, main

MARKS = {"grade": False, "grade_id": "f", "locked": False, "schema_version": 3, "solution": True, "task": False}
GO = {"kernelspec": {"language": "go", "name": "gonb", "display_name": "Go"}}
SECRET = "return 1"


def save(path: Path, source: str, **metadata: object) -> None:
    """Writes a notebook of one cell."""
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source, metadata=metadata)], metadata=GO), path)


@pytest.fixture
def sheets(tmp_path: Path) -> Path:
    """A sheet, an exercise's master in a directory, data, deadlines, and a hidden file."""
    sheets = tmp_path / "sheets"
    save(sheets / "sheet.ipynb", "first")
    save(sheets / "more" / "01.ipynb", f"func f() int {{\n\t// ### BEGIN SOLUTION\n\t{SECRET}\n\t// ### END SOLUTION\n}}", nbgrader=MARKS)
    (sheets / "data.csv").write_bytes(b"1,2\n\xff")
    (sheets / "assignments.csv").write_text("assignment,deadline\nsheet,\n")
    (sheets / ".DS_Store").write_text("of the instructor's computer")
    return sheets


def files(directory: Path) -> dict[str, bytes]:
    return {str(path.relative_to(directory)): path.read_bytes() for path in sorted(directory.rglob("*")) if path.is_file()}


def test_everything_that_is_not_hidden_and_no_solution(sheets: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "handout"
    assert handout.main([str(sheets), str(target)]) == 0
    assert "assignments.csv, data.csv, more/01.ipynb, sheet.ipynb" in capsys.readouterr().out
    found = files(target)
    assert list(found) == ["assignments.csv", "data.csv", "more/01.ipynb", "sheet.ipynb"]
    assert found["data.csv"] == b"1,2\n\xff"
    assert b"YOUR CODE HERE" in found["more/01.ipynb"] and SECRET.encode() not in found["more/01.ipynb"]


def test_what_is_no_longer_handed_out_goes(sheets: Path, tmp_path: Path) -> None:
    target = tmp_path / "handout"
    handout.hand_out(sheets, target)
    (sheets / "data.csv").unlink()
    handout.hand_out(sheets, target)
    assert "data.csv" not in files(target)


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("sheet.ipynb", "{", "sheet.ipynb is no notebook"),
        ("assignments.csv", "assignment,deadline\nsheet,tomorrow\n", "line 2: the deadline is 'tomorrow'"),
        ("assignments.csv", "assignment,deadline\nmy sheet,\n", "line 2: 'my sheet' is no name of an assignment"),
    ],
)
def test_where_something_is_wrong_nothing_changes(
    sheets: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, text: str, why: str
) -> None:
    target = tmp_path / "handout"
    handout.hand_out(sheets, target)
    before = files(target)
    (sheets / "data.csv").write_text("newer")
    (sheets / name).write_text(text)
    assert handout.main([str(sheets), str(target)]) == 1
    assert why in capsys.readouterr().err
    assert files(target) == before


def test_a_solution_that_cannot_be_told_is_not_handed_out(sheets: Path, tmp_path: Path) -> None:
    save(sheets / "more" / "01.ipynb", f"func f() int {{\n\t// ### BEGIN SOLUTION\n\t{SECRET}\n}}", nbgrader=MARKS)
    with pytest.raises(handout.Trouble, match=r"more/01\.ipynb is not handed out"):
        handout.hand_out(sheets, tmp_path / "handout")
    assert not (tmp_path / "handout").exists()


def test_a_student_gets_every_file_and_keeps_their_changes(sheets: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As from the lecture, of which only notebooks and pages come."""
    handed, mine = tmp_path / "handout", tmp_path / "mine"
    handout.hand_out(sheets, handed)
    assert main(["--every-file", str(handed), str(mine)]) == 0
    assert list(files(mine)) == [RECORD, "assignments.csv", "data.csv", "more/01.ipynb", "sheet.ipynb"]
    (mine / "data.csv").write_text("mine")
    (sheets / "data.csv").write_text("newer")
    save(sheets / "sheet.ipynb", "second")
    handout.hand_out(sheets, handed)
    assert main(["--every-file", str(handed), str(mine)]) == 0
    assert (mine / "data.csv").read_text() == "mine" and (mine / "data.new.csv").read_text() == "newer"
    assert "second" in (mine / "sheet.ipynb").read_text()
    assert "data.csv stays as you have changed it" in capsys.readouterr().out
