"""Two runs into one directory: on other digits, one after the other, and at once."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, writes

from lib.files import Busy, locked
from publish import figures, slides
from publish.__main__ import main

RECORDS = """import (
	"os"

	"latentlab/pkg/results"
)

%%
from := results.Origin{Source: os.Getenv("LATENTLAB_DIGITS"), Digits: os.Getenv("LATENTLAB_DIGITS"), Seed: 1, Backend: "Go"}
if err := results.Record(from, results.Numbers{"NAME": 1}); err != nil {
	panic(err)
}"""


@pytest.mark.fault("numbers of several origins")
def test_other_digits_one_after_the_other(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    source, out = tmp_path / "source", tmp_path / "out"
    source.mkdir()
    for name, number in (("03-train", "steps"), ("04-evaluation", "test_mse")):
        cells = [new_markdown_cell(f"# {name}"), new_code_cell(RECORDS.replace("NAME", number))]
        (source / f"{name}.ipynb").write_text(writes(new_notebook(cells=cells)))
    assert main(["--source", str(source), "--out", str(out), "--digits", "mnist", "3"]) == 0
    assert main(["--source", str(source), "--out", str(out), "--digits", "builtin", "4"]) == 0
    records = json.loads((out / "results.json").read_text())["notebooks"]
    assert [(name, record["digits"], record["numbers"]) for name, record in records.items()] == [
        ("03-train", "mnist", {"steps": 1}),
        ("04-evaluation", "builtin", {"test_mse": 1}),
    ]
    lines = capfd.readouterr().out.splitlines()
    assert {" ".join(line.split()) for line in lines} >= {"digits mnist builtin", "steps 1 –", "test_mse – 1", "notebooks 03 04"}
    html = (out / "index.html").read_text()
    assert "03-train.ipynb · mnist · seed 1 · Go" in html and "04-evaluation.ipynb · builtin · seed 1 · Go" in html
    assert "Its notebooks are of different runs" in html


COMMANDS = {"lecture.sh": main, "slides.sh": slides.main, "figures.sh": figures.main}


@pytest.mark.fault("two runs into one place")
@pytest.mark.parametrize("command", COMMANDS)
def test_the_second_run_into_one_place_is_told(command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with locked(tmp_path / ".lock", "out"):
        assert COMMANDS[command](["--out", str(tmp_path)]) == 2
    said = capsys.readouterr().err
    assert f"is being written by another run (process {os.getpid()}, since " in said and "wait for its end, or stop it" in said
    assert list(tmp_path.iterdir()) == [], "an orderly end leaves nothing"


@pytest.mark.fault("two runs into one place")
def test_two_runs_that_put_outputs_into_the_notebooks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(figures, "ROOT", tmp_path)
    with locked(tmp_path / "out" / ".notebooks.lock", "notebooks/"):
        assert figures.main(["--notebooks", "--out", str(tmp_path / "elsewhere")]) == 2
    assert "notebooks/ is being written by another run" in capsys.readouterr().err


HOLDS = """import sys
from pathlib import Path

from lib.files import locked

with locked(Path(sys.argv[1]), "out"):
    print(1, flush=True)
    input()
"""


@pytest.mark.fault("two runs into one place")
def test_a_run_that_is_killed_leaves_no_lock(tmp_path: Path) -> None:
    lock = tmp_path / ".lock"
    command = [sys.executable, "-c", HOLDS, str(lock)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": scripts()}) as other:
        assert other.stdout is not None and other.stdout.readline() == b"1\n"
        with pytest.raises(Busy, match=rf"process {other.pid}, "), locked(lock, "out"):
            pass
        other.send_signal(signal.SIGKILL)
    assert lock.exists()
    with locked(lock, "out"):
        pass
    assert not lock.exists()


def scripts() -> str:
    return str(Path(__file__).resolve().parents[1] / "scripts")
