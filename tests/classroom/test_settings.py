"""What is said before anything starts when a setting is missing or wrong, and what docker-compose makes of the file."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

import classlist
import settings

from room import ROOT, Room, docker

GOOD = {
    "CLASSROOM_LIST": str(ROOT / "classroom" / "students.example.csv"),
    "CLASSROOM_BASE_URL": "/",
    "CLASSROOM_CERT": "",
    "CLASSROOM_KEY": "",
    "CLASSROOM_CPUS": "1.5",
    "CLASSROOM_PROCESSES": "512",
    "CLASSROOM_IDLE_SECONDS": "60",
    "CLASSROOM_SUBNETS": "10.203.0.0/20",
}


@pytest.mark.parametrize(
    ("people", "why"),
    [
        ("", "names no instructor"),
        ("anna,x\n", "line 1: its first line is 'anna,x', want name,password,role"),
        ("name,password,role\nanna,x,\n", "names no instructor"),
        ("name,password,role\nanna,,instructor\n", "line 2: anna has no password"),
        ("name,password,role\n\n# a remark\nAnna,x,instructor\n", "line 4: the name 'Anna'"),
        ("name,password,role\nanna,x,instructor\nanna,y,\n", "line 3: anna is there twice"),
        ("name,password,role\nanna,x,king\n", "line 2: the role of anna is 'king'"),
        ("name,password,role\nanna,x,student,1\n", "line 2: it has 4 fields"),
        ("name,password,role\n../anna,x,instructor\n", "line 2: the name '../anna'"),
        ("näme".encode("latin-1"), "is not UTF-8"),
    ],
)
def test_mistakes_in_a_class_list(tmp_path: Path, people: str | bytes, why: str) -> None:
    path = tmp_path / "students.csv"
    path.write_bytes(people if isinstance(people, bytes) else people.encode())
    with pytest.raises(classlist.ListError, match=why.replace("(", r"\(")):
        classlist.read(path)


def test_a_class_list(tmp_path: Path) -> None:
    path = tmp_path / "students.csv"
    path.write_text('\ufeff# saved by a spreadsheet\r\nname,password\r\n anna , "a, b" \r\n\r\n', encoding="utf-8")
    with pytest.raises(classlist.ListError):
        classlist.read(path)
    path.write_text('\ufeffname,password,role\r\nanna,"a, b",\r\nt.smith-2,x,instructor\r\n', encoding="utf-8")
    assert list(classlist.read(path).values()) == [("anna", "a, b", "student"), ("t.smith-2", "x", "instructor")]


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("CLASSROOM_BASE_URL", "class", "begins and ends with /"),
        ("CLASSROOM_CERT", "/etc/cert.pem", "names a file and CLASSROOM_KEY none"),
        ("CLASSROOM_KEY", "/etc/key.pem", "names a file and CLASSROOM_CERT none"),
        ("CLASSROOM_CPUS", "many", "CLASSROOM_CPUS is 'many'"),
        ("CLASSROOM_PROCESSES", "0", "CLASSROOM_PROCESSES is '0'"),
        ("CLASSROOM_SUBNETS", "10.0.0.1/8", "want a network such as"),
        ("CLASSROOM_LIST", "/nowhere/students.csv", "there is no class list students.csv: copy"),
    ],
)
def test_settings_that_are_wrong(name: str, value: str, why: str) -> None:
    settings.check(GOOD)
    with pytest.raises((ValueError, classlist.ListError), match=why):
        settings.check({**GOOD, name: value})


def test_a_certificate_that_is_a_directory(tmp_path: Path) -> None:
    env = {**GOOD, "CLASSROOM_CERT": "/etc/tls", "CLASSROOM_KEY": "/etc/tls/key.pem"}
    for name in ("cert.pem", "key.pem"):
        (tmp_path / name).touch()
    settings.check(env, tls=tmp_path)
    (tmp_path / "cert.pem").unlink()
    (tmp_path / "cert.pem").mkdir()
    with pytest.raises(ValueError, match="CLASSROOM_CERT names /etc/tls, which is no file"):
        settings.check(env, tls=tmp_path)


def test_the_secret_is_made_once_and_is_nobody_elses(tmp_path: Path) -> None:
    settings.make_secrets(tmp_path)
    token = tmp_path / "proxy-token"
    first = token.read_text()
    settings.make_secrets(tmp_path)
    assert token.read_text() == first and len(first.strip()) == 64 and token.stat().st_mode & 0o077 == 0


def composed(*arguments: str, **env: str) -> str:
    """What docker-compose prints."""
    if shutil.which("docker-compose") is None:
        pytest.skip("there is no docker-compose (Debian: sudo apt install docker-compose)")
    return subprocess.run(
        ["docker-compose", *arguments], cwd=ROOT, env={**os.environ, **env}, check=True, text=True, capture_output=True
    ).stdout


@pytest.mark.parametrize("profile", ["", "lab", "gpu", "lab-gpu"])
def test_docker_compose_takes_every_profile(profile: str) -> None:
    composed("config", "--quiet", COMPOSE_PROFILES=profile)


@pytest.mark.skipif(shutil.which("git") is None or not (ROOT / ".git").exists(), reason="this is no clone made with git")
def test_no_secret_and_no_class_list_is_committed() -> None:
    listed = subprocess.run(
        ["git", "check-ignore", "classroom/students.csv", ".env"], cwd=ROOT, check=False, text=True, capture_output=True
    ).stdout
    assert listed.split() == ["classroom/students.csv", ".env"]
    assert "token" not in composed("config").lower().replace("jupyter_token: ''", "")


def test_without_a_class_list_nothing_starts(tmp_path: Path) -> None:
    if shutil.which("docker") is None or subprocess.run(["docker", "info"], check=False, capture_output=True).returncode != 0:
        pytest.skip("the Docker daemon does not answer")
    env = {**os.environ, "CLASSROOM_DIR": str(tmp_path), "COMPOSE_PROJECT_NAME": "latentlab-nothing"}
    done = subprocess.run(["scripts/classroom.sh", "up"], cwd=ROOT, env=env, check=False, text=True, capture_output=True)
    assert done.returncode == 1 and done.stdout == ""
    copy = f"copy classroom/students.example.csv to {tmp_path}/students.csv and name your people in it"
    assert done.stderr == f"classroom.sh: there is no class list: {copy}\n"
    assert (
        json.loads(
            subprocess.check_output(["docker", "network", "ls", "--format={{json .Name}}", "--filter=name=latentlab-nothing"]) or "[]"
        )
        == []
    )


@pytest.mark.parametrize(
    ("people", "sentence"),
    [
        ("anna,x,\n", "The classroom does not start: "),
        (None, "bind source path does not exist"),
    ],
)
def test_docker_compose_starts_nothing_either(room: Room, tmp_path: Path, people: str | None, sentence: str) -> None:
    wrong = Room(f"{room.name}-wrong", tmp_path, people or "")
    if people is None:
        wrong.list.unlink()
    try:
        done = wrong.compose("up", "-d", check=False)
        assert done.returncode != 0
        assert sentence in done.stderr + wrong.compose("logs", "settings").stdout
        assert docker("ps", "-q", "--filter", f"label=com.docker.compose.project={wrong.name}") == ""
    finally:
        wrong.destroy()
