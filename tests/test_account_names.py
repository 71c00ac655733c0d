"""Names of accounts: classroom.sh takes those that the hub takes."""

import re
import subprocess
from pathlib import Path

import pytest

import classlist

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize("name", ["anna", "a", "a.b-c_1", "a" * 32, "a" * 33, "", "Anna", "1a", ".a", "ä", "a b", "a,b", "a\n"])
def test_shell_and_hub_agree(name: str) -> None:
    (rule,) = re.findall(r"^is_account\(\) .*$", (ROOT / "scripts" / "classroom.sh").read_text(encoding="utf-8"), re.MULTILINE)
    done = subprocess.run(["bash", "-c", f'{rule}; is_account "$1"', "bash", name], check=False)
    assert (done.returncode == 0) == bool(classlist.NAME.fullmatch(name))


@pytest.mark.parametrize(("name", "there"), [("a.b", True), ("axb", False), ("anna", True), ("ann", False), ("first-word", False)])
def test_who_is_in_the_class(tmp_path: Path, name: str, there: bool) -> None:
    (rule,) = re.findall(r"^in_class\(\) .*$", (ROOT / "scripts" / "classroom.sh").read_text(encoding="utf-8"), re.MULTILINE)
    people = tmp_path / "students.csv"
    people.write_text("name,password,role\n a.b ,first-word,instructor\nanna,other,\n")
    done = subprocess.run(
        ["bash", "-c", f'{rule}; in_class "$1"', "bash", name], env={"CLASS": str(people), "PATH": "/usr/bin:/bin"}, check=False
    )
    assert (done.returncode == 0) == there
