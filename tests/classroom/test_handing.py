"""What an instructor hands out reaches students, what they hand in is kept from everybody, and what is said of it comes back."""

import csv
import json
import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from room import ROOT, Person, Room

EXERCISE = ROOT / "notebooks" / "exercises" / "01-mean-image.ipynb"
LIST = f"assignment,deadline\nsheet,2120-01-01T00:00+01:00\nold,2020-01-01T00:00+01:00\n{EXERCISE.stem},\n"
SECRET = "the solution"
MARKS = {"grade": False, "grade_id": "f", "locked": False, "schema_version": 3, "solution": True, "task": False}

# Python that asks the service, with a token of one's own or with that of the server, and prints the status and the answer.
ASK = """
import http.client, os, sys
method, path, token, body = sys.argv[1:]
c = http.client.HTTPConnection("handin", 8083, timeout=60)
c.request(method, path, body.encode() or None, {"Authorization": "token " + (token or os.environ["JUPYTERHUB_API_TOKEN"])})
a = c.getresponse()
print(a.status, a.read().decode())
"""


def notebook(source: str, **metadata: Any) -> dict[str, Any]:
    """A notebook of one cell."""
    cell: dict[str, Any] = {
        "cell_type": "code",
        "id": "one",
        "metadata": metadata,
        "source": source,
        "outputs": [],
        "execution_count": None,
    }
    about = {"kernelspec": {"name": "gonb", "display_name": "Go (gonb)", "language": "go"}}
    return {"cells": [cell], "metadata": about, "nbformat": 4, "nbformat_minor": 5}


def save(person: Person, source: str) -> None:
    """Saves a sheet with that in it, as JupyterLab does."""
    person.api("contents/handout/sheet.ipynb", "PUT", json={"type": "notebook", "format": "json", "content": notebook(source)})


