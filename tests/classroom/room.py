"""A classroom under test: brought up by scripts/classroom.sh as an instructor does, with a class list and a name of its own."""

import itertools
import json
import os
import re
import socket
import ssl
import subprocess
import time
import uuid
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import httpx
import websocket
import yaml
from playwright.sync_api import Error, Page

from lib.terminal import strip_ansi

ROOT = Path(__file__).resolve().parents[2]
T = TypeVar("T")
Message = dict[str, Any]
"""One of Jupyter's messages."""
BASE = "golang:1.26-bookworm"
TAG = os.environ.get("CLASSROOM_TEST_TAG", "test")
"""Of the images under test: two clones on one machine may each have their own."""
WORKER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
"""Which of the processes this is among which pytest -n shares the tests out."""
NETWORK = int(os.environ.get("CLASSROOM_TEST_NETWORK", "203")) + WORKER
"""Classrooms under test are in 10.NETWORK: so may two runs on one machine, and each process of a run."""


def subnets(third: int) -> str:
    """Where the networks of a classroom's students come from, one of those in 10.NETWORK."""
    return f"10.{NETWORK}.{third}.0/20"


def missing() -> str | None:
    """Why no classroom can be had here, or None."""
    if not answers("docker", "--version") or not answers(*compose(), "version"):
        return "there is no Docker (Debian: sudo apt install docker.io docker-compose)"
    if not answers("docker", "info"):
        return "the Docker daemon does not answer (sudo systemctl start docker)"
    if not answers("docker", "image", "inspect", BASE) and not answers("docker", "pull", "-q", BASE):
        return f"the image {BASE} is not here and cannot be pulled"
    return None


def answers(*command: str) -> bool:
    """Whether there is such a command and it succeeds."""
    try:
        return subprocess.run(command, check=False, capture_output=True).returncode == 0
    except FileNotFoundError:
        return False


def compose() -> list[str]:
    """The docker-compose there is, as words of a command."""
    return ["docker", "compose"] if answers("docker", "compose", "version") else ["docker-compose"]


def docker(*arguments: str) -> str:
    """What a docker command prints."""
    return subprocess.run(["docker", *arguments], check=True, text=True, stdout=subprocess.PIPE).stdout.strip()


def until(what: str, get: Callable[[], T], seconds: float = 120) -> T:
    """The first true value of get, which may raise while it is too early."""
    end = time.monotonic() + seconds
    error: Exception | None = None
    while time.monotonic() < end:
        try:
            if value := get():
                return value
            error = None
        except (httpx.HTTPError, Error, subprocess.CalledProcessError, OSError) as this:
            error = this
        time.sleep(0.5)
    raise TimeoutError(f"{what}: not within {seconds:.0f} s{f' ({error})' if error else ''}")


