"""Grading: what is right gets its points, and neither cheating nor accident gets any, does harm, or keeps others from being graded."""

import csv
import os
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell

from exercises.__main__ import MASTERS
from exercises.master import STUB, solution, student
from grading import judge
from grading.__main__ import main
from grading.submission import Part, cells_of

ROOT = Path(__file__).resolve().parents[1]
NAME = "10-latent-dimension"
MASTER = nbformat.read(MASTERS / f"{NAME}.ipynb", as_version=4)
HEAD = "func components(variances []float64, share float64) int {\n"
RIGHT = next(cell.source for cell in solution(MASTER).cells if cell.cell_type == "code")
HELPER = RIGHT.replace("func components", "func help")
FAKE = "How many numbers does an image need?: all 4 checks pass."


def written(source: str, check: str = "", more: str = "", later: str = "") -> nbformat.NotebookNode:
    """A submission: this in the gap, this in place of the check, and cells of the student's own, before and after."""
    notebook = student(MASTER)
    for cell in notebook.cells:
        about = cell.metadata.get("nbgrader", {})
        if about.get("solution"):
            cell.source = source
        elif about.get("grade") and check:
            cell.source = check
    notebook.cells.insert(1, new_code_cell(more))
    notebook.cells.append(new_code_cell(later))
    return notebook


def gap(lines: str) -> str:
    """The function with these lines in it."""
    return f"{HEAD}{lines}\n}}"


CHEATS: dict[str, tuple[nbformat.NotebookNode, str | tuple[str, ...]]] = {
    "edits the check": (written(gap(STUB), check=f'%%\nfmt.Println("{FAKE}")'), "components is still empty"),
    "fakes a pass": (written(gap(f'fmt.Println("{FAKE}")\nos.Exit(0)\nreturn 1')), "ends the whole program (exit status 0)"),
    "exits before the check": (
        written(gap("return early"), more="var early = func() int { os.Exit(0); return 1 }()"),
        "ends the whole program (exit status 0)",
    ),
    "takes the name of the checks": (
        written(gap("return 1"), more='var exercise = checks{}\ntype checks struct{}\nfunc (checks) Check(f any) { fmt.Println("pass") }'),
        "exercise already declared",
    ),
    "imports the checks": (written('import "latentlab/pkg/exercise"\n\n' + gap("_ = exercise.Components\nreturn 1")), "it imports"),
    "has them imported": (written(gap("exercise.Components.Check(components)\nreturn 1")), "it imports"),
    "looks into memory": (written('import "unsafe"\n\n' + gap("return int(unsafe.Sizeof(share))")), "it imports"),
    "compiles files into itself": (
        written(gap("return len(text)"), more='import _ "embed"\n\n//go:embed check.go\nvar text string'),
        "it imports",
    ),
    "needs the C library": (written('import _ "runtime/cgo"\n\n' + gap("return 1")), "it imports"),
    "imports what is Go's own": (written('import "internal/abi"\n\n' + gap("return abi.Funcs")), "use of internal package"),
    "does not compile": (written(gap('return "many"')), "components:2: cannot use"),
    "does not compile elsewhere": (written(gap('//line elsewhere:1\nreturn "many"')), "elsewhere:1: cannot use"),
    "has half a function": (written(HEAD), "components:1: expected"),
    "forks": (
        written(
            gap(
                "for range 1000 {\nos.StartProcess(os.Args[0], os.Args, &os.ProcAttr{})\n}\n"
                '_, err := os.StartProcess(os.Args[0], os.Args, &os.ProcAttr{})\npanic(fmt.Sprint("forked: ", err))'
            )
        ),
        ("forked: fork/exec /program: resource temporarily unavailable", "failed to create new OS thread"),  # who meets the limit first
    ),
    "fills memory": (written(gap("var all [][]byte\nfor {\nall = append(all, make([]byte, 1<<20))\nclear(all[len(all)-1])\n}")), "memory"),
    "hangs": (written(gap("time.Sleep(time.Hour)\nreturn 1")), "has not returned"),
    "floods": (written(gap('for {\nfmt.Println("again and again")\n}')), "prints more than a megabyte"),
    "writes files": (written(gap('panic(os.WriteFile("/file", make([]byte, 1<<20), 0o600))')), "open /file: permission denied"),
    "opens the network": (written(gap('_, err := net.Dial("tcp", "127.0.0.1:PORT")\npanic(err)')), "network is unreachable"),
    "reads the solution": (written(gap(f'_, err := os.ReadFile("{MASTERS / NAME}.ipynb")\npanic(err)')), "no such file or directory"),
    "looks around": (
        written(gap('_, err := os.ReadDir("/proc")\npanic(fmt.Sprint(os.Getuid(), os.Environ(), err))')),
        "65534",
    ),
    "writes to the judge": (written(gap('os.NewFile(4, "").WriteString("pass")\nreturn 1')), "0 of 4 checks pass"),
    "draws on the page": (
        written(gap('fmt.Println("\\x1b[2J<script>alert(1)</script>\\u202e")\npanic("<img src=x onerror=alert(1)>")')),
        "&lt;img src=x onerror=alert(1)&gt;",
    ),
}
"""What a student hands in who has not solved the exercise, and what the page says of it, as HTML or a part of it: one of
several where chance decides."""

