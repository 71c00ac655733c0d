"""The proxy alone, in company that a class does not wish for."""

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from room import TAG, Room, docker, until


@pytest.fixture
def alone(room: Room) -> Iterator[Callable[..., str]]:
    """Starts the proxy's container without a class, by arguments of node: hub and students' servers are what a test puts there."""
    settings = {
        "CLASSROOM_ADDRESS": "http://class.localhost:8000",
        "CLASSROOM_BASE_URL": "/class/",
        "CLASSROOM_ORIGINS": "subdomains",
        "CONFIGPROXY_AUTH_TOKEN": "rough",
    }
    name = f"{room.name}-proxy-alone"

    def start(*arguments: str) -> str:
        names = [f"--add-host={host}:127.0.0.1" for host in ("hub", "proxy-api")]
        variables = [f"--env={key}={value}" for key, value in settings.items()]
        image = f"latentlab-proxy:{TAG}"
        docker("run", "-d", f"--name={name}", "--network=none", *names, *variables, "--entrypoint=node", image, *arguments)
        until("the proxy to listen", lambda: answers(name))
        return name

    try:
        yield start
    finally:
        docker("rm", "-f", name)


def answers(container: str) -> bool:
    """Whether the proxy in that container answers there."""
    python = "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/_chp_healthz', timeout=10)"
    return subprocess.run(["docker", "exec", container, "python3", "-c", python], check=False, capture_output=True).returncode == 0


def test_no_answer_and_no_visitor_ends_it(alone: Callable[..., str]) -> None:
    """One connection's error is one connection's end: the others are all the kernels of the class."""
    name = alone("/opt/proxy/main.mjs")
    rough = Path(__file__).with_name("rough.py").read_text(encoding="utf-8")
    done = subprocess.run(["docker", "exec", "-i", name, "python3", "-"], input=rough, check=False, text=True, capture_output=True)
    assert done.returncode == 0, done.stderr[-2000:]
    assert docker("logs", name).count("An answer ended") == 0, "what is known to be thrown is caught where it is thrown"


def test_what_nobody_has_thought_of_ends_it_neither(alone: Callable[..., str]) -> None:
    name = alone("--eval", "import('/opt/proxy/main.mjs').then(() => setTimeout(() => { throw new Error('nobody thought of it') }, 1000))")
    until("the error", lambda: "nobody thought of it" in docker("logs", name))
    assert answers(name)
