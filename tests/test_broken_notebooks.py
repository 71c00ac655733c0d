"""Files as people have them in a notebook's or in --out's place: a sentence, no traceback, and the others still run."""

import errno
import json
import os
import shutil
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_notebook, writes

from publish import figures, slides
from publish.__main__ import main
from publish.notebooks import Unreadable, foreign, read

CASES = Path(__file__).parent / "notebooks" / "broken"
PYTHON = new_notebook(
    cells=[new_code_cell("x = 1")], metadata={"kernelspec": {"name": "python3", "display_name": "P", "language": "python"}}
)

BROKEN = {
    "conflict-marked": ((CASES / "02-conflict.ipynb").read_bytes(), "merge conflict"),
    "empty": ((CASES / "02-empty.ipynb").read_bytes(), "it is empty"),
    "blank": (b"\n \n", "it is empty"),
    "cut short": (writes(PYTHON).encode()[:100], "damaged or cut short"),
    "not UTF-8": (writes(PYTHON).encode().replace(b"x = 1", b"\xe4 = 1"), "not UTF-8"),
    "UTF-16": (writes(PYTHON).encode("utf-16"), "not UTF-8"),
    "a list": (b"[1, 2]", "no notebook"),
    "a number": (b"17", "no notebook"),
    "other JSON": (b'{"name": "latentlab", "version": 4}', "no notebook"),
    "no cells": (b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}}', "no notebook"),
    "cells that are none": (b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [1]}', "no notebook"),
    "a cell without source": (
        b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [{"cell_type": "code", "id": "a", "metadata": {}}]}',
        "no notebook",
    ),
    "metadata that is a list": (b'{"nbformat": 4, "nbformat_minor": 5, "metadata": [], "cells": []}', "no notebook"),
    "kernelspec that is text": (b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {"kernelspec": "go"}, "cells": []}', "no notebook"),
    "of the future": (b'{"nbformat": 9, "nbformat_minor": 0, "metadata": {}, "cells": []}', "no notebook"),
    "half a character": (writes(PYTHON).encode().replace(b"x = 1", rb"x = \ud800"), "no notebook"),
    "a cell that its format has not": (b'{"metadata": {}, "cells": [{"cell_type": "markdown", "source": "x"}]}', "no notebook"),
    "deep": (b"[" * 100_000, "damaged or cut short"),
    "a number too long": (b"9" * 5_000, "damaged or cut short"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_file_that_is_no_notebook_is_named(case: str, tmp_path: Path) -> None:
    content, why = BROKEN[case]
    path = tmp_path / "02-mine.ipynb"
    path.write_bytes(content)
    with pytest.raises(Unreadable) as raised:
        read(path)
    said = str(raised.value)
    assert said.startswith(f"{path}: ") and why in said and "\n" not in said
    with pytest.raises(Unreadable, match=r"run it again$"):
        read(path, "run it again")


def test_what_is_no_file_does_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "01-pipe.ipynb")
    (tmp_path / "02-directory.ipynb").mkdir()
    (tmp_path / "03-nowhere.ipynb").symlink_to("nowhere")
    for path in tmp_path.iterdir():
        with pytest.raises(Unreadable, match="it is no file"):
            read(path)


def test_a_mark_at_the_start_and_another_language(tmp_path: Path) -> None:
    path = tmp_path / "01-mine.ipynb"
    path.write_bytes(b"\xef\xbb\xbf" + writes(PYTHON).encode())  # as some editors begin UTF-8
    assert foreign(read(path)) == "python"
    path.write_text(writes(new_notebook()))
    assert foreign(read(path)) is None


@pytest.fixture
def source(notebooks: Path, tmp_path: Path) -> Path:
    """A directory with a notebook that runs, after each kind that does not."""
    source = tmp_path / "source"
    shutil.copytree(CASES, source)
    (source / "03-foreign.ipynb").write_text(writes(PYTHON))
    shutil.copy(notebooks / "01-passes.ipynb", source / "04-passes.ipynb")
    return source