HONEST = {
    "zoe": written(RIGHT),
    "has a cell that is broken": written(RIGHT, more="func notYet( {"),
    "imports another package of a name": written(
        'import "math/rand"\n\n' + gap("_ = rand.Intn(2)\nreturn help(variances, share)"),
        more='import "math/rand/v2"\n\nvar one = rand.IntN(1)\n\n%%\nfmt.Println(one)',
        later=HELPER,
    ),
    "has a type": written(
        gap("a := Answer{Components: help(variances, share)}\nreturn a.Count()"),
        more="func (a *Answer) Count() int { return a.Components }\n\ntype Answer struct{ Components int }\n\n" + HELPER,
    ),
    "has a helper from the lecture": written(gap("return Must(help(variances, share), nil)"), more=HELPER),
    "imports with a dot": written('import . "math"\n\n' + gap("_ = Sqrt(share)\nreturn help(variances, share)"), more=HELPER),
    "has a helper": written(gap("return help(variances, share)"), more=HELPER),
    "writes a cell as a file": written(
        "package main\n\n" + gap("return help(variances, share)"), more=HELPER + "\n\n%main\nfmt.Println(1)"
    ),
    "has broken the check": written(RIGHT, check="%%\npanic(1)"),
}


@pytest.fixture(scope="module")
def listener() -> Iterator[socket.socket]:
    """What a submission would reach, had it a network."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield server


@pytest.fixture(scope="module")
def program() -> None:
    """The command that makes programs of cells. Where the system has no box to run these in, the tests are skipped."""
    if subprocess.run(["unshare", "--user", "--net", "--pid", "--fork", "true"], check=False).returncode:
        pytest.skip("this system gives its users no namespaces, without which nothing is graded")
    subprocess.run(["go", "build", "-o", judge.PROGRAM, "./scripts/grading/program"], cwd=ROOT, check=True)


@pytest.fixture(scope="module")
def graded(program: None, listener: socket.socket, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where all of them have been graded, in one class."""
    class_, out = tmp_path_factory.mktemp("class"), tmp_path_factory.mktemp("out")
    os.environ["SECRET"] = "of the instructor"
    for name, notebook in {**{name: cheat for name, (cheat, _) in CHEATS.items()}, **HONEST}.items():
        hand_in(class_, name, nbformat.writes(notebook).replace("PORT", str(listener.getsockname()[1])))
    hand_in(class_, "damaged", "{")
    hand_in(class_, "too deep", "[" * 100_000)
    hand_in(class_, "too long a number", "9" * 5_000)
    hand_in(class_, "replaces latentlab", nbformat.writes(written(gap(STUB))))
    (class_ / "replaces latentlab" / "go.mod").write_text("module latentlab\n\nreplace latentlab => ./fake\n", encoding="utf-8")
    (class_ / "hands in a link").mkdir()
    (class_ / "hands in a link" / f"{NAME}.ipynb").symlink_to(MASTERS / f"{NAME}.ipynb")
    (class_ / "hands in nothing").mkdir()
    assert main([str(class_), "--out", str(out)]) == 0
    del os.environ["SECRET"]
    return out


def hand_in(class_: Path, name: str, text: str) -> None:
    """Puts a notebook's text into a student's directory."""
    (class_ / name).mkdir(exist_ok=True)
    (class_ / name / f"{NAME}.ipynb").write_text(text, encoding="utf-8")