def kill(container: str) -> None:
    """kill -9 of a container's first process, from outside; docker kill would be an order to stay down."""
    pid = docker("inspect", "-f", "{{.State.Pid}}", container)
    docker("run", "--rm", "--pid=host", "--user=root", f"latentlab-hub:{TAG}", "bash", "-c", f"kill -9 {pid}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def arrive(page: Page, room: "Room", name: str, path: str = "lecture") -> None:
    """Waits until somebody who has just logged in sees a path in their JupyterLab.

    A browser on the machine that makes the student's network loses sight of what the hub says about the start.
    """
    page.wait_for_load_state()

    def there() -> bool:
        page.goto(room.where(f"user/{name}/lab/tree/{path}"))
        return "/hub/" not in page.url

    until(f"{name}'s JupyterLab", there)


@cache
def label(name: str) -> str:
    """A student's name below the class's: their own, or what JupyterHub makes of one that can be none of a machine's."""
    if re.fullmatch(r"[a-z0-9]+(-+[a-z0-9]+)*", name):
        return name
    python = "import sys; from jupyterhub.utils import subdomain_hook_idna as hook; print(hook(sys.argv[1], 'class', 'user'))"
    return docker("run", "--rm", "--network=none", f"latentlab-hub:{TAG}", "python", "-c", python, name).removesuffix(".class")


class Here(httpx.HTTPTransport):
    """Takes every name to a classroom on this machine, as browsers do with those below localhost, and as a web server in front
    of it does with its own."""

    def __init__(self, port: int, certificate: str | None) -> None:
        super().__init__(verify=ssl.create_default_context(cafile=certificate) if certificate else True)
        self.port, self.scheme = port, "https" if certificate else "http"

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Sends the request here, with the name and the scheme that were asked for in its headers."""
        url = request.url.copy_with(scheme=self.scheme, host="127.0.0.1", port=self.port)
        headers = [*request.headers.raw, (b"X-Scheme", request.url.scheme.encode())]
        extensions = {**request.extensions, "sni_hostname": request.url.host}
        return super().handle_request(httpx.Request(request.method, url, headers=headers, stream=request.stream, extensions=extensions))


class Room:
    """A classroom of that name below a base URL. people are its class list, the lines name,password,role.

    Each student has an origin of their own, unless CLASSROOM_ORIGINS and CLASSROOM_ADDRESS say otherwise. overrides are files
    that change docker-compose.yml.
    """

    number = itertools.count()
    """Of the next one in this process."""

    def __init__(self, name: str, directory: Path, people: str, *overrides: Path, **settings: str) -> None:
        self.name, self.directory, self.port = name, directory, free_port()
        self.list = directory / "students.csv"
        directory.chmod(0o755)  # the hub reads it as a user of its own
        self.list.write_text("name,password,role\n" + people, encoding="utf-8")
        self.settings = {
            "COMPOSE_PROJECT_NAME": name,
            "CLASSROOM_DIR": str(directory),
            "CLASSROOM_PORT": str(self.port),
            "CLASSROOM_ADDRESS": f"http://class.localhost:{self.port}",
            "CLASSROOM_ORIGINS": "subdomains",
            "CLASSROOM_BASE_URL": "/class/",
            "CLASSROOM_TAG": TAG,
            "CLASSROOM_SUBNETS": subnets(240),
            "COMPOSE_FILE": ":".join(map(str, ("docker-compose.yml", self.own_networks(), *overrides))),
            **settings,
        }
        self.chosen: dict[str, str] = {}

    def own_networks(self) -> Path:
        """Says where the class's own networks are. Docker by itself has about thirty for all there are, and tests have many at once."""
        names = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))["networks"]
        block = f"10.{NETWORK}.{next(self.number)}"
        pools = [{"subnet": f"{block}.{place}/28", "gateway": f"{block}.{place + 1}"} for place in range(0, 16 * len(names), 16)]
        networks = {name: {"ipam": {"config": [pool]}} for name, pool in zip(names, pools, strict=True)}
        file = self.directory / "networks.yml"
        file.write_text(yaml.safe_dump({"networks": networks}), encoding="utf-8")
        return file

    @property
    def url(self) -> str:
        """The class's address."""
        return self.settings["CLASSROOM_ADDRESS"] + self.settings["CLASSROOM_BASE_URL"]

    def where(self, path: str) -> str:
        """The address of a path below the class's, which for a student's server may be at a name of its own."""
        student = re.match(r"user/([^/]+)/", path)
        if student and self.settings["CLASSROOM_ORIGINS"] == "subdomains":
            return self.url.replace("://", f"://{label(student[1])}.") + path
        return self.url + path

    def client(self, **options: Any) -> httpx.Client:
        """A new browser's requests, without the browser; options are httpx.Client's."""
        return httpx.Client(base_url=self.url, timeout=60, transport=Here(self.port, self.settings.get("CLASSROOM_CERT")), **options)

    def call(self, *command: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Runs a command in the clone with this classroom's settings."""
        done = subprocess.run(
            command, cwd=ROOT, env={**os.environ, **self.settings}, check=False, text=True, stdin=subprocess.DEVNULL, capture_output=True
        )
        if check and done.returncode != 0:
            raise AssertionError(f"{' '.join(command)} failed with {done.returncode}:\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}")
        return done

    def sh(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Runs scripts/classroom.sh."""
        return self.call("scripts/classroom.sh", *arguments, check=check)

    def compose(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Runs docker-compose."""
        return self.call(*compose(), *arguments, check=check)

    def service(self, name: str) -> str:
        """The id of a service's container, running or not."""
        labels = [f"--filter=label=com.docker.compose.{key}={value}" for key, value in (("project", self.name), ("service", name))]
        return docker("ps", "-aq", "--no-trunc", *labels)

    def student(self, name: str) -> str:
        """The name of a student's container, volume and network."""
        return f"{self.name}-student-{name}"

    def server_of(self, name: str) -> str:
        """The id of a student's container, if it runs."""
        return docker("ps", "-q", "--filter", f"name=^/{self.student(name)}$")

    def destroy(self) -> None:
        """Removes all of it: containers, networks, and volumes with what is in them."""
        self.sh("down", check=False)
        self.compose("down", "--volumes", "--timeout=1", check=False)
        for volume in docker("volume", "ls", "-q", "--filter", f"name=^{self.name}-student-").split():
            docker("volume", "rm", "-f", volume)

    def healthy(self) -> bool:
        """Whether the hub answers through the proxy."""
        return self.client().get("hub/health", timeout=5).status_code == 200

    # What somebody does in a browser, by its requests.

    def attempt(self, name: str, password: str, client: httpx.Client | None = None, **more: str) -> tuple[httpx.Client, httpx.Response]:
        """Sends the login form once, from a new client or from the given one. Returns it with its cookies, and the answer."""
        client = client or self.client()
        client.get("hub/login")
        form = {"username": name, "password": password, "_xsrf": client.cookies["_xsrf"], **more}
        return client, client.post("hub/login", data=form)

    def person(self, name: str) -> "Person":
        """Somebody of the class list, logged in; at the first time with a new password, chosen here."""
        if name not in self.chosen:
            new = f"{uuid.uuid4()}"
            client, answer = self.attempt(name, f"first-{name}", new_password=new, new_password_again=new)
            self.chosen[name] = new
        else:
            client, answer = self.attempt(name, self.chosen[name])
        assert answer.status_code == 302, answer.text
        return Person(self, name, client)


class Person:
    """Somebody who is logged in."""

    def __init__(self, room: Room, name: str, client: httpx.Client) -> None:
        self.room, self.name, self.client = room, name, client

    def ask(self, path: str, method: str = "GET", **more: Any) -> httpx.Response:
        """A request below the base URL, with the token against forged ones, and through the logins on the way."""
        headers = {"X-XSRFToken": self.token(path)}
        return self.client.request(method, self.room.where(path), headers=headers, follow_redirects=True, **more)

    def token(self, path: str) -> str:
        """The cookie against forged requests that belongs to path."""
        found = re.search(r"(?:^|; )_xsrf=([^;]*)", self.cookies(path))  # that with the longest path comes first
        return found[1] if found else ""

    def cookies(self, path: str) -> str:
        """The header with the cookies that belong to path."""
        return self.client.build_request("GET", self.room.where(path)).headers.get("cookie", "")

    def start(self) -> "Person":
        """Starts the own server, and waits for it."""
        self.ask("hub/home")
        until(f"{self.name}'s server", lambda: self.runs() or not self.ask(f"hub/api/users/{self.name}/server", "POST"))
        return self

    def fail_to_start(self) -> str:
        """Starts the own server, which is to end at once. Returns what the page of the start says then."""
        self.ask("hub/home")
        self.ask(f"hub/api/users/{self.name}/server", "POST")
        return until(
            "the start to fail", lambda: "".join(self.failure.findall(self.ask(f"hub/api/users/{self.name}/server/progress").text))
        )

    failure = re.compile(r'^data: (.*"failed": true.*)$', re.MULTILINE)
    """An event of the start's progress."""

    def stop(self) -> None:
        """Stops the own server, and waits until it is gone."""
        self.ask(f"hub/api/users/{self.name}/server", "DELETE")
        until(f"{self.name}'s server to stop", lambda: not self.ask("hub/api/user").json()["server"])

    def runs(self) -> bool:
        """Whether the own server answers, to this person."""
        answer = self.ask(f"user/{self.name}/api/status")
        if answer.status_code == 403:  # the server does not know this person yet: pages send to the hub's login and back
            self.ask(f"user/{self.name}/lab")
            answer = self.ask(f"user/{self.name}/api/status")
        return answer.status_code == 200 and "kernels" in answer.text

    def api(self, path: str, method: str = "GET", **more: Any) -> Any:
        """Asks the own server's API."""
        answer = self.ask(f"user/{self.name}/api/{path}", method, **more)
        assert answer.is_success, f"{method} {path}: {answer.status_code} {answer.text[:500]}"
        return answer.json() if answer.content else None

    def wait_for_kernel(self) -> None:
        """Waits until a notebook in a browser has reached a kernel of the own server."""

        def connected() -> bool:
            answer = self.ask(f"user/{self.name}/api/kernels")
            # jupyter_server fails to list a kernel at whose start it looks: it lists it before it knows of its last activity.
            return answer.is_success and any(kernel["connections"] for kernel in answer.json())

        until("the notebook to have reached its kernel", connected)

    def shell(self, command: str, check: bool = True) -> str:
        """What a command prints that runs in the own container, as the student."""
        done = subprocess.run(
            ["docker", "exec", self.room.student(self.name), "bash", "-c", command], check=False, text=True, capture_output=True
        )
        assert not check or done.returncode == 0, done.stderr
        return (done.stdout + done.stderr).strip()

    def kernel(self) -> "Kernel":
        """A new kernel."""
        return Kernel(self, self.api("kernels", "POST", json={"name": "gonb"})["id"])


def write_diary(person: Person, content: str) -> None:
    """Saves a file as JupyterLab does."""
    person.api("contents/diary.txt", "PUT", json={"type": "file", "format": "text", "content": content})


def diary(person: Person) -> str:
    """What was saved there."""
    return person.api("contents/diary.txt")["content"]


class Kernel:
    """A kernel of somebody's, over a websocket as JupyterLab has one."""

    def __init__(self, person: Person, identity: str) -> None:
        self.person, self.identity = person, identity
        self.session = uuid.uuid4().hex
        self.socket = self.connect()

    def connect(self, **options: Any) -> websocket.WebSocket:
        """Another websocket to it; options are websocket.create_connection's."""
        path = f"user/{self.person.name}/api/kernels/{self.identity}/channels"
        url = httpx.URL(self.person.room.where(path))
        address = f"ws://127.0.0.1:{self.person.room.port}{url.path}"
        sent = {
            "host": url.netloc.decode(),
            "origin": f"{url.scheme}://{url.netloc.decode()}",
            "cookie": self.person.cookies(path),
            **options,
        }
        return websocket.create_connection(address, timeout=300, **sent)

    def send(self, code: str) -> str:
        """Sends a cell. Returns the message's id."""
        identity = uuid.uuid4().hex
        header = {"msg_id": identity, "msg_type": "execute_request", "session": self.session, "username": "", "version": "5.3"}
        content = {"code": code, "silent": False, "store_history": True, "allow_stdin": False, "stop_on_error": True}
        message = {"header": header, "parent_header": {}, "metadata": {}, "content": content, "channel": "shell", "buffers": []}
        self.socket.send(json.dumps(message))
        return identity

    def messages(self, identity: str, last: Callable[[Message], bool]) -> list[Message]:
        """The messages about a cell, up to the first of which last is true."""
        seen: list[Message] = []
        while not seen or not last(seen[-1]):
            data = self.socket.recv()
            message = json.loads(data) if isinstance(data, str) else None  # binary ones have buffers
            if message and message["parent_header"].get("msg_id") == identity:
                seen.append(message)
        return seen

    def run(self, code: str) -> str:
        """Runs a cell to its end. Returns what it printed; fails where the cell does."""
        seen = self.messages(self.send(code), idle)
        assert not (errors := [m["content"]["evalue"] for m in seen if m["msg_type"] == "error"]), (errors, text(seen))
        return text(seen)


def idle(message: Message) -> bool:
    """Whether a message says that the cell is done."""
    return message["msg_type"] == "status" and message["content"]["execution_state"] == "idle"


def text(messages: list[Message]) -> str:
    """What a cell printed, without colours."""
    printed = "".join(m["content"]["text"] for m in messages if m["msg_type"] == "stream")
    return strip_ansi(printed)