def test_the_others_run_and_the_page_is_made(source: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    assert main(["--source", str(source), "--out", str(out)]) == 1
    printed = capfd.readouterr()
    assert "Traceback" not in printed.err
    for said in ("02-conflict.ipynb: it holds the marks", "02-empty.ipynb: it is empty", "03-foreign.ipynb: It is written in python"):
        assert said in printed.err
    assert "4 notebooks" in printed.out and "3 failed, see above" in printed.out
    assert "A notebook that passes" in (out / "index.html").read_text()
    assert list(json.loads((out / "results.json").read_text())["notebooks"]) == ["04-passes"]
    assert sorted(path.name for path in out.iterdir()) == ["04-passes.ipynb", "index.html", "results.json"]

    # What lies in --out under a notebook's name and is none of ours is left out, and said to be.
    shutil.copy(CASES / "02-conflict.ipynb", out)
    (out / "03-foreign.ipynb").write_text(writes(PYTHON))
    assert main(["--source", str(source), "--out", str(out), "4"]) == 0
    printed = capfd.readouterr()
    assert "Left out of the page" in printed.err and "run scripts/lecture.sh 02 again" in printed.err
    assert "03-foreign.ipynb: it does not say of which run" in printed.err and "Traceback" not in printed.err


def test_slides_of_the_others(source: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    notebook = new_notebook(cells=[new_code_cell("f()", metadata={"tags": ["slide-06"]})])
    (source / "05-slide.ipynb").write_text(writes(notebook))
    assert slides.main(["--source", str(source), "--out", str(tmp_path / "out")]) == 1
    assert "left out: " in capfd.readouterr().err
    assert "of a run that is not recorded" in (tmp_path / "out" / "slides.html").read_text()


def test_figures_of_the_others(source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    source.rename(tmp_path / "notebooks")
    before = {path.name: path.read_bytes() for path in (tmp_path / "notebooks").iterdir()}
    monkeypatch.setattr(figures, "ROOT", tmp_path)
    assert figures.main(["--only", "8", "--out", str(tmp_path / "out")]) == 2
    assert "no notebook draws slide 8" in capfd.readouterr().err
    assert figures.main(["--notebooks", "--out", str(tmp_path / "out")]) == 1
    assert "02-empty.ipynb: it is empty" in capfd.readouterr().err
    assert {path.name: path.read_bytes() for path in (tmp_path / "notebooks").iterdir()} == before


COMMANDS = {"lecture.sh": main, "slides.sh": slides.main, "figures.sh": figures.main}


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("place", ["a file", "below a file", "no directory can be made"])
def test_out_that_is_none(command: str, place: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    taken = tmp_path / "taken"
    taken.write_text("mine")
    out = {"a file": taken, "below a file": taken / "out", "no directory can be made": Path("/proc/nowhere")}[place]
    assert COMMANDS[command](["--out", str(out)]) == 2
    printed = capfd.readouterr().err
    assert printed.startswith(f"{command}: /") and printed.endswith(": write elsewhere with --out\n") and printed.count("\n") == 1
    assert taken.read_text() == "mine"


def test_a_disk_that_fills_up(source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("lib.files.os.fsync", full)
    assert main(["--source", str(source), "--out", str(out), "4"]) == 2
    printed = capfd.readouterr()
    lost = (
        f"what it has put out is lost: {out / '04-passes.ipynb'}: No space left on device: make room there, or write elsewhere with --out"
    )
    assert lost in printed.err
    assert f"lecture.sh: {out / 'index.html'}: No space left on device" in printed.err and "Traceback" not in printed.err
    assert list(out.iterdir()) == [], "nothing half written stays"


def test_no_room_for_temporary_files(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(**_: str) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", "/tmp")

    monkeypatch.setattr("publish.execute.tempfile.TemporaryDirectory", full)
    assert main(["--source", str(source), "--out", str(tmp_path / "out"), "4"]) == 1
    assert "/tmp: No space left on device: make room there, or name another directory by TMPDIR" in capsys.readouterr().err


def test_the_notebooks_are_not_written_over(source: Path, capfd: pytest.CaptureFixture[str]) -> None:
    before = (source / "04-passes.ipynb").read_bytes()
    assert main(["--source", str(source), "--out", str(source / ".." / "source"), "4"]) == 2
    assert "is where the notebooks are" in capfd.readouterr().err
    assert (source / "04-passes.ipynb").read_bytes() == before