def points(out: Path) -> dict[str, str]:
    """Each student's total."""
    with (out / "grades.csv").open(encoding="utf-8", newline="") as file:
        return {row["student"]: row["total"] for row in csv.DictReader(file)}


def test_what_is_right_gets_its_points(graded: Path) -> None:
    found = points(graded)
    assert {name: found[name] for name in HONEST} == dict.fromkeys(HONEST, "2")
    assert "all 4 checks pass" in (graded / "feedback" / "zoe.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", CHEATS)
def test_cheats_get_none(graded: Path, name: str) -> None:
    said = (graded / "feedback" / f"{name}.html").read_text(encoding="utf-8")
    says = CHEATS[name][1]
    assert points(graded)[name] == "0" and any(one in said for one in ([says] if isinstance(says, str) else says)), said
    assert "of the instructor" not in said and "<script" not in said and "<img" not in said and "\x1b" not in said and "\u202e" not in said


@pytest.mark.parametrize(
    "name, says",
    [
        ("damaged", "it is damaged or cut short"),
        ("too deep", "it is damaged or cut short"),
        ("too long a number", "it is damaged or cut short"),
        ("replaces latentlab", "components is still empty"),
        ("hands in a link", "is no file of its own"),
        ("hands in nothing", "was not handed in"),
    ],
)
def test_what_is_handed_in_otherwise_gets_none(graded: Path, name: str, says: str) -> None:
    said = (graded / "feedback" / f"{name}.html").read_text(encoding="utf-8")
    assert points(graded)[name] == "0" and says in said, said
    assert str(graded.parent) not in said  # where the instructor keeps them


def test_nothing_is_left_of_them(graded: Path, listener: socket.socket) -> None:
    with pytest.raises(BlockingIOError):
        listener.accept()
    assert subprocess.run(["pgrep", "-f", "^/program"], check=False).returncode == 1  # it finds none
    assert not list(Path(tempfile.gettempdir()).glob("latentlab-grade-*"))


EXERCISE = nbformat.v4.new_notebook(
    cells=[
        new_code_cell("func f() int {\n// ### BEGIN SOLUTION\nreturn 1\n// ### END SOLUTION\n}"),
        new_code_cell("%%\nexercise.F.Check(f)"),
        new_markdown_cell("Because."),
    ],
    metadata={"kernelspec": {"language": "go", "name": "gonb", "display_name": "Go"}},
)
for cell, about in zip(
    EXERCISE.cells,
    (
        {"grade_id": "f", "solution": True},
        {"grade_id": "f-check", "grade": True, "points": 2},
        {"grade_id": "why", "solution": True, "grade": True, "points": 3},
    ),
    strict=True,
):
    cell.metadata["nbgrader"] = {"grade": False, "locked": False, "schema_version": 3, "solution": False, "task": False, **about}


