"""What set-up says where something is missing, before it starts to work, and that it has nothing left to do here."""

import json
import os
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from lib.version import version

from machine import COMMANDS, ROOT, UNSHARE, Machine

COMMANDS_OF_OURS = [*ROOT.glob("scripts/*.sh"), *ROOT.glob("classroom/*.sh"), ROOT / "scripts" / "setup" / "tools.sh", ROOT / ".ci" / "run"]
SCRIPTS = [path for path in sorted(COMMANDS_OF_OURS) if path.name != "lib.sh"]


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """A machine without Go, Python or a compiler."""
    return Machine(tmp_path)


@pytest.fixture
def complete(machine: Machine) -> Machine:
    """A machine that has them."""
    machine.complete()
    return machine


@pytest.fixture
def mounts() -> None:
    """For tests that mount: some containers forbid it."""
    command = [*UNSHARE, "mount", "-t", "tmpfs", "none", "/mnt"]
    if subprocess.run(command, capture_output=True, check=False).returncode != 0:
        pytest.skip("this user may not mount here")


def go(machine: Machine, version: str) -> None:
    machine.program("go", f'[ "$*" = "env CC" ] && echo cc || printf "{version}\\n$HOME\\n$HOME\\n"')


def test_no_go(machine: Machine) -> None:
    assert "Go is not on PATH: install Go 1.26.5 or newer from https://go.dev/dl/" in machine.refuses()


@pytest.mark.parametrize("version", ["go1.24.2", "go1.26.4", "go1.9"])
def test_old_go(machine: Machine, version: str) -> None:
    go(machine, version)
    assert f"Go here is {version[2:]} " in (said := machine.refuses()) and "needs 1.26.5 or newer" in said


@pytest.mark.parametrize("version", ["go1.26.5", "go1.27.0 X:nosimd", "devel go1.28-a1b2c3 Mon Nov 2"])
def test_no_compiler(machine: Machine, version: str) -> None:
    go(machine, version)
    assert "C compiler cc does not work" in (said := machine.refuses()) and "sudo apt install gcc libc6-dev" in said


def test_no_python(machine: Machine) -> None:
    go(machine, "go1.26.5")
    machine.program("cc", "exit 0")
    assert "Python is not on PATH: install Python 3.10 or newer" in machine.refuses()


def test_old_python(machine: Machine) -> None:
    go(machine, "go1.26.5")
    machine.program("cc", "exit 0")
    machine.program("python3", "echo 3.8.10")
    assert "Python here is 3.8.10, and JupyterLab needs 3.10 or newer" in machine.refuses()


