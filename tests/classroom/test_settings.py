"""What is said before anything starts when a setting is missing or wrong, and what docker-compose makes of the file."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

import classlist
import origins
import settings

from room import ROOT, Room, docker

GOOD = {
    "CLASSROOM_ADDRESS": "http://class.localhost:8000",
    "CLASSROOM_ORIGINS": "subdomains",
    "CLASSROOM_BASE_URL": "/",
    "CLASSROOM_PORT": "127.0.0.1:8000",
    "CLASSROOM_PROFILES": "",
    "CLASSROOM_TAG": "latest",
    "CLASSROOM_CERT": "",
    "CLASSROOM_KEY": "",
    "CLASSROOM_MEMORY": "2G",
    "CLASSROOM_CPUS": "1.5",
    "CLASSROOM_DISK": "2G",
    "CLASSROOM_PROCESSES": "512",
    "CLASSROOM_IDLE_SECONDS": "60",
    "CLASSROOM_SUBNETS": "10.203.0.0/20",
}


@pytest.fixture
def good(tmp_path: Path) -> dict[str, str]:
    """Settings as docker-compose hands them over, with a class list of three."""
    people = tmp_path / "students.csv"
    people.write_text("name,password,role\nteach,violet-otter,instructor\nanna,brown-badger,\nben,brown-stoat,\n")
    return {**GOOD, "CLASSROOM_LIST": str(people)}


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("CLASSROOM_BASE_URL", "class", "begins and ends with /"),
        ("CLASSROOM_BASE_URL", "/a b/", "begins and ends with /"),
        ("CLASSROOM_BASE_URL", "//", "begins and ends with /"),
        ("CLASSROOM_PORT", "80000", "want a port such as 8000"),
        ("CLASSROOM_PORT", "8000-8010", "want a port such as 8000"),
        ("CLASSROOM_PORT", "class.example.org:8000", "an address and a port such as"),
        ("CLASSROOM_PROFILES", "gpus", "COMPOSE_PROFILES names 'gpus', which is none: want gpu"),
        ("CLASSROOM_TAG", "my tag", "want a tag for images"),
        ("CLASSROOM_CERT", "/etc/cert.pem", "names a file and CLASSROOM_KEY none"),
        ("CLASSROOM_KEY", "/etc/key.pem", "names a file and CLASSROOM_CERT none"),
        ("CLASSROOM_MEMORY", "512m", "'512m': want a number and then K, M, G or T, such as 2G"),
        ("CLASSROOM_MEMORY", "2GB", "'2GB': want a number and then K, M, G or T, such as 2G"),
        ("CLASSROOM_MEMORY", "2147483648", "want a number and then K, M, G or T"),
        ("CLASSROOM_MEMORY", "0.1G", "'0.1G': want 512M at least"),
        ("CLASSROOM_ORIGINS", "", "CLASSROOM_ORIGINS is not set: want subdomains"),
        ("CLASSROOM_ORIGINS", "domain", "CLASSROOM_ORIGINS is 'domain': want subdomains"),
        ("CLASSROOM_ADDRESS", "", "CLASSROOM_ADDRESS is not set: want what browsers open"),
        ("CLASSROOM_ADDRESS", "class.localhost:8000", "want what browsers open, without a path"),
        ("CLASSROOM_ADDRESS", "http://class.localhost:8000/", "want what browsers open, without a path"),
        (
            "CLASSROOM_ADDRESS",
            "http://Class.Example.org:8000",
            "'http://Class.Example.org:8000', and browsers write it in small letters: want http://class.example.org:8000",
        ),
        ("CLASSROOM_ADDRESS", "HTTP://class.example.org", "want http://class.example.org"),
        ("CLASSROOM_ADDRESS", "http://Class.Example.org/", "want what browsers open, without a path"),
        ("CLASSROOM_ADDRESS", "http://127.0.0.1:8000", "127.0.0.1 can have no names below it"),
        ("CLASSROOM_ADDRESS", "http://localhost:8000", "localhost can have no names below it"),
        ("CLASSROOM_DISK", "2GB", "'2GB': want a number and then K, M, G or T, such as 2G"),
        ("CLASSROOM_DISK", "1M", "'1M': want 256M at least"),
        ("CLASSROOM_CPUS", "many", "CLASSROOM_CPUS is 'many'"),
        ("CLASSROOM_CPUS", "inf", "CLASSROOM_CPUS is 'inf'"),
        ("CLASSROOM_CPUS", "0", "'0': want 0.1 at least"),
        ("CLASSROOM_PROCESSES", "5_000", "want a whole number such as 512"),
        ("CLASSROOM_PROCESSES", "0", "CLASSROOM_PROCESSES is '0'"),
        ("CLASSROOM_IDLE_SECONDS", "1h", "want a whole number such as 3600"),
        ("CLASSROOM_SUBNETS", "10.0.0.1/8", "want a network such as"),
        ("CLASSROOM_SUBNETS", "fd00::/64", "want a network such as"),
        ("CLASSROOM_SUBNETS", "8.8.0.0/16", "which others have: want a private network"),
        ("CLASSROOM_SUBNETS", "10.203.0.0/28", "3 people need 24 addresses"),
        ("CLASSROOM_LIST", "/nowhere/students.csv", "there is no class list students.csv: copy"),
    ],
)
def test_settings_that_are_wrong(good: dict[str, str], name: str, value: str, why: str) -> None:
    settings.check(good)
    with pytest.raises((ValueError, classlist.ListError)) as error:
        settings.check({**good, name: value})
    assert why in str(error.value) and "\n" not in str(error.value)


def test_a_first_password_that_is_easily_guessed_keeps_the_class_from_starting(good: dict[str, str]) -> None:
    people = Path(good["CLASSROOM_LIST"])
    people.write_text(people.read_text().replace("brown-badger", "anna-2026"))
    with pytest.raises(classlist.ListError, match=r"students\.csv, line 3: the first password of anna is easily guessed"):
        settings.check(good)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CLASSROOM_MEMORY", "512M"),
        ("CLASSROOM_MEMORY", "1.5G"),
        ("CLASSROOM_PORT", "443"),
        ("CLASSROOM_PORT", "[::1]:8000"),
        ("CLASSROOM_BASE_URL", "/a/b.c/"),
        ("CLASSROOM_PROFILES", "gpu,lab"),
    ],
)
def test_settings_that_are_right(good: dict[str, str], name: str, value: str) -> None:
    settings.check({**good, name: value})


@pytest.mark.parametrize(
    ("dotenv", "environment", "why"),
    [
        ("CLASSROOM_MEMROY=2G\n", (), ".env sets CLASSROOM_MEMROY, which is no setting: did you mean CLASSROOM_MEMORY"),
        ("# ours\n export CLASSROM_PORT = 1\n", (), ".env sets CLASSROM_PORT, which is no setting: did you mean CLASSROOM_PORT"),
        ("classroom_port=9000\n", (), ".env sets classroom_port, which is no setting: did you mean CLASSROOM_PORT"),
        ("CLASSROOM_COLOUR=red", (), ".env sets CLASSROOM_COLOUR, which is no setting: classroom/env.example names them all"),
        ("CLASSROOM_CPUS=1\nCLASSROOM_MEMORY: 4G\n", (), ".env, line 2: CLASSROOM_MEMORY is given nothing: want CLASSROOM_MEMORY=…"),
        ("CLASSROOM_CPUS 3\n", (), ".env, line 1: CLASSROOM_CPUS is given nothing: want CLASSROOM_CPUS=…"),
        ("", ("CLASSROOM_CPU",), "the environment has CLASSROOM_CPU, which is no setting: did you mean CLASSROOM_CPUS"),
    ],
)
def test_names_that_are_no_settings(tmp_path: Path, dotenv: str, environment: tuple[str, ...], why: str) -> None:
    shutil.copy(ROOT / "docker-compose.yml", tmp_path)
    (tmp_path / ".env").write_text(dotenv)
    with pytest.raises(ValueError) as error:
        settings.check_names(tmp_path, environment)
    assert str(error.value) == why


def test_every_setting_of_the_example_is_one(tmp_path: Path) -> None:
    shutil.copy(ROOT / "docker-compose.yml", tmp_path)
    example = (ROOT / "classroom" / "env.example").read_text(encoding="utf-8")
    (tmp_path / ".env").write_text(example.replace("#CLASSROOM", "CLASSROOM").replace("#LAB", "LAB") + "HTTP_PROXY=\n#CLASSROOM_X=\n")
    settings.check_names(tmp_path, ["PATH", "CLASSROOM_PORT", "COMPOSE_PROFILES"])


def certificate(directory: Path, name: str) -> None:
    """Makes a certificate and its key, NAME-cert.pem and NAME-key.pem."""
    out = ["-keyout", f"{directory}/{name}-key.pem", "-out", f"{directory}/{name}-cert.pem"]
    options = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=class", "-days", "1"]
    subprocess.run(["openssl", "req", *options, *out], check=True, capture_output=True)


def test_a_certificate_that_is_none(good: dict[str, str], tmp_path: Path) -> None:
    if shutil.which("openssl") is None:
        pytest.skip("there is no openssl (Debian: sudo apt install openssl)")
    env = {**good, "CLASSROOM_CERT": "/etc/tls", "CLASSROOM_KEY": "/etc/tls/key.pem", "CLASSROOM_ADDRESS": "https://class.localhost"}
    cert, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    for name in ("one", "other"):
        certificate(tmp_path, name)
    shutil.copy(tmp_path / "one-key.pem", key)
    for wrong in ("other-cert.pem", "one-key.pem"):
        shutil.copy(tmp_path / wrong, cert)
        with pytest.raises(ValueError, match="want a certificate and the key that belongs to it"):
            settings.check(env, tls=tmp_path)
    shutil.copy(tmp_path / "one-cert.pem", cert)
    settings.check(env, tls=tmp_path)
    cert.unlink()
    cert.mkdir()
    with pytest.raises(ValueError, match="CLASSROOM_CERT names /etc/tls, which is no file"):
        settings.check(env, tls=tmp_path)


def test_a_certificate_where_browsers_are_sent_to_http() -> None:
    with pytest.raises(ValueError, match="with HTTPS it begins with https://"):
        origins.check({**GOOD, "CLASSROOM_CERT": "/etc/tls/cert.pem"})


def test_the_secret_is_made_once_and_is_nobody_elses(tmp_path: Path) -> None:
    settings.make_secrets(tmp_path)
    token = tmp_path / "proxy-token"
    first = token.read_text()
    settings.make_secrets(tmp_path)
    assert token.read_text() == first and len(first.strip()) == 64 and token.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "dotenv",
    [
        pytest.param('CLASSROOM_DIR="../class2"\nCLASSROOM_PORT="9000"\nCOMPOSE_PROJECT_NAME="second"\n', id="quoted"),
        pytest.param("CLASSROOM_DIR=../class2 # ours\nCLASSROOM_PORT=9000 # ours\nCOMPOSE_PROJECT_NAME=Second # ours\n", id="remarks"),
        pytest.param("COMPOSE_PROJECT_NAME=second\nCLASSROOM_PORT=9000\nCLASSROOM_DIR=../class2", id="no end of the last line"),
        pytest.param("N=9\nCLASSROOM_PORT=${N}000\nCLASSROOM_DIR='../class2'\nCOMPOSE_PROJECT_NAME=second\n", id="one in another"),
    ],
)
def test_dotenv_is_read_by_docker_compose(tmp_path: Path, dotenv: str) -> None:
    (tmp_path / ".env").write_text(dotenv)
    shutil.copy(ROOT / "docker-compose.yml", tmp_path)
    found = settings.values(composed("--project-directory", str(tmp_path), "--env-file", str(tmp_path / ".env"), "config"))
    assert (found["CLASSROOM_PORT"], found["COMPOSE_PROJECT_NAME"]) == ("9000", "second")
    assert found["CLASS"] == f"{tmp_path.parent}/class2/students.csv"


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


def test_only_this_machine_reaches_the_class_unless_a_setting_says_so() -> None:
    ports = yaml.safe_load(composed("config", CLASSROOM_PORT=""))["services"]["proxy"]["ports"]
    assert [str(port).removesuffix("/tcp") for port in ports] == ["127.0.0.1:8000:8000"]


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
