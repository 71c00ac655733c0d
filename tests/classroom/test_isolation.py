"""What a student does not reach: another's files and server, the hub's database, Docker, the machine, the world."""

import json
import re

import pytest

from room import TAG, Person, Room, docker

# Python that says whether it reaches a TCP port, for containers without network tools.
PROBE = (
    "python3 -c 'import socket, sys; socket.create_connection((sys.argv[1], int(sys.argv[2])), 3); print(\"reached\")' {} {} "
    "2>&1 | tail -n 1"
)

# Python that makes processes until it may not, and ends them.
FORK = """
import os, time
made = []
try:
    for _ in range(600):
        made.append(os.fork())
        if made[-1] == 0:
            time.sleep(60)
except BlockingIOError:
    print("refused")
for pid in made:
    os.kill(pid, 9)
"""


@pytest.fixture(scope="module")
def anna(room: Room) -> Person:
    anna = room.person("anna").start()
    anna.api("contents/diary.txt", "PUT", json={"type": "file", "format": "text", "content": "anna's own"})
    return anna


@pytest.fixture(scope="module")
def ben(room: Room, anna: Person) -> Person:
    return room.person("ben").start()


def address(room: Room, container: str, network: str) -> str:
    """A container's address on a network."""
    return json.loads(docker("inspect", container))[0]["NetworkSettings"]["Networks"][network]["IPAddress"]


def test_by_url_and_api(room: Room, anna: Person, ben: Person) -> None:
    assert anna.api("contents/diary.txt")["content"] == "anna's own"
    for path in ("api/contents/diary.txt", "files/diary.txt", "lab", "api/kernels", "terminals/1"):
        answer = ben.ask(f"user/anna/{path}")
        assert answer.status_code in (403, 404) and "anna's own" not in answer.text, f"{path}: {answer.status_code}"
    assert ben.ask("user/anna/api/kernels", "POST", json={"name": "gonb"}).status_code in (403, 404, 405)
    for method, path in (
        ("GET", "users/anna"),
        ("GET", "users"),
        ("POST", "users/anna/server"),
        ("DELETE", "users/anna/server"),
        ("POST", "users/anna/tokens"),
        ("PATCH", "users/ben"),
        ("POST", "users/mallory"),
        ("POST", "shutdown"),
        ("GET", "proxy"),
    ):
        body = {"admin": True} if method == "PATCH" else None
        assert ben.ask(f"hub/api/{path}", method, json=body).status_code in (403, 404), f"{method} {path}"
    assert anna.runs()
    assert not ben.ask("hub/api/user").json()["admin"]


def test_with_the_servers_own_token(room: Room, anna: Person, ben: Person) -> None:
    """What a student finds in the environment of their server opens nothing of others."""
    hub = (
        "import os, urllib.request as r; token = 'token ' + os.environ['JUPYTERHUB_API_TOKEN']; "
        "r.urlopen(r.Request(os.environ['JUPYTERHUB_API_URL'] + {!r}, headers={{'Authorization': token}}, method={!r}))"
    )
    for path, method in (("/users", "GET"), ("/users/anna", "GET"), ("/users/anna/server", "DELETE"), ("/users/ben/tokens", "POST")):
        said = ben.shell(f'python3 -c "{hub.format(path, method)}"', check=False)
        assert re.search(r"HTTP Error 40[34]", said), f"{method} {path}: {said[-300:]}"
    assert anna.runs()


def test_by_network(room: Room, anna: Person, ben: Person) -> None:
    his, hers = room.student("ben"), room.student("anna")
    assert ben.shell(PROBE.format("hub", 8081)) == "reached"  # that the probe works, and the hub is there
    members = json.loads(docker("network", "inspect", his))[0]["Containers"]
    services = {room.service(name) for name in ("hub", "proxy", "handin")}
    assert set(members) == services | {docker("inspect", "-f", "{{.Id}}", his)}
    beyond = [
        (address(room, hers, hers), 8888),  # anna's server
        (address(room, room.service("proxy"), his), 8001),  # the proxy's API, by which one could redirect others
        ("proxy-api", 8001),
        ("guard", 2375),  # Docker
        (address(room, room.service("guard"), f"{room.name}_docker"), 2375),
        (address(room, room.service("handin"), f"{room.name}_handin"), 8083),
        (docker("network", "inspect", "-f", "{{(index .IPAM.Config 0).Gateway}}", f"{room.name}_front"), room.port),  # the machine
        ("172.17.0.1", room.port),
        ("192.0.2.1", 80),  # the world
    ]
    for host, port in beyond:
        assert "reached" not in ben.shell(PROBE.format(host, port), check=False), f"{host}:{port}"
    assert "reached" not in ben.shell(PROBE.format("pypi.org", 443), check=False)


