"""A backup takes the place of what is there, whole or not at all, wherever it is cut off."""

import contextlib
import os
from collections.abc import Callable
from pathlib import Path

import pytest
import restoring

Tree = dict[str, str]
OLD: list[Tree] = [{"diary.txt": "old", ".bashrc": "old", "lecture/01.ipynb": "old"}, {"diary.txt": "old"}, {}]
NEW: list[Tree] = [{"diary.txt": "new", "lecture/02.ipynb": "new"}, {}, {"first.txt": "new"}]


class Cut(BaseException):
    """The power is cut."""


def fill(directory: Path, files: Tree) -> None:
    directory.mkdir(parents=True)
    for name, text in files.items():
        (directory / name).parent.mkdir(exist_ok=True)
        (directory / name).write_text(text, encoding="utf-8")


def tree(directory: Path) -> Tree:
    """The files of a directory, without those that wait."""
    files = [path.relative_to(directory) for path in directory.rglob("*") if path.is_file()]
    return {str(file): (directory / file).read_text(encoding="utf-8") for file in files if file.parts[0] != restoring.STAGE}


@pytest.fixture
def roots(tmp_path: Path) -> list[Path]:
    """Three volumes with something old, beside which something new was unpacked."""
    roots = [tmp_path / str(number) for number in range(len(OLD))]
    for root, old, new in zip(roots, OLD, NEW, strict=True):
        fill(root, old)
        root.chmod(0o750)
        fill(root / restoring.STAGE / "new", new)
    return roots


@pytest.fixture
def marker(tmp_path: Path) -> Path:
    return tmp_path / "marker"


def trees(roots: list[Path]) -> list[Tree]:
    return [tree(root) for root in roots]


def cut_after(calls: int, patch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Lets so many changes of the file system happen, and none after. Returns what lets them happen again."""
    left = calls

    def counted(change: Callable[..., object]) -> Callable[..., object]:
        def change_or_cut(*arguments: object, **more: object) -> object:
            nonlocal left
            if left == 0:
                raise Cut
            left -= 1
            return change(*arguments, **more)

        return change_or_cut

    for name in ("rename", "mkdir", "rmdir", "unlink", "touch", "chmod"):
        patch.setattr(Path, name, counted(getattr(Path, name)))
    for name in ("rmdir", "unlink"):  # shutil.rmtree's
        patch.setattr(os, name, counted(getattr(os, name)))
    return patch.undo


def test_all_of_it_is_exchanged(roots: list[Path], marker: Path) -> None:
    restoring.exchange(marker, roots)
    assert trees(roots) == NEW
    assert not marker.exists() and not list(roots[0].parent.rglob(restoring.STAGE))


def test_the_new_owner_may_do_what_the_backup_says(roots: list[Path], marker: Path) -> None:
    (roots[0] / restoring.STAGE / "new").chmod(0o711)
    restoring.exchange(marker, roots)
    assert roots[0].stat().st_mode & 0o777 == 0o711


def test_a_failure_leaves_what_was_there(roots: list[Path], marker: Path) -> None:
    restoring.remove(roots[2] / restoring.STAGE / "new")
    with pytest.raises(OSError, match=restoring.STAGE):
        restoring.exchange(marker, roots)
    assert trees(roots) == OLD and not marker.exists()
    assert {root.stat().st_mode & 0o777 for root in roots} == {0o750}


@pytest.mark.parametrize("calls", range(43))
def test_a_cut_loses_nothing(roots: list[Path], marker: Path, monkeypatch: pytest.MonkeyPatch, calls: int) -> None:
    """After every change of the file system. A second cut, while it recovers, is no worse."""
    restore_power = cut_after(calls, monkeypatch)
    with contextlib.suppress(Cut):
        restoring.exchange(marker, roots)
    restore_power()
    want = OLD if marker.exists() else trees(roots)
    assert want in (OLD, NEW)
    restore_power = cut_after(calls // 2, monkeypatch)
    with contextlib.suppress(Cut):
        restoring.recover(marker, roots)
    restore_power()
    restoring.recover(marker, roots)
    assert trees(roots) == want
    assert want == NEW or {root.stat().st_mode & 0o777 for root in roots} == {0o750}
    assert not marker.exists() and not list(roots[0].parent.rglob(restoring.STAGE))
