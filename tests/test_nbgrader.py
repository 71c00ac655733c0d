"""nbgrader on the exercises, as scripts/nbgrader.sh runs it: from the masters to grades in a table, with the points of scripts/grade.sh."""

import csv
import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest

from exercises.__main__ import MASTERS
from exercises.master import marks, solution, student
from grading import judge
from grading.__main__ import main

ROOT = Path(__file__).resolve().parents[1]
LATENT, CODES = "10-latent-dimension", "12-reparametrization"
FORGED = "%%\nfmt.Println(`all 4 checks pass`)"

POINTS = {
    "zoe": {f"{LATENT}/components-check": 2, f"{CODES}/reparametrize-check": 2, f"{CODES}/kl-check": 2},
    "max": {f"{LATENT}/components-check": 0, f"{CODES}/reparametrize-check": 0, f"{CODES}/kl-check": 2},
}
"""Zoe has solved both exercises; she prints to standard error, and has deleted a check. Of Max's answers one does not compile, and its
check is edited; one takes the variance for its root; one is right."""

BY_PART = """
    SELECT submitted_assignment.student_id, notebook.name || '/' || base_cell.name, grade.auto_score
    FROM grade
    JOIN base_cell ON base_cell.id = grade.cell_id
    JOIN submitted_notebook ON submitted_notebook.id = grade.notebook_id
    JOIN notebook ON notebook.id = submitted_notebook.notebook_id
    JOIN submitted_assignment ON submitted_assignment.id = submitted_notebook.assignment_id
"""


def master(exercise: str) -> nbformat.NotebookNode:
    return nbformat.read(MASTERS / f"{exercise}.ipynb", as_version=4)


def name(cell: nbformat.NotebookNode) -> str:
    return str(marks(cell).get("grade_id", ""))


def submission(exercise: str, change: Callable[[str, str], str]) -> nbformat.NotebookNode:
    """A student's version with the solution in its gaps, as change has it of a cell's name and source; without source, the cell goes."""
    notebook = student(master(exercise))
    solved = {name(cell): cell.source for cell in solution(master(exercise)).cells}
    for cell in notebook.cells:
        if name(cell):
            cell.source = change(name(cell), solved[name(cell)])
    notebook.cells = [cell for cell in notebook.cells if cell.source]
    return notebook


def swapped(source: str, old: str, new: str) -> str:
    """A solution with a part of it written in another way."""
    assert old in source, f"the master's solution has no {old!r} any more"
    return source.replace(old, new)


def zoes(cell: str, source: str) -> str:
    if cell == "components":
        return swapped(source, "total := 0.0", "total := 0.0\n\tos.Stderr.WriteString(`so far`)")
    return "" if cell == "kl-check" else source


def maxs(cell: str, source: str) -> str:
    if cell == "components":
        return swapped(source, "return n", 'return "many"')
    if cell == "reparametrize":
        return swapped(source, "0.5*", "")
    return FORGED if cell == "components-check" else source


class Course:
    """A course directory of nbgrader's, with what two students have handed in."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for who, change in {"zoe": zoes, "max": maxs}.items():
            for exercise in (LATENT, CODES):
                path = root / "submitted" / "exercises" / who / f"{exercise}.ipynb"
                path.parent.mkdir(parents=True, exist_ok=True)
                nbformat.write(submission(exercise, change), path)

    def nbgrader(self, *command: str) -> None:
        """Runs a command of nbgrader's, which is to succeed."""
        places = [f"--CourseDirectory.root={self.root}", f"--CourseDirectory.source_directory={MASTERS.parent}"]
        done = subprocess.run([ROOT / "scripts" / "nbgrader.sh", *command, *places], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr

    def points(self) -> dict[str, dict[str, float]]:
        """What the database says of each student's parts, of the exercises that they have handed in."""
        found: dict[str, dict[str, float]] = {}
        database = sqlite3.connect(self.root / "gradebook.db")
        for who, part, score in database.execute(BY_PART):
            if part.startswith((LATENT, CODES)):
                found.setdefault(who, {})[part] = score
        database.close()
        return found


@pytest.fixture(scope="module")
def course(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Course:
    """Where nbgrader has done all that it does."""
    if request.config.getoption("--quick"):
        pytest.skip("--quick")
    if not (ROOT / ".lab" / "nbgrader").exists():
        pytest.skip("nbgrader is not installed: it needs Python 3.11")
    made = Course(tmp_path_factory.mktemp("course"))
    made.nbgrader("generate_assignment", "exercises")
    made.nbgrader("autograde", "exercises")
    made.nbgrader("generate_feedback", "exercises")
    made.nbgrader("export", f"--to={made.root / 'grades.csv'}")
    return made


def test_it_makes_the_students_versions_that_are_made_here(course: Course) -> None:
    masters = sorted(MASTERS.glob("*.ipynb"))
    assert [path.name for path in masters] == sorted(path.name for path in (course.root / "release" / "exercises").iterdir())
    for path in masters:
        made, ours = nbformat.read(course.root / "release" / "exercises" / path.name, as_version=4), student(master(path.stem))
        for cell in made.cells:
            for added in ("checksum", "cell_type"):
                marks(cell).pop(added, None)
        assert made == ours, path.name


def test_the_database_has_the_points(course: Course) -> None:
    assert course.points() == POINTS


def test_they_are_those_of_grading_here(course: Course, tmp_path: Path) -> None:
    if subprocess.run(["unshare", "--user", "--net", "--pid", "--fork", "true"], check=False).returncode:
        pytest.skip("this system gives its users no namespaces, without which nothing is graded")
    subprocess.run(["go", "build", "-o", judge.PROGRAM, "./scripts/grading/program"], cwd=ROOT, check=True)
    assert main([str(course.root / "submitted" / "exercises"), "--out", str(tmp_path)]) == 0
    with (tmp_path / "grades.csv").open(encoding="utf-8", newline="") as file:
        rows = {row.pop("student"): row for row in csv.DictReader(file)}
    assert {who: {part: float(row[part]) for part in course.points()[who]} for who, row in rows.items()} == course.points()


def test_the_feedback_has_what_the_checks_say(course: Course) -> None:
    pages = course.root / "feedback" / "exercises"
    assert "the noise is multiplied by the variance" in (pages / "max" / f"{CODES}.html").read_text(encoding="utf-8")
    assert "all 4 checks pass" in (pages / "zoe" / f"{LATENT}.html").read_text(encoding="utf-8")
    assert "all 4 checks pass" not in (pages / "max" / f"{LATENT}.html").read_text(encoding="utf-8")


def test_the_table_has_the_sums(course: Course) -> None:
    with (course.root / "grades.csv").open(encoding="utf-8", newline="") as file:
        found = {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)}
    assert found == {who: sum(parts.values()) for who, parts in POINTS.items()}