def test_inside_the_container(room: Room, anna: Person, ben: Person) -> None:
    assert ben.shell("id -u") == "1000"
    assert ben.shell("which sudo", check=False) == ""
    assert set(ben.shell("grep -hE '^Cap(Eff|Prm|Bnd)' /proc/self/status | cut -f2").split()) == {"0" * 16}
    assert ben.shell("grep NoNewPrivs /proc/self/status | cut -f2") == "1"
    for path in ("/var/run/docker.sock", "/var/lib/hub", "/run/classroom", "/srv/classroom", "/srv/handin"):
        assert ben.shell(f"ls {path}", check=False).endswith("No such file or directory")
    # The lecture, the tools and the kernel are not theirs to change.
    for path in ("/opt/latentlab/pkg/digits/digits.go", "/opt/latentlab/.lab/bin/gonb", "/opt/go/mod", "/usr/local/go/bin/go"):
        assert ben.shell(f"test -e {path} && ! test -w {path} && echo safe") == "safe"
    mounts = json.loads(docker("inspect", room.student("ben")))[0]["Mounts"]
    assert sorted((m["Name"], m["Destination"], m["RW"]) for m in mounts) == sorted(
        [(room.student("ben"), "/home/student", True), (f"{room.name}_handout", "/srv/handout", False)]
    )
    assert {m["Type"] for m in mounts} == {"volume"}


def test_limits(room: Room, ben: Person) -> None:
    host = json.loads(docker("inspect", room.student("ben")))[0]["HostConfig"]
    assert (host["Memory"], host["MemorySwap"], host["PidsLimit"]) == (1500 << 20, 1500 << 20, 512)
    assert host["CpuQuota"] == 2 * host["CpuPeriod"] > 0
    # A process that takes too much memory is killed; the server stays.
    assert "Killed" in ben.shell("python3 -c 'b = bytearray(3 << 30)'; test $? = 137 && echo Killed", check=False)
    assert "refused" in ben.shell(f"python3 -c '{FORK}'")
    assert ben.runs()


def test_the_guard_lets_the_hub_do_no_more(room: Room, ben: Person) -> None:
    """Somebody who had taken over the hub would not be root on the machine."""
    ask = """
import json, sys, urllib.request as r, urllib.error
method, path, body = sys.argv[1:]
headers = {'Content-Type': 'application/json'}
request = r.Request('http://guard:2375' + path, method=method, data=body.encode() or None, headers=headers)
try: print(r.urlopen(request).status)
except urllib.error.HTTPError as error: print(error.code, error.read().decode())
"""
    mine = room.student("mallory")
    evil = {"Image": f"latentlab-student:{TAG}", "HostConfig": {"Binds": ["/:/host"], "Privileged": True}}
    for method, path, body in (
        ("POST", f"/containers/create?name={mine}", json.dumps(evil)),
        ("POST", f"/containers/{room.service('hub')}/exec", json.dumps({"Cmd": ["id"]})),
        ("DELETE", f"/containers/{room.service('proxy')}?force=1", ""),
        ("GET", f"/containers/{room.student('ben')}/archive?path=/home/student", ""),
        ("GET", "/volumes", ""),
        ("POST", "/build", ""),
        ("GET", "/containers/json?all=1", ""),
    ):
        said = docker("exec", room.service("hub"), "python", "-c", ask, method, path, body)
        assert said.startswith("403") and "guard:" in said, f"{method} {path}: {said}"
