"""Class lists as editors and spreadsheets save them: taken, or refused in a sentence that names the line and the cause."""

from pathlib import Path

import pytest

import classlist
from classlist import Person

ROOT = Path(__file__).resolve().parents[1]
PEOPLE = {
    "teach": Person("teach", "violet-otter", "instructor"),
    "anna": Person("anna", "brown-badger", "student"),
}
PLAIN = "name,password,role\nteach,violet-otter,instructor\nanna,brown-badger,\n"


def reading(directory: Path, content: str | bytes) -> dict[str, Person]:
    path = directory / "students.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return classlist.read(path)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(PLAIN, id="plain"),
        pytest.param(PLAIN.replace(",", ";"), id="semicolons"),
        pytest.param(PLAIN.replace(",", "\t"), id="tabs"),
        pytest.param("sep=;\r\n" + PLAIN.replace(",", ";").replace("\n", "\r\n"), id="Excel's first line"),
        pytest.param("sep=\t\n" + PLAIN.replace(",", "\t"), id="Excel's first line, tab"),
        pytest.param("\ufeff" + PLAIN.replace("\n", "\r\n") + ",,\r\n,,\r\n", id="empty rows of a spreadsheet"),
        pytest.param(PLAIN.replace("\n", "\r"), id="lines that end as on an old Mac"),
        pytest.param(PLAIN.encode("utf-16"), id="UTF-16"),
        pytest.param(PLAIN.removesuffix("\n"), id="no end of the last line"),
        pytest.param("Name,PASSWORD,Role\n" + PLAIN.partition("\n")[2].replace("instructor", "Instructor"), id="capitals"),
        pytest.param("role,name,password\ninstructor,teach,violet-otter\n,anna,brown-badger\n", id="another order"),
        pytest.param(PLAIN.replace("anna,brown-badger,", "anna,brown-badger"), id="a short row"),
        pytest.param(PLAIN.replace("\n", ",,\n"), id="empty columns"),
        pytest.param('"# People, of 2026",,\n# "open\n\n' + PLAIN, id="remarks"),
        pytest.param("name,password,role,e-mail\nteach,violet-otter,instructor,t@example.org\nanna,brown-badger,,\n", id="e-mail"),
        pytest.param(' name , "password",role\n' + PLAIN.partition("\n")[2].replace("anna", ' "anna"'), id="spaces"),
    ],
)
def test_taken(tmp_path: Path, content: str | bytes) -> None:
    assert reading(tmp_path, content) == PEOPLE


@pytest.mark.parametrize(
    ("field", "password"), [('"a, b, c, d"', "a, b, c, d"), ('"say ""x"" twice"', 'say "x" twice'), ('half"quoted', 'half"quoted')]
)
def test_quoted_fields(tmp_path: Path, field: str, password: str) -> None:
    assert reading(tmp_path, PLAIN.replace("brown-badger", field))["anna"].password == password


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("", "students.csv names no instructor: it is empty"),
        ("anna,brown-badger\n", "line 1: its first line has no heading name, want name,password,role"),
        ("First name,Surname,Email address\nAnna,Berg,a@example.org\n", "line 1: there is no heading name: scripts/classroom.sh import"),
        (PLAIN.replace("role", "rolle"), "line 1: there is a heading 'rolle'"),
        (PLAIN.replace("role", "name"), "line 1: the heading name is there twice"),
        (PLAIN.replace("instructor", "king"), "line 2: the role of teach is 'king'"),
        (PLAIN.replace("instructor", ""), "students.csv names no instructor"),
        (PLAIN + "anna,brown-stoat,\n", "line 4: anna is there twice"),
        (PLAIN + "\n# a remark\nAnna,brown-stoat,\n", "line 6: the name 'Anna' is not one"),
        (PLAIN + "../ben,brown-stoat,\n", "line 4: the name '../ben' is not one"),
        (PLAIN + "ben;brown-stoat;\n", "line 4: it is separated by semicolons, and the headings are by commas"),
        (PLAIN + "ben,brown,stoat,student\n", "line 4: it has 4 fields, and the headings are 3: put a field that has a comma"),
        (PLAIN + 'ben,"brown-stoat,\ncarl,x,\n', 'line 4: a quote (") is opened and not closed'),
        (PLAIN + 'ben,"brown"stoat,\n', "line 4: its quotes are not right"),
        (PLAIN + "ben,brown\0stoat,\n", "line 4: there is a zero byte in it"),
        (PLAIN + "ben,brown\x07stoat,\n", "line 4: there is a character in the password of ben that nobody can type"),
        (PLAIN.encode() + "ben,bräuner-dachs,\n".encode("latin-1"), "line 4: a character is not UTF-8"),
        (PLAIN.encode("utf-16-le"), "line 1: there is a zero byte in it"),
        (b"PK\x03\x04", "is a spreadsheet's own file: save it as CSV"),
        (b"x" * 1_000_001, "has more than 1,000,000 bytes"),
    ],
)
def test_refused(tmp_path: Path, content: str | bytes, why: str) -> None:
    with pytest.raises(classlist.ListError) as error:
        reading(tmp_path, content)
    assert why in str(error.value) and "badger" not in str(error.value)


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("", "has no password for the first login: scripts/classroom.sh up makes one"),
        ("badger7", "has less than 8 characters"),
        ("a-word-for-anna", "is an example's"),
        ("change-this-first", "is an example's"),
        ("anna2026", "is easily guessed"),
        ("anna12345", "is easily guessed"),
        ("Anna-2026!", "is easily guessed"),
        ("aaaabbbb", "is easily guessed"),
        ("violet-otter", "is another's, too"),
    ],
)
def test_a_first_password_has_a_least_strength(tmp_path: Path, password: str, why: str) -> None:
    with pytest.raises(classlist.ListError, match=rf"students.csv, line 3: .*\banna {why}"):
        reading(tmp_path, PLAIN.replace("brown-badger", password))


