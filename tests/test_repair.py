"""What is moved aside in a student's home directory, and what stays."""

import os
from pathlib import Path

import pytest
import repair


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The home directory of a student, who is whoever runs this test."""
    monkeypatch.setattr(repair, "USER", os.getuid())
    home = tmp_path / "anna"
    (home / "lecture").mkdir(parents=True)
    (home / "lecture" / "01.ipynb").write_text("mine", encoding="utf-8")
    return home


def repaired(home: Path) -> list[str]:
    (home.parent / "skel").mkdir(exist_ok=True)
    (home.parent / "skel" / ".bashrc").write_text("usual", encoding="utf-8")
    return list(repair.repair(home, ".aside", home.parent / "skel"))


def test_settings_are_moved_with_what_is_in_them(home: Path) -> None:
    for name in (".jupyter", ".local/lib/python3.11/site-packages", ".config/go"):
        (home / name).mkdir(parents=True)
        (home / name / "file").write_text("broken", encoding="utf-8")
    said = repaired(home)
    assert said[:3] == [f"{name} is moved to {name}.aside" for name in (".jupyter", ".local", ".config")]
    assert (home / ".config.aside/go/file").read_text(encoding="utf-8") == "broken"
    assert not any((home / ".jupyter").iterdir())


def test_a_home_that_is_well_stays_as_it_is(home: Path) -> None:
    (home / ".bashrc").write_text("usual", encoding="utf-8")
    assert repaired(home) == []
    assert (home / "lecture" / "01.ipynb").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("name", [".jupyter", ".bashrc", "lecture/02.ipynb"])
def test_a_pipe_is_moved_unread(home: Path, name: str) -> None:
    os.mkfifo(home / name)
    assert repaired(home) == [f"{name} is moved to {name}.aside"]


def test_a_link_is_moved_and_not_followed(home: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir(mode=0o500)
    (home / ".local").symlink_to(tmp_path / "elsewhere")
    (home / "link").symlink_to(tmp_path / "elsewhere")
    assert repaired(home) == [".local is moved to .local.aside"]
    assert (tmp_path / "elsewhere").stat().st_mode & 0o777 == 0o500


def test_a_lecture_that_is_no_directory_is_moved(home: Path) -> None:
    (home / "lecture").rename(home / "mine")
    (home / "lecture").symlink_to("lecture")
    assert repaired(home) == ["lecture is moved to lecture.aside"]


def test_what_is_closed_to_its_owner_is_opened(home: Path) -> None:
    (home / "lecture" / "01.ipynb").chmod(0o040)
    (home / "lecture").chmod(0o005)
    home.chmod(0)
    assert repaired(home) == [f"{name}: its owner may use it again" for name in ("anna", "lecture", "lecture/01.ipynb")]
    modes = [path.stat().st_mode & 0o777 for path in (home, home / "lecture", home / "lecture" / "01.ipynb")]
    assert modes == [0o700, 0o705, 0o440]


def test_a_full_disk_is_named_with_its_largest_files(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "fill").write_bytes(bytes(3 << 20))
    monkeypatch.setattr(repair, "LITTLE", 1 << 62)
    said = repaired(home)
    assert said[0].startswith("the disk is full (") and said[1] == "  3 MB  fill"