def test_python_without_venv(machine: Machine) -> None:
    go(machine, "go1.26.5")
    machine.program("cc", "exit 0")
    machine.program("python3", 'case "$2" in *ensurepip*) exit 1 ;; *) echo 3.12.1 ;; esac')
    assert "cannot make virtual environments" in (said := machine.refuses()) and "sudo apt install python3-venv" in said


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_help_needs_no_set_up(machine: Machine, script: Path) -> None:
    done = subprocess.run([str(script), "--help"], env={"PATH": str(machine.bin)}, capture_output=True, text=True, check=True)
    assert str(script.relative_to(ROOT)) in done.stdout and done.stderr == ""
    assert not [line for line in done.stdout.splitlines() if line.startswith("#")]


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_version_needs_no_set_up(machine: Machine, script: Path) -> None:
    done = subprocess.run([str(script), "--version"], env={"PATH": str(machine.bin)}, capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == (f"latentlab {version()}\n", "")


def test_unknown_option(machine: Machine) -> None:
    assert "there is no option --gpus" in machine.refuses("--gpus")


def test_path_that_gonb_cannot_take(machine: Machine) -> None:
    machine.clone = machine.clone.rename(machine.directory / "a,b")
    assert "move the clone (spaces are fine)" in machine.refuses()


def test_a_whole_set_up_and_a_second_that_has_nothing_to_do(complete: Machine) -> None:
    status, said, complaint = complete.run()
    assert (status, complaint) == (0, "") and "JupyterLab: done" in said
    assert complete.run() == (0, "", "")
    assert not (complete.clone / ".lab" / "tmp").exists()


@pytest.mark.parametrize("name", ["flock", "find", "sha256sum", "xargs"])
def test_a_command_is_missing(complete: Machine, name: str) -> None:
    (complete.bin / name).unlink()
    assert f"commands are missing: {name}: install them" in complete.refuses()


def test_needs_no_git(complete: Machine) -> None:
    assert "git" not in COMMANDS and not (complete.clone / ".git").exists()
    assert complete.run()[0] == 0


def builds_tools(machine: Machine) -> "subprocess.CompletedProcess[str]":
    """Builds the tools on the machine, with this one's Go and what it has downloaded and compiled."""
    caches = json.loads(subprocess.check_output(["go", "env", "-json", "GOCACHE", "GOMODCACHE", "GOPROXY"], text=True))
    (machine.bin / "go").symlink_to(shutil.which("go") or "missing")
    command = [str(machine.clone / "scripts" / "setup" / "tools.sh"), str(machine.directory / "tools")]
    return subprocess.run(command, env={**machine.environment, **caches}, capture_output=True, text=True, check=False)


def test_the_kernel_is_built_without_git_patch_or_a_compiler(machine: Machine) -> None:
    done = builds_tools(machine)
    assert done.returncode == 0, done.stderr
    assert {path.name for path in (machine.directory / "tools").iterdir()} == {"gonb", "goimports"}
    said = subprocess.run([str(machine.directory / "tools" / "gonb"), "--version"], capture_output=True, text=True, check=True)
    assert said.stdout.startswith("GoNB version")


def test_a_patch_that_does_not_fit_gonb(machine: Machine) -> None:
    patch = machine.clone / "scripts" / "setup" / "gonb" / "2-log.patch"
    patch.write_text(patch.read_text(encoding="utf-8").replace("-\tsetUpKlog", "-\tsetUpLog"), encoding="utf-8")
    done = builds_tools(machine)
    assert done.returncode == 1 and not (machine.directory / "tools").exists()
    assert done.stderr.splitlines()[-1] == f"tools.sh: {patch} does not fit the GoNB of go.mod: see which of its changes are still needed"


@pytest.mark.skipif(os.getuid() != 0 or shutil.which("git") is None, reason="only root can give a clone to another user, and git minds")
def test_a_clone_that_belongs_to_another_user(tmp_path: Path) -> None:
    (tmp_path / "main.go").write_text("package main\n\nfunc main() {}\n", encoding="utf-8")
    (tmp_path / "go.mod").write_text("module program\n", encoding="utf-8")
    subprocess.run(["git", "init", "--quiet", str(tmp_path)], check=True)
    for path in (tmp_path, tmp_path / ".git"):
        os.chown(path, 65534, 65534)
    command = f'. "{ROOT}/scripts/lib.sh"; use_go_environment; exec go build -o program'
    done = subprocess.run(["bash", "-c", command], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_no_home(complete: Machine) -> None:
    assert "HOME is not set, and Go keeps what it downloads and compiles there: set HOME" in complete.refuses(HOME=None)


def test_a_home_that_cannot_be_written(complete: Machine) -> None:
    assert "/dev/null/cache cannot be written" in (said := complete.refuses(HOME="/dev/null")) and "set HOME" in said


def test_something_else_is_called_lab(complete: Machine) -> None:
    (complete.clone / ".lab").touch()
    assert ".lab cannot be written, and set-up installs there" in complete.refuses()


def test_a_clone_that_cannot_be_written(complete: Machine, mounts: None) -> None:
    inside = f"mount --bind '{complete.clone}' '{complete.clone}'; mount -o remount,bind,ro '{complete.clone}'"
    assert ".venv cannot be written" in (said := complete.refuses(inside=inside)) and "copy the clone to a directory of yours" in said


def test_no_temporary_directory(complete: Machine) -> None:
    assert "no file can be made in /dev/null (TMPDIR)" in (said := complete.refuses(TMPDIR="/dev/null")) and "set TMPDIR" in said


@pytest.mark.parametrize(
    ("option", "reason"),
    [("noexec", "it is mounted noexec"), ("nr_blocks=1", "is full"), ("size=50m", "has 50 MB left")],
)
def test_a_temporary_directory_that_does_not_do(complete: Machine, mounts: None, option: str, reason: str) -> None:
    directory = complete.directory / "tmp"
    directory.mkdir()
    inside = f"mount -t tmpfs -o {option} none {directory}"
    if "nr_blocks" in option:
        inside += f"; tr '\\0' x </dev/zero 2>/dev/null | head -c 4096 >{directory}/full"
    assert reason in (said := complete.refuses(inside=inside, TMPDIR=str(directory))) and "set TMPDIR to" in said


def test_a_full_disk(complete: Machine, mounts: None) -> None:
    (complete.clone / ".lab").mkdir()
    said = complete.refuses(inside=f"mount -t tmpfs -o size=300m none '{complete.clone}/.lab'")
    assert ".lab has 300 MB left, and set-up needs 800 there" in said


def test_caches_on_a_full_disk(complete: Machine, mounts: None) -> None:
    cache = complete.directory / "cache"
    cache.mkdir()
    assert "cache has 900 MB left, and set-up needs 1400 there" in complete.refuses(inside=f"mount -t tmpfs -o size=900m none {cache}")


@pytest.mark.parametrize(("memory", "swap", "free"), [(400, 0, 400), (400, 300, 700), (0, 0, 0)])
def test_too_little_memory(complete: Machine, mounts: None, memory: int, swap: int, free: int) -> None:
    meminfo = complete.directory / "meminfo"
    meminfo.write_text(f"MemTotal: 2000000 kB\nMemAvailable: {memory * 1024} kB\nSwapFree: {swap * 1024} kB\n", encoding="utf-8")
    assert f"there are {free} MB of memory free, and compiling needs" in complete.refuses(inside=f"mount --bind {meminfo} /proc/meminfo")


@pytest.mark.parametrize("name", ["lock", "stamps/jupyterlab", "stamps/digits", "log/kernel"])
def test_a_named_pipe_in_a_files_place(complete: Machine, name: str) -> None:
    pipe = complete.clone / ".lab" / name
    pipe.parent.mkdir(parents=True)
    os.mkfifo(pipe)
    assert complete.run()[0] == 0 and not pipe.is_fifo()


def test_others_may_read_what_was_installed(complete: Machine) -> None:
    before = os.umask(0o077)
    try:
        assert complete.run()[0] == 0
    finally:
        os.umask(before)
    for installed in (complete.clone / ".lab", complete.clone / ".venv"):
        for path in [installed, *installed.rglob("*")]:
            wanted = 0o755 if path.is_dir() else 0o644
            assert path.stat().st_mode & wanted == wanted, path


def test_second_run_has_nothing_to_do() -> None:
    start = time.monotonic()
    done = subprocess.run([str(ROOT / "scripts" / "setup.sh")], capture_output=True, text=True, check=True, env=os.environ)
    assert (done.stdout, done.stderr) == ("", "")
    assert time.monotonic() - start < 3