@pytest.fixture
def class_(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A class of two with an exercise that a person grades in part. Its verdicts are made up."""
    masters = tmp_path / "masters"
    masters.mkdir()
    nbformat.write(EXERCISE, masters / "01-f.ipynb")
    for name, text in (("anna", "return 1"), ("bert", "return 2")):
        notebook = student(EXERCISE)
        notebook.cells[0].source = notebook.cells[0].source.replace('panic("YOUR CODE HERE")', text)
        notebook.cells[2].source = f"<b>{name} says so."
        (tmp_path / "class" / name).mkdir(parents=True)
        nbformat.write(notebook, tmp_path / "class" / name / "01-f.ipynb")
    monkeypatch.setattr("grading.__main__.MASTERS", masters)
    monkeypatch.setattr("grading.__main__.make_judge", lambda *_: FakeJudge("1"))
    monkeypatch.setattr("grading.__main__.verdict", lambda _, cells: ("return 1" in str(cells), "as it is"))
    return tmp_path / "class"


@dataclass
class FakeJudge:
    """Stands for one that was compiled."""

    digest: str


def test_table_page_and_summary(class_: Path, tmp_path: Path) -> None:
    """What a person grades is left open, and stands on the page as it was written."""
    out = tmp_path / "out"
    assert main([str(class_), "--out", str(out)]) == 0
    assert (out / "grades.csv").read_text(encoding="utf-8") == "student,01-f/f-check,01-f/why,total,of\nanna,2,,2,5\nbert,0,,0,5\n"
    said = (out / "feedback" / "anna.html").read_text(encoding="utf-8")
    assert "why: not graded yet of 3" in said and "&lt;b&gt;anna says so." in said and "2 of 5 points" in said
    summary = (out / "summary.svg").read_text(encoding="utf-8")
    assert ElementTree.fromstring(summary).tag.endswith("svg") and "01-f/f-check" in summary and "50%" in summary and "why" not in summary


def test_what_is_finished_is_kept(
    class_: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """After a crash the rest is graded; a submission or a check that has changed is graded again."""
    graded: list[str] = []

    def verdict(judge: FakeJudge, cells: list[dict[str, str]]) -> tuple[bool, str]:
        text = str(cells)
        if "return 1" in text and not graded:
            raise judge_failed
        graded.append(text)
        return True, judge.digest

    judge_failed = judge.Failed("no room on the disk")
    monkeypatch.setattr("grading.__main__.verdict", verdict)
    out = tmp_path / "out"

    def run() -> int:
        return main([str(class_), "--out", str(out), "--jobs", "1"])

    assert run() == 1 and len(graded) == 1  # bert is graded after anna, who could not be
    assert "anna" in capsys.readouterr().err and points(out) == {"anna": "0", "bert": "2"}
    assert "f-check: not graded yet" in (out / "feedback" / "anna.html").read_text(encoding="utf-8")
    assert run() == 0 and len(graded) == 2 and points(out) == {"anna": "2", "bert": "2"}
    assert run() == 0 and len(graded) == 2
    path = class_ / "anna" / "01-f.ipynb"
    path.write_text(path.read_text(encoding="utf-8").replace("return 1", "return 3"), encoding="utf-8")
    assert run() == 0 and len(graded) == 3
    monkeypatch.setattr("grading.__main__.make_judge", lambda *_: FakeJudge("2"))
    assert run() == 0 and len(graded) == 5


def test_a_machine_with_much_to_do_costs_nobody_points(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = iter([(1, "f has not returned after 5 seconds: does it wait?"), (0, "all 4 checks pass.")])
    monkeypatch.setattr(judge, "build", lambda *_: "")
    monkeypatch.setattr(judge, "run", lambda *_: next(said))
    part = Part("01-f", "check", 1, by_hand=False, source="")
    assert judge.verdict(judge.Judge(part, tmp_path / "judge"), []) == (True, "all 4 checks pass.")


def test_a_class_without_submissions_is_told(class_: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty" / "carl").mkdir(parents=True)
    assert main([str(tmp_path / "empty"), "--out", str(tmp_path / "out")]) == 1
    assert "no student's directory has a notebook named as an exercise: want STUDENT/01-f.ipynb" in capsys.readouterr().err
    assert main([str(tmp_path / "empty" / "carl"), "--out", str(tmp_path / "out")]) == 1
    assert "has no directory in it" in capsys.readouterr().err


@pytest.mark.parametrize(
    "name, says",
    [
        ("=1+1", "=1+1 begins with =, which a spreadsheet takes for a formula"),
        (os.fsdecode(b"m\xfcller"), "m·ller has a name that is not UTF-8"),
    ],
    ids=["formula", "not UTF-8"],
)
def test_a_students_name_is_text(name: str, says: str, class_: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for each in ("anna-lena", name):
        (class_ / each).mkdir()
    assert main([str(class_), "--out", str(tmp_path / "grades")]) == 1
    said = capsys.readouterr().err
    assert says in said and "give it another" in said


def test_jobs_are_one_or_more(class_: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main([str(class_), "--jobs", "0"])
    assert "--jobs is 0: want 1 or more" in capsys.readouterr().err


def test_what_is_taken_of_a_submission() -> None:
    """The student's cells where the master has gaps, the master's where it is locked, and the master's helpers beneath."""
    master = student(EXERCISE)
    master.cells.insert(0, new_code_cell("func help() {}"))
    submission = student(EXERCISE)
    submission.cells[1].source = "an edited check"
    submission.cells += [new_code_cell("func own() {}"), new_code_cell("x", metadata={"nbgrader": "damaged"})]
    assert [cell["source"] for cell in cells_of(master, submission)] == ["func help() {}", submission.cells[0].source, "func own() {}", "x"]