@pytest.mark.parametrize(
    ("name", "password", "rest"),
    [
        ("anna", "Anna-2026!", "-2026!"),
        ("anna", "hannah-anna", "hh-"),
        ("an", "violet-planet-17", "violet-planet-17"),
        ("an", "An-2026-AN", "-2026-"),
        ("an", "ananan2026", "2026"),
        ("li", "lilie-2027", "lilie-2027"),
        ("li", "müli-li_9", "müli-_9"),
        ("a", "banana-2026", "banana-2026"),
        ("a.b", "a.b-aab", "-aab"),
        ("a.b", "axb-2026", "axb-2026"),
    ],
)
def test_a_short_name_inside_a_word_is_none(name: str, password: str, rest: str) -> None:
    assert classlist.without_name(password, name) == rest


@pytest.mark.parametrize(
    ("password", "weak"), [("banane-2026", False), ("violet-planet", False), ("an-2026-an", True), ("ananan2026", True)]
)
def test_a_first_password_of_somebody_with_a_short_name(password: str, weak: bool) -> None:
    why = classlist.weakness(Person("an", password), {})
    assert (why is not None) == weak, why


def test_a_common_first_password_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(classlist, "common_passwords", lambda: frozenset({"correcthorse"}))
    with pytest.raises(classlist.ListError, match="anna is a common one"):
        reading(tmp_path, PLAIN.replace("brown-badger", "CorrectHorse"))


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    path = tmp_path / "students.csv"
    with pytest.raises(classlist.ListError, match=r"there is no class list students\.csv"):
        classlist.read(path)
    path.symlink_to("/nowhere/list.csv")
    with pytest.raises(classlist.ListError, match=r"is a link to /nowhere/list\.csv, which is not there: the hub sees only"):
        classlist.read(path)
    path.unlink()
    path.mkdir()
    with pytest.raises(classlist.ListError, match="cannot be read"):
        classlist.read(path)


def test_the_example_has_no_passwords() -> None:
    found = classlist.load(ROOT / "classroom" / "students.example.csv")
    assert [person.password for person in classlist.people_of(found).values()] == ["", "", ""]


def test_the_last_good_list_stays_in_force(tmp_path: Path) -> None:
    path, kept = tmp_path / "students.csv", tmp_path / "kept.csv"
    path.write_text(PLAIN)
    assert classlist.in_force(path, kept) == (PEOPLE, None)
    path.write_text(PLAIN + "ben,brown-stoat,king\n")
    assert classlist.in_force(path, kept) == (PEOPLE, "students.csv, line 4: the role of ben is 'king': want student or instructor")
    assert classlist.problem(path) == "students.csv, line 4: the role of ben is 'king': want student or instructor"
    path.unlink()
    assert classlist.in_force(path, kept)[0] == PEOPLE
    path.write_text(PLAIN.replace("anna", "ben"))
    assert list(classlist.in_force(path, kept)[0]) == ["teach", "ben"]
    assert kept.stat().st_mode & 0o777 == 0o600


def test_a_list_that_was_never_good_lets_nobody_in(tmp_path: Path) -> None:
    (tmp_path / "students.csv").write_text("name\n")
    assert classlist.in_force(tmp_path / "students.csv", tmp_path / "kept.csv") == (
        {},
        "students.csv names no instructor: give one line the role instructor",
    )


def test_a_list_that_cannot_be_kept_is_in_force_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "students.csv").write_text(PLAIN)
    (tmp_path / "full").touch()
    people, problem = classlist.in_force(tmp_path / "students.csv", tmp_path / "full" / "kept.csv")
    assert people == PEOPLE and problem is not None and "cannot be kept" in problem
