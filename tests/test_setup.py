"""What set-up says where something is missing, and that it has nothing left to do here."""

import os
import shutil
import stat
import subprocess
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SCRIPTS = [path for path in sorted([*ROOT.glob("scripts/*.sh"), *ROOT.glob("classroom/*.sh")]) if path.name != "lib.sh"]
TOOLS = ["basename", "bash", "cat", "dirname", "find", "flock", "head", "id", "mkdir", "realpath", "sed", "sort", "uname"]


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A clone in a directory with a space, and beside it bin, all that PATH will name: no Go, Python or compiler."""
    clone, tools = tmp_path / "a clone", tmp_path / "bin"
    shutil.copytree(ROOT / "scripts", clone / "scripts", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "go.mod", clone / "go.mod")
    tools.mkdir()
    for name in TOOLS:
        (tools / name).symlink_to(shutil.which(name) or "missing")
    return tmp_path


def program(machine: Path, name: str, script: str) -> None:
    """Puts a program on the machine's PATH."""
    path = machine / "bin" / name
    path.write_text(f"#!{shutil.which('bash')}\n{script}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


def go(machine: Path, version: str) -> None:
    program(machine, "go", f'[ "$*" = "env CC" ] && echo cc || printf "{version}\\n/nowhere\\n"')


def setup(machine: Path, *options: str, clone: str = "a clone") -> str:
    """Runs set-up, which must fail, and returns the sentence that it fails with."""
    done = subprocess.run(
        [str(machine / clone / "scripts" / "setup.sh"), *options],
        env={"PATH": str(machine / "bin"), "HOME": str(machine)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done
    assert done.stderr.count("\n") == 1, f"more than one line: {done.stderr}"
    return done.stderr


def test_no_go(machine: Path) -> None:
    assert "Go is not on PATH: install Go 1.26.5 or newer from https://go.dev/dl/" in setup(machine)


@pytest.mark.parametrize("version", ["go1.24.2", "go1.26.4", "go1.9"])
def test_old_go(machine: Path, version: str) -> None:
    go(machine, version)
    assert f"Go here is {version[2:]} " in (said := setup(machine)) and "needs 1.26.5 or newer" in said


@pytest.mark.parametrize("version", ["go1.26.5", "go1.27.0 X:nosimd", "devel go1.28-a1b2c3 Mon Nov 2"])
def test_no_compiler(machine: Path, version: str) -> None:
    go(machine, version)
    assert "C compiler cc does not work" in (said := setup(machine)) and "sudo apt install gcc libc6-dev" in said


def test_no_python(machine: Path) -> None:
    go(machine, "go1.26.5")
    program(machine, "cc", "exit 0")
    assert "Python is not on PATH: install Python 3.10 or newer" in setup(machine)


def test_old_python(machine: Path) -> None:
    go(machine, "go1.26.5")
    program(machine, "cc", "exit 0")
    program(machine, "python3", "echo 3.8.10")
    assert "Python here is 3.8.10, and JupyterLab needs 3.10 or newer" in setup(machine)


def test_python_without_venv(machine: Path) -> None:
    go(machine, "go1.26.5")
    program(machine, "cc", "exit 0")
    program(machine, "python3", 'case "$2" in *ensurepip*) exit 1 ;; *) echo 3.12.1 ;; esac')
    assert "cannot make virtual environments" in (said := setup(machine)) and "sudo apt install python3-venv" in said


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_help_needs_no_set_up(machine: Path, script: Path) -> None:
    done = subprocess.run([str(script), "--help"], env={"PATH": str(machine / "bin")}, capture_output=True, text=True, check=True)
    assert str(script.relative_to(ROOT)) in done.stdout and done.stderr == ""
    assert not [line for line in done.stdout.splitlines() if line.startswith("#")]


def test_unknown_option(machine: Path) -> None:
    assert "there is no option --gpus" in setup(machine, "--gpus")


def test_path_that_gonb_cannot_take(machine: Path) -> None:
    (machine / "a clone").rename(machine / "a,b")
    assert "move the clone (spaces are fine)" in setup(machine, clone="a,b")


def test_second_run_has_nothing_to_do() -> None:
    start = time.monotonic()
    done = subprocess.run([str(ROOT / "scripts" / "setup.sh")], capture_output=True, text=True, check=True, env=os.environ)
    assert (done.stdout, done.stderr) == ("", "")
    assert time.monotonic() - start < 3