@pytest.fixture(scope="module")
def handout(room: Room, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the instructor hands out: a sheet, an exercise with its solution, a file of data, and the deadlines."""
    directory = tmp_path_factory.mktemp("handout")
    master = notebook(f"// ### BEGIN SOLUTION\n{SECRET}\n// ### END SOLUTION", nbgrader=MARKS)
    (directory / "sheet.ipynb").write_text(json.dumps(notebook("first")))
    (directory / "old.ipynb").write_text(json.dumps(master))
    (directory / "data.csv").write_text("1,2\n")
    (directory / "assignments.csv").write_text(LIST)
    room.sh("handout", str(directory))
    return directory


@pytest.fixture(scope="module")
def gustav(room: Room, handout: Path) -> Iterator[Person]:
    yield from served(room, "gustav")


@pytest.fixture(scope="module")
def hanna(room: Room, handout: Path) -> Iterator[Person]:
    yield from served(room, "hanna")


def served(room: Room, name: str) -> Iterator[Person]:
    """Somebody whose server has started since what is there was handed out: other tests may have left it running."""
    person = room.person(name)
    person.ask("hub/home")
    person.stop()
    yield person.start()
    person.stop()


def ask(person: Person, method: str, path: str, body: str = "", token: str = "''") -> str:
    """What the service answers somebody's container: the status, and the rest."""
    return person.shell(f"python3 -c '{ASK}' {method} {path} {token} '{body}'")


def test_a_handout_comes_and_changes_stay(room: Room, handout: Path, gustav: Person) -> None:
    assert gustav.shell("cd handout && ls && cat data.csv").split() == ["assignments.csv", "data.csv", "old.ipynb", "sheet.ipynb", "1,2"]
    assert SECRET not in gustav.shell("cat /srv/handout/* ~/handout/*")
    assert "Read-only file system" in gustav.shell("touch /srv/handout/mine", check=False)
    save(gustav, "mine")
    gustav.stop()
    (handout / "sheet.ipynb").write_text(json.dumps(notebook("second")))
    (handout / "data.csv").write_text("3,4\n")
    room.sh("handout", str(handout))
    gustav.start()
    assert "mine" in gustav.shell("cat handout/sheet.ipynb") and "second" in gustav.shell("cat handout/sheet.new.ipynb")
    assert gustav.shell("cat handout/data.csv") == "3,4"


def test_what_cannot_be_handed_out_changes_nothing(room: Room, gustav: Person, tmp_path: Path) -> None:
    (tmp_path / "assignments.csv").write_text("assignment,deadline\nsheet,tomorrow\n")
    refused = room.sh("handout", str(tmp_path), check=False)
    assert refused.returncode == 1 and "line 2: the deadline is 'tomorrow'" in refused.stderr
    (tmp_path / "assignments.csv").unlink()
    (tmp_path / "sheet.ipynb").write_text("{")
    refused = room.sh("handout", str(tmp_path), check=False)
    assert refused.returncode == 1 and "sheet.ipynb is no notebook" in refused.stderr
    assert "sheet: until 2120-01-01" in gustav.shell("handin")


def test_handed_in_collected_and_told(room: Room, gustav: Person, hanna: Person, tmp_path: Path) -> None:
    """The last one before the deadline is graded, whatever becomes of the file; its student reads what is said of it, and no other does."""
    for source in ("an early one", "my answer"):
        save(gustav, source)
        said = gustav.shell("handin handout/sheet.ipynb")
        assert said.startswith("Handed in: sheet, at ") and said.endswith(gustav.shell("sha256sum handout/sheet.ipynb").split()[0])
    save(gustav, "a later one, which is not handed in")
    assert ", after the deadline." in gustav.shell("handin old")
    kernel = hanna.kernel()
    assert "Handed in: sheet" in kernel.run("!handin sheet")

    room.sh("collect", str(tmp_path / "collected"))
    # Emil has handed in something where the test of backups ran before, in the same class.
    assert sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*.*") if path.parent.name != "emil") == [
        "collected/gustav/sheet.ipynb",
        "collected/hanna/sheet.ipynb",
        "collected/submissions.csv",
    ]
    collected = (tmp_path / "collected" / "gustav" / "sheet.ipynb").read_bytes()
    assert b"my answer" in collected
    with (tmp_path / "collected" / "submissions.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["student"] != "emil"]
    assert [(row["student"], row["assignment"], row["late"], row["collected"]) for row in rows] == [
        ("gustav", "sheet", "", ""),
        ("gustav", "sheet", "", "yes"),
        ("gustav", "old", "yes", ""),
        ("hanna", "sheet", "", "yes"),
    ]
    assert rows[1]["sha256"] == sha256(collected).hexdigest()
    again = room.sh("collect", str(tmp_path / "collected"), check=False)
    assert again.returncode == 1 and "is there already" in again.stderr

    grades = tmp_path / "grades" / "feedback"
    grades.mkdir(parents=True)
    (grades / "gustav.html").write_text("<h1>Well done</h1>")
    room.sh("feedback", str(tmp_path / "grades"))
    assert "There is feedback for you" in gustav.shell("handin")
    gustav.shell("handin --feedback")
    assert gustav.shell("cat feedback.html") == "<h1>Well done</h1>"
    assert "no feedback for you yet" in hanna.shell("handin --feedback", check=False)


def test_a_class_is_graded(room: Room, gustav: Person, hanna: Person, tmp_path: Path) -> None:
    """From what students hand in to the page that they read: one has solved the exercise, one has left its gaps."""
    solved = {"type": "notebook", "format": "json", "content": json.loads(EXERCISE.read_text(encoding="utf-8"))}
    gustav.api(f"contents/{EXERCISE.name}", "PUT", json=solved)
    assert f"Handed in: {EXERCISE.stem}" in gustav.shell(f"handin {EXERCISE.name}")
    assert f"Handed in: {EXERCISE.stem}" in hanna.shell(f"handin {EXERCISE.stem}")
    room.call("scripts/grade.sh", "--class", "--out", str(tmp_path / "grades"))
    points = {row["student"]: int(row["total"]) for row in csv.DictReader((tmp_path / "grades" / "grades.csv").open(encoding="utf-8"))}
    assert points["gustav"] > points["hanna"] == 0
    room.sh("feedback", str(tmp_path / "grades"))
    gustav.shell("handin --feedback")
    assert "the mean of one image is that image" in gustav.shell("cat feedback.html")


def test_a_student_reaches_nothing_of_anothers(room: Room, gustav: Person, hanna: Person) -> None:
    """Neither by a name, nor by another token, nor by the network."""
    before = gustav.shell("handin")
    for path in ("../gustav/sheet", "..%2Fgustav%2Fsheet", "gustav/sheet", "sheet?student=gustav", "/etc/passwd"):
        assert ask(hanna, "POST", f"/submissions/{path}", "{}").startswith("404")
    assert "gustav" not in ask(hanna, "GET", "/submissions")
    for path in ("/submissions/gustav", "/feedback/gustav.html", "/feedback?student=gustav", "/../feedback/gustav.html"):
        assert ask(hanna, "GET", path).startswith("404")
    # A token that says whose it is and no more, as another student's server or a browser's pass has one.
    token = hanna.ask("hub/api/users/hanna/tokens", "POST", json={"scopes": ["read:users:name!user"]}).json()["token"]
    assert ask(hanna, "POST", "/submissions/sheet", "{}", token).startswith("403 ")
    # Gustav's own works where nobody but he has it.
    assert hanna.ask("hub/api/users/gustav/tokens", "POST", json={}).status_code in (403, 404)
    assert gustav.shell("handin") == before


def test_a_submission_is_not_written_by_who_reads_it(room: Room, gustav: Person) -> None:
    """The volume of submissions is in the service's container, and in no other."""
    mounts = room.call("docker", "ps", "-q", "--filter", f"volume={room.name}_handin").stdout.split()
    assert [identity[:12] for identity in mounts] == [room.service("handin")[:12]]
    assert re.search(r'"CapDrop": \[\s*"ALL"', room.call("docker", "inspect", room.service("handin")).stdout)


def test_handing_in_goes_on_after_a_restart(room: Room, gustav: Person) -> None:
    """And what was confirmed before is there."""
    before = gustav.shell("handin")
    room.compose("restart", "handin")
    assert gustav.shell("handin") == before
