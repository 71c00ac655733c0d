"""Grades submissions: a directory for each student, with notebooks named as the exercises'. scripts/grade.sh starts it."""

import argparse
import hashlib
import json
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path

import nbformat

from exercises.master import Faulty, check
from lib.files import Busy, locked, write, write_json
from lib.version import version
from publish.notebooks import Unreadable, read
from publish.run import find

from .judge import Failed, Judge, clean, make_judge, verdict
from .report import Result, page, summary, table, total
from .submission import Part, Refused, answer, cells_of, open_submission, parts

ROOT = Path(__file__).resolve().parents[2]
MASTERS = ROOT / "notebooks" / "exercises"


class Grader:
    """Grades notebooks against their masters. What is finished is kept, and not done again."""

    def __init__(self, masters: list[Path], out: Path) -> None:
        """Reads the masters. Raises Unreadable or Faulty."""
        self.kept = out / "kept"
        self.judges = out / "judges"
        self.masters: dict[str, nbformat.NotebookNode] = {}
        for path in masters:
            self.masters[path.stem] = read(path)
            check(self.masters[path.stem])
        self.parts = [part for name, master in self.masters.items() for part in parts(name, master)]
        self.judge: dict[Part, Judge] = {}
        self.failed = False

    def compile(self, pool: ThreadPoolExecutor) -> None:
        """Makes the judges. Raises Failed."""
        checked = [part for part in self.parts if not part.by_hand]
        made = pool.map(lambda part: make_judge(part, self.masters[part.exercise], self.judges), checked)
        self.judge = dict(zip(checked, made, strict=True))

    def grade(self, exercise: str, path: Path) -> list[Result]:
        """A student's results in an exercise. Raises Failed, and then keeps nothing."""
        ours = [part for part in self.parts if part.exercise == exercise]
        if not path.exists() and not path.is_symlink():
            return [Result(part.exercise, part.name, part.points, 0, f"{path.name} was not handed in.") for part in ours]
        try:
            submission = open_submission(path)
        except (Refused, Unreadable) as error:
            says = clean(str(error).replace(f"{path.parent}/", ""))
            return [Result(part.exercise, part.name, part.points, 0, says) for part in ours]
        cells = cells_of(self.masters[exercise], submission)
        texts = [answer(part, submission) if part.by_hand else self.judge[part].digest for part in ours]
        key = json.dumps([version(), cells, texts, [[part.name, part.points] for part in ours]])
        kept = self.kept / f"{hashlib.sha256(key.encode()).hexdigest()}.json"
        if kept.exists():
            return [Result(**result) for result in json.loads(kept.read_text(encoding="utf-8"))["results"]]
        results = [
            Result(part.exercise, part.name, part.points, None, text) if part.by_hand else self.check(part, cells)
            for part, text in zip(ours, texts, strict=True)
        ]
        write_json(kept, {"results": [asdict(result) for result in results]})
        return results

    def check(self, part: Part, cells: list[dict[str, str]]) -> Result:
        """What a student has reached in a part that has a check. Raises Failed."""
        passed, says = verdict(self.judge[part], cells)
        return Result(part.exercise, part.name, part.points, part.points if passed else 0, says)

    def try_to_grade(self, exercise: str, path: Path) -> list[Result]:
        """As grade, but where that fails it says so, and the next submission is graded."""
        try:
            return self.grade(exercise, path)
        except (Failed, OSError) as error:
            print(f"grade.sh: {path}: {error}", file=sys.stderr)
            self.failed = True
            says = "It could not be graded."
            return [Result(part.exercise, part.name, part.points, None, says) for part in self.parts if part.exercise == exercise]


def grade_all(grader: Grader, students: list[Path], pool: ThreadPoolExecutor) -> dict[str, list[Result]]:
    """Each student's results, in the order of the parts."""
    tasks = [(student, name) for student in students for name in grader.masters]
    grades: dict[str, list[Result]] = {student.name: [] for student in students}
    done = pool.map(lambda task: grader.try_to_grade(task[1], task[0] / f"{task[1]}.ipynb"), tasks)
    for (student, name), results in zip(tasks, done, strict=True):
        grades[student.name] += results
        if name == list(grader.masters)[-1]:
            reached = grades[student.name]
            print(f"{clean(student.name)}: {total(reached)} of {sum(result.of for result in reached)}", flush=True)
    return grades


def handed_in(students: list[Path], numbers: list[str]) -> list[Path]:
    """The masters to grade by: those of the given numbers, or else of which anyone has handed in a notebook. LookupError without."""
    masters = find(MASTERS, numbers)
    found = [path for path in masters if numbers or any((student / path.name).exists() for student in students)]
    if not found:
        raise LookupError(f"no student's directory has a notebook named as an exercise: want STUDENT/{masters[0].name}")
    return found


def students_in(directory: Path) -> list[Path]:
    """The students' directories. LookupError without, and of names that grades.csv cannot hold or a spreadsheet would compute."""
    students = sorted(path for path in directory.iterdir() if path.is_dir() and not path.is_symlink() and path.name[0] != ".")
    if not students:
        raise LookupError(f"{directory} has no directory in it: want one for each student, with their notebooks")
    for path in students:
        if path.name[0] in "=+-@":
            raise LookupError(f"{path} begins with {path.name[0]}, which a spreadsheet takes for a formula: give it another name")
        if not is_utf8(path.name):
            raise LookupError(f"{clean(str(path))} has a name that is not UTF-8, perhaps of another system's archive: give it another one")
    return students


def is_utf8(name: str) -> bool:
    """Whether a file's name is text, which the system does not ask for."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def main(arguments: list[str]) -> int:
    """Grades them. Returns 1 where something could not be graded, after the others."""
    parser = argparse.ArgumentParser(prog="scripts/grade.sh", description=__doc__.partition("\n")[0])
    parser.add_argument("directory", type=Path, help="of the submissions: a directory for each student")
    parser.add_argument("numbers", nargs="*", metavar="NN", help="which exercises; without, all of which anyone has handed in a notebook")
    parser.add_argument("--out", type=Path, default=ROOT / "out" / "grades", help="where to write")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="how many at a time; without, one for each processor")
    options = parser.parse_args(arguments)
    if options.jobs < 1:
        parser.error(f"--jobs is {options.jobs}: want 1 or more")
    try:
        with locked(options.out / ".lock", str(options.out)):
            return grade(options)
    except (OSError, LookupError, Unreadable, Faulty, Failed, Busy) as error:
        print(f"grade.sh: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("grade.sh: interrupted: the same command goes on from here", file=sys.stderr)
        return 130


def grade(options: argparse.Namespace) -> int:
    """Does what main says, where nobody else writes there."""
    students = students_in(options.directory)
    grader = Grader(handed_in(students, options.numbers), options.out.resolve())
    pool = ThreadPoolExecutor(options.jobs)
    try:
        grader.compile(pool)
        grades = grade_all(grader, students, pool)
    finally:
        pool.shutdown(cancel_futures=True)
    for student, results in grades.items():
        write(options.out / "feedback" / f"{student}.html", page(student, results, version()))
    write(options.out / "summary.svg", summary(grades))
    write(options.out / "grades.csv", table(grades, grader.parts))
    for name in ("grades.csv", "summary.svg", "feedback"):
        print(os.path.relpath(options.out / name))
    return 1 if grader.failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
